//! What the package's JavaScript calls: opening, entering, calling, closing. Every call that may wait is a promise, whose
//! work is done on threads of the addon.

use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll, Waker};

use napi::bindgen_prelude::{Either, PromiseRaw, spawn_blocking};
use napi::{Env, Result, Unknown};
use napi_derive::napi;
use servicedesk::operation::{Data, DataType, Entry, Host, Opening, OperationDef, ShapeDef, Type};
use servicedesk::store::attempt;
use servicedesk::{Code, Error};

use crate::failure::thrown;
use crate::incoming;
use crate::outgoing::Outgoing;
use crate::raw::{Js, Maker};

/// An open desk; nothing once it is closed. Scopes share it, so that closing it lets go of the store.
type Open = Arc<RwLock<Option<Host>>>;

fn host(open: &Open) -> Result<Host> {
    let host = open.read().unwrap_or_else(PoisonError::into_inner).clone();
    host.ok_or_else(|| thrown(Error::new(Code::StoreClosed)))
}

/// Finds the operation of a name.
pub(crate) fn operation(name: &str) -> Result<&'static OperationDef> {
    servicedesk::operation::find(name).ok_or_else(|| thrown(Error::new(Code::OperationUnknown)))
}

/// What a call answers: the value, or the promise of it. The package's JavaScript awaits either.
type Answer<'env> = Either<Outgoing, PromiseRaw<'env, Outgoing>>;

/// Does the work of a call on the addon's threads, unless it is so little that handing it over would cost more.
fn answer<'env>(
    env: &'env Env,
    operation: &OperationDef,
    may_list: bool,
    work: impl Future<Output = servicedesk::Result<Data>> + Send + 'static,
) -> Result<Answer<'env>> {
    let mut work = Box::pin(work);
    if looks_up(operation) {
        // Embedded stores answer such a read at once. One that has to wait is asked again by the threads, which then hear
        // when it is ready.
        if let Poll::Ready(outcome) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return outcome.map(|data| Either::A(Outgoing::as_is(data))).map_err(thrown);
        }
    } else if may_list && lists(operation) {
        // Most pages are read sooner than a thread would wake; those that are not are given up here.
        if let Poll::Ready(outcome) = attempt(work.as_mut()) {
            return outcome.map(|data| Either::A(Outgoing::prepared(data))).map_err(thrown);
        }
    }
    env.spawn_future(async move { work.await.map(Outgoing::prepared).map_err(thrown) }).map(Either::B)
}

/// Returns whether it only looks up the row of an id.
fn looks_up(operation: &OperationDef) -> bool {
    let answers_a_row = matches!(operation.result, Type::Entity(_) | Type::Optional(Type::Entity(_)));
    answers_a_row && matches!(operation.arguments, [only] if only.name == "id")
}

/// Returns whether it reads a page of rows and does nothing else.
fn lists(operation: &OperationDef) -> bool {
    matches!(operation.result, Type::Page(_))
}

fn shape<T: DataType>() -> Result<fn() -> &'static ShapeDef> {
    match T::TYPE {
        Type::Shape(def) => Ok(def),
        _ => Err(thrown(Error::new(Code::Internal).with("reason", "options are no structure"))),
    }
}

/// Takes the functions that make rows, by the entity's name: one row from its values, and many from the text of their columns.
#[napi(catch_unwind)]
pub fn prepare(env: &Env, one: Unknown<'_>, many: Unknown<'_>) -> Result<()> {
    Maker::new(env.raw()).keep_row_makers(Js::of(&one), Js::of(&many))
}

/// A desk that was opened.
#[napi]
pub struct NativeDesk {
    open: Open,
}

/// Opens a desk on the addon's threads, since that may mean connecting.
#[napi(catch_unwind)]
pub fn open<'env>(env: &'env Env, opening: Unknown<'_>) -> Result<PromiseRaw<'env, NativeDesk>> {
    let opening = incoming::options(Js::of(&opening), "opening", shape::<Opening>()?)?;
    env.spawn_future(async move {
        let opened = spawn_blocking(move || Host::open(opening)).await;
        let opened = opened.unwrap_or_else(|_| Err(Error::new(Code::Internal).with("reason", "opening panicked")));
        opened.map(|host| NativeDesk { open: Arc::new(RwLock::new(Some(host))) }).map_err(thrown)
    })
}

/// Opens a desk in memory, at once.
#[napi(catch_unwind)]
pub fn open_memory(opening: Unknown<'_>) -> Result<NativeDesk> {
    let opening = incoming::options(Js::of(&opening), "opening", shape::<Opening>()?)?;
    let host = Host::open(opening).map_err(thrown)?;
    Ok(NativeDesk { open: Arc::new(RwLock::new(Some(host))) })
}

#[napi]
impl NativeDesk {
    /// Calls an operation of the area `desk`.
    #[napi(catch_unwind)]
    pub fn call<'env>(&self, env: &'env Env, name: String, arguments: Unknown<'_>) -> Result<Answer<'env>> {
        let operation = operation(&name)?;
        let arguments = incoming::arguments(Js::of(&arguments), operation)?;
        let host = host(&self.open)?;
        answer(env, operation, false, async move { host.desk().call(&name, arguments).await })
    }

    /// Enters an organization.
    #[napi(catch_unwind)]
    pub fn scope(&self, entry: Unknown<'_>) -> Result<NativeScope> {
        let entry = incoming::options(Js::of(&entry), "entry", shape::<Entry>()?)?;
        // Refuses what does not fit now, not at the first call.
        host(&self.open)?.scope(entry.clone()).map_err(thrown)?;
        Ok(NativeScope { open: Arc::clone(&self.open), entry })
    }

    /// Sets the clock of a desk that was opened with one that stands still.
    #[napi(catch_unwind)]
    pub fn set_now(&self, now: Unknown<'_>) -> Result<()> {
        let now = incoming::instant(Js::of(&now), "now")?;
        host(&self.open)?.set_now(now).map_err(thrown)
    }

    /// Closes the desk: calls that run end as they would have, later ones fail.
    #[napi(catch_unwind)]
    pub fn close<'env>(&self, env: &'env Env) -> Result<PromiseRaw<'env, ()>> {
        let host = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        env.spawn_future(async move {
            // The store lets go of its file, which may wait for a writer.
            let _ = spawn_blocking(move || drop(host)).await;
            Ok(())
        })
    }
}

/// One actor at work in one organization.
#[napi]
pub struct NativeScope {
    open: Open,
    entry: Data,
}

#[napi]
impl NativeScope {
    /// Calls an operation. `may_list` says whether a page may be read on the thread that calls.
    #[napi(catch_unwind)]
    pub fn call<'env>(
        &self,
        env: &'env Env,
        name: String,
        arguments: Unknown<'_>,
        may_list: bool,
    ) -> Result<Answer<'env>> {
        let operation = operation(&name)?;
        let arguments = incoming::arguments(Js::of(&arguments), operation)?;
        let scope = host(&self.open)?.scope(self.entry.clone()).map_err(thrown)?;
        answer(env, operation, may_list, async move { scope.call(&name, arguments).await })
    }
}
