//! A calendar as the package's JavaScript holds it. Nothing waits, so that every question is answered at once, on the thread of
//! the host.

use std::borrow::Cow;

use napi::{Result, Unknown};
use napi_derive::napi;
use servicedesk::calendar::Calendar;
use servicedesk::operation::{AREAS, Call, Data, Fields, OperationDef, Receiver};
use servicedesk::{Code, Error};

use crate::failure::thrown;
use crate::host::operation;
use crate::incoming;
use crate::outgoing::Outgoing;
use crate::raw::Js;

/// A calendar.
#[napi]
pub struct NativeCalendar {
    calendar: Calendar,
}

impl NativeCalendar {
    /// Returns the calendar, which is cheap to clone.
    pub(crate) fn calendar(&self) -> Calendar {
        self.calendar.clone()
    }
}

/// Every question there is; its place here is its number.
fn questions() -> impl Iterator<Item = (&'static str, &'static OperationDef)> {
    let areas = AREAS.iter().filter(|area| area.receiver() == Receiver::Calendar);
    areas.flat_map(|area| area.operations().map(|operation| (area.name, operation)))
}

fn unknown() -> napi::Error {
    thrown(Error::new(Code::OperationUnknown))
}

/// Returns the number of the question of that name.
#[napi(catch_unwind)]
pub fn question(name: String) -> Result<u32> {
    let place = questions().position(|(area, known)| name.split_once('.') == Some((area, known.name)));
    place.and_then(|place| u32::try_from(place).ok()).ok_or_else(unknown)
}

/// Answers what needs no calendar.
#[napi(catch_unwind)]
pub fn reckon(name: String, given: Unknown<'_>) -> Result<Outgoing> {
    let arguments = incoming::arguments(Js::of(&given), operation(&name)?)?;
    Calendar::make(&name, arguments).map(Outgoing::as_is).map_err(thrown)
}

#[napi]
impl NativeCalendar {
    /// Makes a calendar by the call of that name.
    #[napi(constructor, catch_unwind)]
    pub fn new(name: String, given: Unknown<'_>) -> Result<Self> {
        let arguments = incoming::arguments(Js::of(&given), operation(&name)?)?;
        match Calendar::make(&name, arguments).map_err(thrown)? {
            Data::Calendar(calendar) => Ok(Self { calendar }),
            _ => Err(unknown()),
        }
    }

    /// Answers the question of that number, with its arguments in the order of the declaration.
    #[napi(catch_unwind)]
    pub fn ask(
        &self,
        question: u32,
        first: Option<Unknown<'_>>,
        second: Option<Unknown<'_>>,
        third: Option<Unknown<'_>>,
        fourth: Option<Unknown<'_>>,
    ) -> Result<Outgoing> {
        let (_, operation) = questions().nth(question as usize).ok_or_else(unknown)?;
        let Call::Calendar(call) = operation.call else { return Err(unknown()) };
        let mut arguments = Vec::with_capacity(operation.arguments.len());
        for (argument, given) in operation.arguments.iter().zip([first, second, third, fourth]) {
            // What was not given is left to its type, as everywhere.
            if let Some(given) = given {
                arguments.push((Cow::Borrowed(argument.name), incoming::argument(Js::of(&given), argument)?));
            }
        }
        call(&self.calendar, Fields(arguments)).map(Outgoing::as_is).map_err(thrown)
    }
}
