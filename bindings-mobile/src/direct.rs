//! The way of Kotlin's calls on a scope: bytes in, bytes out, by one function of C that takes nothing but numbers. A call of
//! UniFFI passes about ten structures, and the bridge that Kotlin has to C allocates, registers and collects each of them,
//! which takes ten times as long as a small read. The bytes are those that UniFFI's own converters write and read.
#![expect(unsafe_code, reason = "the bytes lie in the host's memory")]

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock, Weak};
use std::{ptr, slice};

use servicedesk::{Code, Error};
use uniffi::{Lift, Lower};

use crate::UniFfiTag;
use crate::calendar;
use crate::call::{Begun, HostScope};
use crate::failure::HostFailure;
use crate::host_data::Part;

/// The scopes that are alive, by their numbers.
static SCOPES: LazyLock<RwLock<HashMap<i64, Weak<HostScope>>>> = LazyLock::new(RwLock::default);
static NEXT: AtomicI64 = AtomicI64::new(1);

/// Returns a number that no other scope has.
pub(crate) fn next() -> i64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Lets the scope be found by its number.
pub(crate) fn enter(number: i64, scope: &Arc<HostScope>) {
    SCOPES.write().unwrap_or_else(PoisonError::into_inner).insert(number, Arc::downgrade(scope));
}

/// Forgets the scope of that number.
pub(crate) fn leave(number: i64) {
    SCOPES.write().unwrap_or_else(PoisonError::into_inner).remove(&number);
}

fn begin(number: i64, mut call: &[u8]) -> Result<Begun, HostFailure> {
    let scope = SCOPES.read().unwrap_or_else(PoisonError::into_inner).get(&number).and_then(Weak::upgrade);
    let scope = scope.ok_or_else(|| Error::new(Code::StoreClosed))?;
    let internal = |_| Error::new(Code::Internal).with("reason", "the call cannot be read");
    scope.begin(<Part as Lift<UniFfiTag>>::try_read(&mut call).map_err(internal)?)
}

thread_local! {
    /// The answer to this thread's last call, when there was no room for it.
    static LEFT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Begins the call that lies at `call`, an operation's name and its arguments, and writes to `room` whether it failed, and its
/// outcome or failure. Returns how many bytes that takes; when there was less room, [`servicedesk_left`] gives them.
///
/// # Safety
/// There are `length` bytes to read at `call`, and `size` to write at `room`, which nobody else uses meanwhile.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn servicedesk_begin(
    scope: i64,
    call: *const u8,
    length: i32,
    room: *mut u8,
    size: i32,
) -> i32 {
    // SAFETY: as the caller promises.
    let call = unsafe { slice::from_raw_parts(call, usize::try_from(length).unwrap_or_default()) };
    let begun = catch_unwind(AssertUnwindSafe(|| begin(scope, call)));
    let begun = begun.unwrap_or_else(|_| Err(Error::new(Code::Internal).with("reason", "the call panicked").into()));
    let mut answer = Vec::with_capacity(1024);
    match begun {
        Ok(begun) => {
            answer.push(0);
            <Begun as Lower<UniFfiTag>>::write(begun, &mut answer);
        }
        Err(failure) => {
            answer.push(1);
            <HostFailure as Lower<UniFfiTag>>::write(failure, &mut answer);
        }
    }
    // SAFETY: as the caller promises.
    unsafe { give(answer, room, size) }
}

/// Asks the calendar of that number what takes and answers numbers only; see [`crate::calendar::reckoned`].
#[unsafe(no_mangle)]
pub(crate) extern "C" fn servicedesk_reckon(calendar: i64, question: i32, first: i64, second: i64) -> i64 {
    let reckon = || calendar::held(calendar).map(|held| calendar::reckoned(&held, question, first, second));
    catch_unwind(AssertUnwindSafe(reckon)).ok().flatten().unwrap_or(calendar::NO_ANSWER)
}

/// Writes to `room` what the last call of this thread had no room for, and returns how many bytes that takes.
///
/// # Safety
/// There are `size` bytes to write at `room`, which nobody else uses meanwhile.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn servicedesk_left(room: *mut u8, size: i32) -> i32 {
    // SAFETY: as the caller promises.
    unsafe { give(LEFT.take(), room, size) }
}

unsafe fn give(answer: Vec<u8>, room: *mut u8, size: i32) -> i32 {
    // No host has room for more, and the store's limits keep answers far below.
    let Ok(length) = i32::try_from(answer.len()) else { return -1 };
    if length <= size {
        // SAFETY: `room` has `size` bytes, of which no more are written.
        unsafe { ptr::copy_nonoverlapping(answer.as_ptr(), room, answer.len()) };
    } else {
        LEFT.set(answer);
    }
    length
}
