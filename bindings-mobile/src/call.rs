//! The exported calls: by name, with data in and data out.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::task::{Context, Poll, Waker};

use servicedesk::clock::Timestamp;
use servicedesk::entity::Kind;
use servicedesk::operation::{Data, Fields, Host};
use servicedesk::{Code, Error, Result};

use crate::failure::HostFailure;
use crate::host_data::{HostData, Part};
use crate::{direct, from_host, to_host};

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
    number: i64,
}

impl HostDesk {
    fn work(&self, name: String, arguments: Fields) -> Result<impl Future<Output = Result<Data>> + use<>> {
        let host = self.door.host()?;
        Ok(async move { host.desk().call(&name, arguments).await })
    }
}

impl HostScope {
    fn work(&self, name: String, arguments: Fields) -> Result<impl Future<Output = Result<Data>> + use<>> {
        let scope = self.door.host()?.scope(self.entry.clone())?;
        Ok(async move { scope.call(&name, arguments).await })
    }
}

impl HostScope {
    /// As [`HostDesk::begin`].
    pub(crate) fn begin(&self, call: Part) -> Result<Begun, HostFailure> {
        let (name, arguments) = from_host::call(call)?;
        begin(self.work(name, arguments)?)
    }
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
        let number = direct::next();
        let scope = Arc::new(HostScope { door: Arc::clone(&self.door), entry, number });
        direct::enter(number, &scope);
        Ok(scope)
    }

    /// Calls an operation of the area `desk`, such as `desk.create_organization`.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn call(&self, name: String, arguments: Vec<Part>) -> Result<HostData, HostFailure> {
        Ok(to_host::data(self.work(name, from_host::arguments(arguments)?)?.await?))
    }

    /// Begins a call, an operation's name and its arguments, on the thread that asks; it goes on elsewhere only when it has to
    /// wait. (In one piece, because every piece that crosses costs some hosts as much as a small read.)
    ///
    /// # Errors
    /// Those of the operation.
    pub fn begin(&self, call: Part) -> Result<Begun, HostFailure> {
        let (name, arguments) = from_host::call(call)?;
        begin(self.work(name, arguments)?)
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
        Ok(to_host::data(self.work(name, from_host::arguments(arguments)?)?.await?))
    }

    /// The number by which `servicedesk_begin` knows this scope.
    pub fn number(&self) -> i64 {
        self.number
    }
}

impl Drop for HostScope {
    fn drop(&mut self) {
        direct::leave(self.number);
    }
}

/// How far a call came on the thread that asked. Where waiting for a future costs more than a read, a host that gets its
/// answer at once need not wait.
#[derive(Debug, uniffi::Enum)]
pub enum Begun {
    /// It is done.
    Ended {
        /// The answer.
        answer: HostData,
    },
    /// It waits for something, such as the disk.
    Waits {
        /// What is left of it.
        rest: Arc<Rest>,
    },
}

type Work = Pin<Box<dyn Future<Output = Result<Data>> + Send>>;

fn begin(work: impl Future<Output = Result<Data>> + Send + 'static) -> Result<Begun, HostFailure> {
    let mut work: Work = Box::pin(work);
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Ok(Begun::Ended { answer: to_host::data(answer?) }),
        // Asked again by whoever awaits the rest, it will know whom to wake.
        Poll::Pending => Ok(Begun::Waits { rest: Arc::new(Rest { work: Mutex::new(Some(work)) }) }),
    }
}

/// What is left of a call that waits; letting go of it gives the call up.
#[derive(uniffi::Object)]
pub struct Rest {
    work: Mutex<Option<Work>>,
}

#[uniffi::export]
impl Rest {
    /// Returns the answer. It can be asked for once.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn answer(&self) -> Result<HostData, HostFailure> {
        let work = self.work.lock().unwrap_or_else(PoisonError::into_inner).take();
        let work = work.ok_or_else(|| Error::new(Code::Internal).with("reason", "the answer was asked for twice"))?;
        Ok(to_host::data(work.await?))
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").finish_non_exhaustive()
    }
}
