//! Calendars, which are values: nothing waits, so that every question is answered at once, on the thread that asks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use servicedesk::calendar::Calendar;
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Kind, Value};
use servicedesk::operation::{AREAS, Call, Data, Fields, OperationDef, Receiver, Type};
use servicedesk::{Code, Error, Result};

use crate::failure::HostFailure;
use crate::host_data::{HostData, Part};
use crate::{from_host, to_host};

/// The calendars that hosts hold, by their numbers.
static CALENDARS: LazyLock<RwLock<HashMap<i64, Calendar>>> = LazyLock::new(RwLock::default);
static NEXT: AtomicI64 = AtomicI64::new(1);

/// What [`reckoned`] answers when there is no answer; no instant and no duration is that number.
pub(crate) const NO_ANSWER: i64 = i64::MIN;

/// Returns the calendar of that number, while a host holds it.
pub(crate) fn held(number: i64) -> Option<Calendar> {
    CALENDARS.read().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
}

/// A calendar.
#[derive(Debug, uniffi::Object)]
pub struct HostCalendar {
    calendar: Calendar,
    number: i64,
}

impl HostCalendar {
    fn hold(calendar: Calendar) -> Arc<Self> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        CALENDARS.write().unwrap_or_else(PoisonError::into_inner).insert(number, calendar.clone());
        Arc::new(Self { calendar, number })
    }
}

impl Drop for HostCalendar {
    fn drop(&mut self) {
        CALENDARS.write().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

#[uniffi::export]
impl HostCalendar {
    /// Makes a calendar by a call such as `calendar.new`.
    ///
    /// # Errors
    /// Those of the operation.
    #[uniffi::constructor]
    pub fn make(call: Part) -> Result<Arc<Self>, HostFailure> {
        let (name, arguments) = from_host::call(call)?;
        match Calendar::make(&name, arguments)? {
            Data::Calendar(calendar) => Ok(Self::hold(calendar)),
            _ => Err(Error::new(Code::OperationUnknown).into()),
        }
    }

    /// Returns the calendar of a number that is held already.
    ///
    /// # Errors
    /// `field.kind` when there is none.
    #[uniffi::constructor]
    pub fn of(number: i64) -> Result<Arc<Self>, HostFailure> {
        let calendar = held(number);
        let unknown = || Error::new(Code::FieldKind).field("number").with("expected", "that of a calendar");
        Ok(Self::hold(calendar.ok_or_else(unknown)?))
    }

    /// Asks it by a call such as `calendar.deadline`.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn ask(&self, call: Part) -> Result<HostData, HostFailure> {
        let (name, arguments) = from_host::call(call)?;
        Ok(to_host::data(self.calendar.call(&name, arguments)?))
    }

    /// Answers a question that takes and answers numbers only; see [`reckoned`].
    pub fn reckon(&self, question: i32, first: i64, second: i64) -> i64 {
        reckoned(&self.calendar, question, first, second)
    }

    /// The number by which it can be an argument.
    pub fn number(&self) -> i64 {
        self.number
    }
}

/// Answers a call of the area that needs no calendar, such as `calendar.presets`.
///
/// # Errors
/// Those of the operation.
#[uniffi::export]
pub fn reckon(call: Part) -> Result<HostData, HostFailure> {
    let (name, arguments) = from_host::call(call)?;
    Ok(to_host::data(Calendar::make(&name, arguments)?))
}

/// Answers the question of that place in the declaration, whose arguments and whose answer are instants in milliseconds, whole
/// numbers or truth values, with nothing to put together and nothing to read. Without an answer, [`NO_ANSWER`]: who asks then asks
/// again by the call's name, which tells why.
pub(crate) fn reckoned(calendar: &Calendar, question: i32, first: i64, second: i64) -> i64 {
    answer(calendar, question, first, second).unwrap_or(NO_ANSWER)
}

fn answer(calendar: &Calendar, question: i32, first: i64, second: i64) -> Option<i64> {
    let question = QUESTIONS.get(usize::try_from(question).ok()?)?;
    let mut arguments = Vec::with_capacity(2);
    for (argument, number) in question.arguments.iter().zip([first, second]) {
        let value = match argument.ty {
            Type::Field(Kind::Timestamp, _) => Value::Timestamp(Timestamp::from_millis(number).ok()?),
            _ => Value::Integer(number),
        };
        arguments.push((Cow::Borrowed(argument.name), Data::Value(value)));
    }
    let Call::Calendar(call) = question.call else { return None };
    match call(calendar, Fields(arguments)).ok()? {
        Data::Value(Value::Timestamp(at)) => Some(at.as_millis()),
        Data::Value(Value::Integer(number)) => Some(number),
        Data::Value(Value::Bool(truth)) => Some(truth.into()),
        _ => None,
    }
}

/// The operations of calendars in the order of their declaration.
static QUESTIONS: LazyLock<Vec<&'static OperationDef>> = LazyLock::new(|| {
    AREAS.iter().filter(|area| area.receiver() == Receiver::Calendar).flat_map(|area| area.operations()).collect()
});
