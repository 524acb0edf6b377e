//! Reading on a thread that must not be held up, such as that of an event loop: what turns out to be long is given up there, and
//! done in full by whoever asks again.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

thread_local! {
    static ATTEMPTING: Cell<bool> = const { Cell::new(false) };
}

/// Asks `work` once, on this thread, for what needs little time: its reads are given up where they would take a store more than
/// about a millisecond, or wait for anything. What is not ready then goes on where it stopped when it is polled again,
/// by any executor on any thread, without such a limit.
///
/// ```
/// use std::task::Poll;
/// # use servicedesk::{Desk, block_on, organization::NewOrganization, scope::Actor};
/// # fn main() -> servicedesk::Result<()> {
/// # let desk = Desk::memory();
/// # let new = NewOrganization { name: "Acme".into(), slug: "acme".into(), ..Default::default() };
/// # let acme = block_on(desk.create_organization(new))?;
/// # let scope = desk.scope(acme.id, Actor::system());
/// let tickets = scope.tickets();
/// let mut page = Box::pin(tickets.list(Default::default()));
/// let page = match servicedesk::store::attempt(page.as_mut()) {
///     Poll::Ready(page) => page?,
///     // Here a server would hand it to other threads.
///     Poll::Pending => block_on(page)?,
/// };
/// assert!(page.items.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn attempt<F: Future + ?Sized>(work: Pin<&mut F>) -> Poll<F::Output> {
    /// Ends the attempt also when the work panics.
    struct Ending(bool);
    impl Drop for Ending {
        fn drop(&mut self) {
            ATTEMPTING.set(self.0);
        }
    }
    let _ending = Ending(ATTEMPTING.replace(true));
    work.poll(&mut Context::from_waker(Waker::noop()))
}

/// How much time an answer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// Little: nothing is answered where that is not enough.
    Quick,
    /// What it takes.
    Full,
}

/// What a store reads, at the pace of whoever asks.
pub(super) fn reading<T>(mut read: impl FnMut(Pace) -> Option<T>) -> impl Future<Output = T> {
    poll_fn(move |context| {
        let pace = if ATTEMPTING.get() { Pace::Quick } else { Pace::Full };
        read(pace).map_or_else(
            || {
                // Nobody else would: there is nothing that it waits for but being asked elsewhere.
                context.waker().wake_by_ref();
                Poll::Pending
            },
            Poll::Ready,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slow() -> Pin<Box<dyn Future<Output = Pace>>> {
        Box::pin(reading(|pace| (pace == Pace::Full).then_some(pace)))
    }

    #[test]
    fn what_is_given_up_is_done_in_full_by_the_next_who_asks() {
        let mut work = slow();
        assert!(attempt(work.as_mut()).is_pending());
        assert_eq!(crate::block_on(work), Pace::Full);
        assert_eq!(crate::block_on(slow()), Pace::Full);
    }

    #[test]
    fn an_attempt_ends_with_its_poll_even_by_a_panic() {
        assert_eq!(attempt(Box::pin(reading(Some)).as_mut()), Poll::Ready(Pace::Quick));
        let panics = || attempt(Box::pin(async { panic!("as a test") }).as_mut());
        assert!(std::panic::catch_unwind(panics).is_err());
        assert!(!ATTEMPTING.get());
    }
}
