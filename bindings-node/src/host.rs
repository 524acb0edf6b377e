//! What the package's JavaScript calls: opening, entering, calling, closing. Every call that may wait is a promise, whose
//! work is done on threads of the addon.

use std::sync::{Arc, PoisonError, RwLock};

use napi::bindgen_prelude::{PromiseRaw, spawn_blocking};
use napi::{Env, Result, Unknown};
use napi_derive::napi;
use servicedesk::operation::{Data, DataType, Entry, Host, Opening, OperationDef, ShapeDef, Type};
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

fn operation(name: &str) -> Result<&'static OperationDef> {
    servicedesk::operation::find(name).ok_or_else(|| thrown(Error::new(Code::OperationUnknown)))
}

fn shape<T: DataType>() -> Result<fn() -> &'static ShapeDef> {
    match T::TYPE {
        Type::Shape(def) => Ok(def),
        _ => Err(thrown(Error::new(Code::Internal).with("reason", "options are no structure"))),
    }
}

/// Takes the functions that make the rows of each entity from its values, by the entity's name.
#[napi(catch_unwind)]
pub fn prepare(env: &Env, row_makers: Unknown<'_>) -> Result<()> {
    Maker::new(env.raw()).keep_row_makers(Js::of(&row_makers))
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
    pub fn call<'env>(
        &self,
        env: &'env Env,
        name: String,
        arguments: Unknown<'_>,
    ) -> Result<PromiseRaw<'env, Outgoing>> {
        let arguments = incoming::arguments(Js::of(&arguments), operation(&name)?)?;
        let host = host(&self.open)?;
        env.spawn_future(async move { host.desk().call(&name, arguments).await.map(Outgoing).map_err(thrown) })
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
    /// Calls an operation.
    #[napi(catch_unwind)]
    pub fn call<'env>(
        &self,
        env: &'env Env,
        name: String,
        arguments: Unknown<'_>,
    ) -> Result<PromiseRaw<'env, Outgoing>> {
        let arguments = incoming::arguments(Js::of(&arguments), operation(&name)?)?;
        let scope = host(&self.open)?.scope(self.entry.clone()).map_err(thrown)?;
        env.spawn_future(async move { scope.call(&name, arguments).await.map(Outgoing).map_err(thrown) })
    }
}
