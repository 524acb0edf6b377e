//! Sixteen clients at work at once, as tasks of one runtime, for both sides alike.

use std::future::Future;
use std::time::Instant;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::Outcome;
use crate::pairs::{self, Comparison, each};

/// How many clients there are.
pub(super) const CLIENTS: usize = 16;

/// The clients' runtime.
pub(crate) struct Clients(Runtime);

impl Clients {
    /// Starts as many threads as there are cores.
    pub(crate) fn start() -> Outcome<Self> {
        Ok(Self(Builder::new_multi_thread().enable_all().build()?))
    }

    /// Waits for one piece of work.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        self.0.block_on(work)
    }

    /// Compares both sides: every client makes `count` calls, one after the other. A call is made of the client's number and
    /// a number that rises from round to round, the same for both sides.
    pub(super) fn compare<A, B>(
        &self,
        count: usize,
        ours: impl Fn(usize, usize) -> A,
        bare: impl Fn(usize, usize) -> B,
    ) -> Outcome<Comparison>
    where
        A: Future<Output = Outcome<()>> + Send + 'static,
        B: Future<Output = Outcome<()>> + Send + 'static,
    {
        let (mut of_ours, mut of_bare) = (0, 0);
        pairs::compare(
            || {
                of_ours += count;
                self.all(count, of_ours, &ours)
            },
            || {
                of_bare += count;
                self.all(count, of_bare, &bare)
            },
        )
    }

    /// Lets all clients work and returns the seconds per call.
    fn all<F>(&self, count: usize, from: usize, call: &impl Fn(usize, usize) -> F) -> Outcome<f64>
    where
        F: Future<Output = Outcome<()>> + Send + 'static,
    {
        let plans: Vec<Vec<F>> =
            (0..CLIENTS).map(|client| (from..from + count).map(|round| call(client, round)).collect()).collect();
        self.0.block_on(async {
            let began = Instant::now();
            let mut clients = JoinSet::new();
            for plan in plans {
                clients.spawn(async move {
                    for call in plan {
                        call.await?;
                    }
                    Outcome::Ok(())
                });
            }
            while let Some(done) = clients.join_next().await {
                done??;
            }
            Ok(each(began.elapsed(), count * CLIENTS))
        })
    }
}
