//! Telling who waits that something was committed, under any executor or none. A commit that nobody waits for looks at one
//! number; who waits brings a thread for the time of the waiting, because the library keeps none that watches a clock.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::error::{Code, Error, Result};

/// Rings for everybody who waits at that moment.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    waiting: AtomicUsize,
    waits: Mutex<Vec<Arc<Wait>>>,
}

/// One who waits.
#[derive(Debug, Default)]
struct Wait {
    state: Mutex<State>,
    over: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Whether it rang, once it is over.
    rang: Option<bool>,
    waker: Option<Waker>,
}

/// The waiting, as a future. Dropped, it is over.
pub(crate) struct Waiting {
    bell: Arc<Bell>,
    wait: Arc<Wait>,
}

impl Bell {
    /// Wakes everybody who waits.
    pub(crate) fn ring(&self) {
        if self.waiting.load(Ordering::SeqCst) == 0 {
            return;
        }
        let waits = std::mem::take(&mut *lock(&self.waits));
        waits.iter().for_each(|wait| wait.end(true));
    }

    /// Waits until it rings, which answers yes, or until the time is over.
    ///
    /// # Errors
    /// [`Code::StoreUnavailable`] when there is no thread to be had.
    pub(crate) fn wait(self: &Arc<Self>, timeout: Duration) -> Result<Waiting> {
        let wait = Arc::new(Wait::default());
        lock(&self.waits).push(Arc::clone(&wait));
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let waiting = Waiting { bell: Arc::clone(self), wait: Arc::clone(&wait) };
        std::thread::Builder::new()
            .name("servicedesk-wait".to_owned())
            .spawn(move || {
                let goes_on = |state: &mut State| state.rang.is_none();
                let waited = wait.over.wait_timeout_while(lock(&wait.state), timeout, goes_on);
                drop(waited.unwrap_or_else(PoisonError::into_inner));
                wait.end(false);
            })
            .map_err(|error| Error::new(Code::StoreUnavailable).caused_by(error))?;
        Ok(waiting)
    }
}

impl Wait {
    /// Ends it, unless it is over already.
    fn end(&self, rang: bool) {
        let waker = {
            let mut state = lock(&self.state);
            if state.rang.is_some() {
                return;
            }
            state.rang = Some(rang);
            state.waker.take()
        };
        self.over.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Future for Waiting {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let mut state = lock(&self.wait.state);
        match state.rang {
            Some(rang) => Poll::Ready(rang),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.bell.waiting.fetch_sub(1, Ordering::SeqCst);
        lock(&self.bell.waits).retain(|wait| !Arc::ptr_eq(wait, &self.wait));
        // The thread need not wait for nobody.
        self.wait.end(false);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::block_on;

    #[test]
    fn who_waits_is_woken_by_the_bell_or_by_the_time() {
        let bell = Arc::new(Bell::default());
        let (begin, first) = (Instant::now(), bell.wait(Duration::from_secs(60)).unwrap());
        let second = bell.wait(Duration::from_secs(60)).unwrap();
        let ringing = Arc::clone(&bell);
        let ring = std::thread::spawn(move || ringing.ring());
        assert!(block_on(first) && block_on(second));
        assert!(begin.elapsed() < Duration::from_secs(30));
        ring.join().unwrap();
        assert!(!block_on(bell.wait(Duration::from_millis(5)).unwrap()));
        drop(bell.wait(Duration::from_secs(60)).unwrap());
        assert_eq!((bell.waiting.load(Ordering::SeqCst), lock(&bell.waits).len()), (0, 0));
    }
}
