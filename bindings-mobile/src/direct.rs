//! The way of Kotlin's calls on a scope and of its questions to a calendar: functions that take nothing but numbers, and bytes
//! in memory of the host. A call of UniFFI passes about ten structures, and the bridge that Kotlin has to C allocates, registers
//! and collects each of them, which takes ten times as long as a small read; and even numbers it looks at one by one. The virtual
//! machine itself calls these functions, once [`servicedesk_register`] told it of them. The bytes are those that UniFFI's own
//! converters write and read.
#![expect(
    unsafe_code,
    reason = "the bytes lie in the host's memory, and the virtual machine takes addresses of functions"
)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{CStr, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock, Weak};
use std::{ptr, slice};

use jni_sys::{JNI_ERR, JNIEnv, JNINativeMethod, jclass, jint, jlong};
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

/// Lets the class `servicedesk.Direct` call the functions of this file. Returns 0, or less when it is not there or declares
/// others; an exception tells why then, as is the custom of the virtual machine.
///
/// # Safety
/// `env` is the calling thread's, during a call of a Java method whose class finds that class by its name.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn servicedesk_register(env: *mut JNIEnv) -> i32 {
    let method = |name: &'static CStr, signature: &'static CStr, function: *mut c_void| JNINativeMethod {
        name: name.as_ptr().cast_mut(),
        signature: signature.as_ptr().cast_mut(),
        fnPtr: function,
    };
    let methods = [
        method(c"begin", c"(JJIJI)I", begin_at as *mut c_void),
        method(c"reckon", c"(JIJJ)J", reckon as *mut c_void),
        method(c"left", c"(JI)I", left as *mut c_void),
    ];
    // SAFETY: both functions have been there since the first version of the interface, and the virtual machine copies the names.
    // The signatures are those of the functions, without the two arguments that every one begins with.
    unsafe {
        let known = (**env).v1_1;
        let direct = (known.FindClass)(env, c"servicedesk/Direct".as_ptr());
        if direct.is_null() {
            return JNI_ERR;
        }
        (known.RegisterNatives)(env, direct, methods.as_ptr(), methods.len() as jint)
    }
}

/// Begins the call that lies at `call`, an operation's name and its arguments, and writes to `room` whether it failed, and its
/// outcome or failure. Returns how many bytes that takes; when there was less room, [`left`] gives them.
///
/// # Safety
/// There are `length` bytes to read at the address `call`, and `size` to write at `room`, which nobody else uses meanwhile.
unsafe extern "system" fn begin_at(
    _env: *mut JNIEnv,
    _class: jclass,
    scope: jlong,
    call: jlong,
    length: jint,
    room: jlong,
    size: jint,
) -> jint {
    // SAFETY: as the caller promises.
    let call = unsafe { slice::from_raw_parts(memory(call), usize::try_from(length).unwrap_or_default()) };
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
    unsafe { give(answer, memory(room), size) }
}

/// Asks the calendar of that number what takes and answers numbers only; see [`crate::calendar::reckoned`].
extern "system" fn reckon(
    _env: *mut JNIEnv,
    _class: jclass,
    calendar: jlong,
    question: jint,
    first: jlong,
    second: jlong,
) -> jlong {
    let reckon = || calendar::held(calendar).map(|held| calendar::reckoned(&held, question, first, second));
    catch_unwind(AssertUnwindSafe(reckon)).ok().flatten().unwrap_or(calendar::NO_ANSWER)
}

/// Writes to `room` what the last call of this thread had no room for, and returns how many bytes that takes.
///
/// # Safety
/// There are `size` bytes to write at the address `room`, which nobody else uses meanwhile.
unsafe extern "system" fn left(_env: *mut JNIEnv, _class: jclass, room: jlong, size: jint) -> jint {
    // SAFETY: as the caller promises.
    unsafe { give(LEFT.take(), memory(room), size) }
}

/// The host's memory at that address, which it tells as a number of 64 bits whatever the processor.
fn memory(address: jlong) -> *mut u8 {
    ptr::with_exposed_provenance_mut(address as usize)
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
