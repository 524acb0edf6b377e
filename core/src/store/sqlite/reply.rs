//! The answer to a batch, on its way from the writer's thread to whoever waits: under any async runtime, or under none.
//!
//! The batch goes back with it: freeing thousands of rows is work, of which the one thread that writes has enough.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::ready::Ready;
use crate::error::{Code, Result};
use crate::store::Commit;

/// The writer's end. Dropped without an answer, it answers [`Code::StoreClosed`], so that nobody waits for ever.
pub(super) struct Reply(Option<Arc<Mutex<Slot>>>);

/// The caller's end.
pub(super) struct Answer(Arc<Mutex<Slot>>);

#[derive(Default)]
struct Slot {
    answer: Option<Result<Commit>>,
    spent: Option<Ready>,
    waker: Option<Waker>,
}

/// Returns both ends.
pub(super) fn channel() -> (Reply, Answer) {
    let slot = Arc::new(Mutex::new(Slot::default()));
    (Reply(Some(Arc::clone(&slot))), Answer(slot))
}

impl Reply {
    /// Gives the answer, and the batch to be freed, and wakes who waits for it.
    pub(super) fn send(mut self, answer: Result<Commit>, spent: Option<Ready>) {
        self.settle(answer, spent);
    }

    fn settle(&mut self, answer: Result<Commit>, spent: Option<Ready>) {
        let Some(slot) = self.0.take() else { return };
        let waker = {
            let mut slot = lock(&slot);
            slot.answer = Some(answer);
            slot.spent = spent;
            slot.waker.take()
        };
        // Outside the lock, because a waker may ask for the answer at once.
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if self.0.is_some() {
            self.settle(Err(Code::StoreClosed.into()), None);
        }
    }
}

impl Future for Answer {
    type Output = Result<Commit>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = lock(&self.0);
        match slot.answer.take() {
            Some(answer) => {
                let spent = slot.spent.take();
                drop(slot);
                drop(spent);
                Poll::Ready(answer)
            }
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

fn lock(slot: &Mutex<Slot>) -> MutexGuard<'_, Slot> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::tests::block_on;

    #[test]
    fn an_answer_reaches_a_caller_that_waits_on_another_thread() {
        let (reply, answer) = channel();
        let waiting = std::thread::spawn(move || block_on(answer));
        std::thread::sleep(std::time::Duration::from_millis(5));
        reply.send(Ok(Commit { allocated: vec![7], ..Commit::default() }), None);
        assert_eq!(waiting.join().unwrap().unwrap().allocated, [7]);
    }

    #[test]
    fn nobody_waits_for_a_writer_that_is_gone() {
        let (reply, answer) = channel();
        drop(reply);
        assert_eq!(block_on(answer).unwrap_err().code(), Code::StoreClosed);
    }
}
