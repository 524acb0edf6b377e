//! The exported calls: by name, with data in and data out.

use std::sync::{Arc, PoisonError, RwLock};

use servicedesk::clock::Timestamp;
use servicedesk::entity::Kind;
use servicedesk::operation::{Data, Host};
use servicedesk::{Code, Error, Result};

use crate::failure::HostFailure;
use crate::host_data::{HostData, Part};
use crate::{from_host, to_host};

/// A desk that can be shut: hosts that collect garbage let go of things late, and a file has to be free when they say so.
#[derive(Debug)]
struct Door {
    host: RwLock<Option<Host>>,
}

impl Door {
    /// Returns the desk while it is open.
    fn host(&self) -> Result<Host> {
        let host = self.host.read().unwrap_or_else(PoisonError::into_inner);
        host.clone().ok_or_else(|| Error::new(Code::StoreClosed))
    }
}

/// A desk.
#[derive(Debug, uniffi::Object)]
pub struct HostDesk {
    door: Arc<Door>,
}

/// A place from which one actor works with one organization. It keeps what it was entered with instead of the scope itself,
/// which would keep the store open.
#[derive(Debug, uniffi::Object)]
pub struct HostScope {
    door: Arc<Door>,
    entry: Data,
}

#[uniffi::export]
impl HostDesk {
    /// Opens a desk by the shape `Opening`.
    ///
    /// # Errors
    /// Those of the library, for options that do not fit and for stores that cannot be opened.
    #[uniffi::constructor]
    pub fn open(opening: HostData) -> Result<Arc<Self>, HostFailure> {
        let host = Host::open(from_host::data(opening, "opening")?)?;
        Ok(Arc::new(Self { door: Arc::new(Door { host: RwLock::new(Some(host)) }) }))
    }

    /// Enters a scope by the shape `Entry`.
    ///
    /// # Errors
    /// Those of the library, for options that do not fit.
    pub fn scope(&self, entry: HostData) -> Result<Arc<HostScope>, HostFailure> {
        let entry = from_host::data(entry, "entry")?;
        self.door.host()?.scope(entry.clone())?;
        Ok(Arc::new(HostScope { door: Arc::clone(&self.door), entry }))
    }

    /// Calls an operation of the area `desk`, such as `desk.create_organization`.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn call(&self, name: String, arguments: Vec<Part>) -> Result<HostData, HostFailure> {
        let host = self.door.host()?;
        Ok(to_host::data(host.desk().call(&name, from_host::arguments(arguments)?).await?))
    }

    /// Sets the clock of a desk that was opened with one that stands still.
    ///
    /// # Errors
    /// `field.kind` when the desk runs on the machine's clock, or the instant is out of range.
    pub fn set_now(&self, millis: i64) -> Result<(), HostFailure> {
        let now = Timestamp::from_millis(millis)
            .map_err(|_| Error::new(Code::FieldKind).field("now").with("expected", Kind::Timestamp.description()))?;
        Ok(self.door.host()?.set_now(now)?)
    }

    /// Lets go of the store; calls that are under way end first. (`close` is a name that the hosts need for themselves.)
    pub fn shut(&self) {
        drop(self.door.host.write().unwrap_or_else(PoisonError::into_inner).take());
    }
}

#[uniffi::export]
impl HostScope {
    /// Calls an operation, such as `tickets.create`.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn call(&self, name: String, arguments: Vec<Part>) -> Result<HostData, HostFailure> {
        let scope = self.door.host()?.scope(self.entry.clone())?;
        Ok(to_host::data(scope.call(&name, from_host::arguments(arguments)?).await?))
    }
}
