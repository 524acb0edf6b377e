//! The store's own threads: a host may await its futures with any executor, and a host without one may simply wait.

use std::future::Future;

use tokio::task::JoinHandle;

use crate::error::{Code, Error, Result};

/// Two threads on which everything runs that talks to the database.
pub(super) struct Runtime(Option<tokio::runtime::Runtime>);

impl Runtime {
    /// Starts the threads.
    pub(super) fn start() -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("servicedesk-postgres")
            .enable_all()
            .build()
            .map_err(|error| Error::new(Code::StoreUnavailable).caused_by(error))?;
        Ok(Self(Some(runtime)))
    }

    /// Begins the work at once; it goes on when the task is dropped.
    pub(super) fn run<T: Send + 'static>(&self, work: impl Future<Output = Result<T>> + Send + 'static) -> Task<T> {
        Task(self.0.as_ref().map(|runtime| runtime.spawn(work)))
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // The usual way waits for the threads, which panics on a thread of another runtime.
            runtime.shutdown_background();
        }
    }
}

/// Work that was begun.
pub(super) struct Task<T>(Option<JoinHandle<Result<T>>>);

impl<T: Send + 'static> Task<T> {
    /// Waits for the end, under any executor.
    pub(super) async fn join(self) -> Result<T> {
        let Some(handle) = self.0 else { return Err(Error::new(Code::StoreClosed)) };
        handle.await.unwrap_or_else(|error| {
            if error.is_cancelled() {
                return Err(Error::new(Code::StoreClosed));
            }
            Err(Error::new(Code::Internal).with("reason", "a task of the store does not panic"))
        })
    }

    /// Waits for the end on this thread, whatever it belongs to.
    pub(super) fn wait(self) -> Result<T> {
        use std::task::{Context, Poll, Wake, Waker};
        struct Unpark(std::thread::Thread);
        impl Wake for Unpark {
            fn wake(self: std::sync::Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Waker::from(std::sync::Arc::new(Unpark(std::thread::current())));
        let mut join = std::pin::pin!(self.join());
        loop {
            match join.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(answer) => return answer,
                Poll::Pending => std::thread::park(),
            }
        }
    }
}
