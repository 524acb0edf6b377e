//! A plain model of tickets, and days of random operations: desk and model agree after every step, and at the end the
//! history, read backwards, leads from every ticket to what it was when it was opened.

mod day;
mod end;
mod many;
mod one;
mod ticket;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Handle;

use super::DeskFactory;
use day::Day;

const STATUSES: [&str; 7] = ["new", "open", "pending", "on_hold", "resolved", "closed", "cancelled"];
const PRIORITIES: [&str; 4] = ["critical", "high", "medium", "low"];
/// How many tickets the first agent can hold; the others can hold any number.
const CAPACITY: usize = 2;

/// Something that is done.
#[derive(Clone, Debug)]
pub enum Deed {
    Open { impact: Option<u8>, urgency: Option<u8>, agent: Option<u8> },
    Classify { ticket: u8, impact: Option<u8>, urgency: Option<u8> },
    Choose { ticket: u8, priority: Option<u8> },
    Step { ticket: u8, status: u8 },
    Assign { ticket: u8, agent: Option<u8> },
    Queue { ticket: u8 },
    Answer { ticket: u8, person: u8, public: bool },
    Delete { ticket: u8 },
    Spam { ticket: u8 },
    Merge { ticket: u8, other: u8 },
    Unmerge { ticket: u8 },
    Block { ticket: u8, other: u8 },
    Unblock { ticket: u8, other: u8 },
    StepAll { status: u8 },
    Split { ticket: u8, comments: u8, foreign: bool },
    RemoveAll { which: u8, spam: bool },
    Restore { ticket: u8 },
    Stale { ticket: u8 },
    Wait,
}

fn deed() -> impl Strategy<Value = Deed> {
    let level = || proptest::option::of(0..3_u8);
    let ticket = || 0..6_u8;
    prop_oneof![
        3 => (level(), level(), proptest::option::of(0..3_u8)).prop_map(|(impact, urgency, agent)| Deed::Open { impact, urgency, agent }),
        3 => (ticket(), level(), level()).prop_map(|(ticket, impact, urgency)| Deed::Classify { ticket, impact, urgency }),
        2 => (ticket(), proptest::option::of(0..4_u8)).prop_map(|(ticket, priority)| Deed::Choose { ticket, priority }),
        6 => (ticket(), 0..7_u8).prop_map(|(ticket, status)| Deed::Step { ticket, status }),
        4 => (ticket(), proptest::option::of(0..3_u8)).prop_map(|(ticket, agent)| Deed::Assign { ticket, agent }),
        1 => ticket().prop_map(|ticket| Deed::Queue { ticket }),
        3 => (ticket(), 0..4_u8, any::<bool>()).prop_map(|(ticket, person, public)| Deed::Answer { ticket, person, public }),
        1 => ticket().prop_map(|ticket| Deed::Delete { ticket }),
        1 => ticket().prop_map(|ticket| Deed::Restore { ticket }),
        1 => ticket().prop_map(|ticket| Deed::Spam { ticket }),
        2 => (ticket(), ticket()).prop_map(|(ticket, other)| Deed::Merge { ticket, other }),
        2 => ticket().prop_map(|ticket| Deed::Unmerge { ticket }),
        3 => (ticket(), ticket()).prop_map(|(ticket, other)| Deed::Block { ticket, other }),
        1 => (ticket(), ticket()).prop_map(|(ticket, other)| Deed::Unblock { ticket, other }),
        1 => (0..7_u8).prop_map(|status| Deed::StepAll { status }),
        2 => (ticket(), 0..4_u8, proptest::bool::weighted(0.1)).prop_map(|(ticket, comments, foreign)| Deed::Split { ticket, comments, foreign }),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(which, spam)| Deed::RemoveAll { which: which & 0b1001_0101, spam }),
        1 => ticket().prop_map(|ticket| Deed::Stale { ticket }),
        2 => Just(Deed::Wait),
    ]
}

/// Lives through `days` random days of at most `length` deeds each, or through as many as fit into the time.
pub fn agrees_with_the_model<F: DeskFactory>(days: u32, length: usize, time: Duration, factory: impl Fn() -> F + Sync) {
    super::run(async {
        let (runtime, end, lived) = (Handle::current(), Instant::now() + time, AtomicU32::new(0));
        let live = |deeds: Vec<Deed>| {
            // The first ones are always lived, however slow the machine.
            if Instant::now() < end || lived.load(Ordering::SeqCst) < 5 {
                lived.fetch_add(1, Ordering::SeqCst);
                runtime.block_on(async {
                    // Kept to the end: what a factory made goes with it.
                    let factory = factory();
                    let mut day = Day::new(&factory).await;
                    for deed in &deeds {
                        day.live(deed).await;
                    }
                    day.close().await;
                });
            }
            Ok(())
        };
        let config = Config { cases: days, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
        // A thread of its own: the runner waits, and a thread of the runtime may not.
        let result = std::thread::scope(|scope| {
            let days = || TestRunner::new(config).run(&proptest::collection::vec(deed(), 1..length), live);
            scope.spawn(days).join().expect("the runner does not panic")
        });
        if let Err(failure) = result {
            panic!("{failure}");
        }
    });
}
