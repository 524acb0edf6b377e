//! Whether two stores are the same store: random work is done on both, and everything that can be seen of it is compared.
//!
//! The store in memory decides what is right. A run is told by its seed, `SERVICEDESK_TEST_SEED` or the usual one, and
//! stops after a while, so that more time only means more cases.

pub mod plan;
pub mod questions;
pub mod replay;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use servicedesk::store::Store;
use servicedesk::store::memory::MemoryStore;
use tokio::runtime::Runtime;

use crate::contract::StoreFactory;
use crate::contract::ground::EXTRA;
use replay::Replay;

/// A store and its name.
pub type Peer = (&'static str, Arc<dyn Store>);

/// How long a run may take.
const TIME: Duration = Duration::from_secs(20);
/// How many cases there are at most.
const CASES: u32 = 4_000;
/// The seed of a run that was not given another.
const SEED: u64 = 20_261_120;
/// From how many batches on a run must have met every outcome; a slow machine does fewer.
const ENOUGH: u32 = 5_000;
/// What the batches of a run must have come to at least once, or the run says too little.
const OUTCOMES: [&str; 14] = [
    "AlreadyThere",
    "Claimed",
    "Committed",
    "CounterLimit",
    "DuplicateValue",
    "InUse",
    "Internal",
    "NotFound",
    "NumberRange",
    "ReadChanged",
    "ReferenceMissing",
    "Replayed",
    "Required",
    "StaleVersion",
];

/// Does random batches in memory and in another store.
///
/// # Panics
/// With the seed and the least case for which an answer, a row or a record differs.
pub fn of_batches<F: StoreFactory>(name: &'static str, factory: &F) {
    let (runtime, mut outcomes) = (runtime(), BTreeMap::new());
    let stores = runtime.block_on(peers(name, factory));
    run(&plan::plans(), |plans| {
        runtime.block_on(async {
            let mut replay = Replay::begin(&stores).await;
            for plan in &plans {
                *outcomes.entry(replay.carry_out(plan).await?).or_insert(0) += 1;
            }
            replay.compare().await
        })
    });
    println!("{outcomes:?}");
    if outcomes.values().sum::<u32>() < ENOUGH {
        return;
    }
    let missing: Vec<_> = OUTCOMES.iter().filter(|outcome| !outcomes.contains_key(**outcome)).collect();
    assert!(missing.is_empty(), "no batch came to {missing:?}");
}

/// Asks random questions in memory and in another store.
///
/// # Panics
/// With the seed and the least case for which an answer differs.
pub fn of_questions<F: StoreFactory>(name: &'static str, factory: &F) {
    let runtime = runtime();
    let stores = runtime.block_on(peers(name, factory));
    run(&questions::cases(), |case| runtime.block_on(questions::check(&stores, &case)));
}

fn runtime() -> Runtime {
    Runtime::new().expect("a test can start threads")
}

async fn peers<F: StoreFactory>(name: &'static str, factory: &F) -> [Peer; 2] {
    [("memory", Arc::new(MemoryStore::new())), (name, Arc::new(factory.empty(EXTRA).await))]
}

/// Runs `check` on cases of `strategy` until the time is over, then shrinks the first case that fails, if any.
fn run<T: Strategy>(strategy: &T, mut check: impl FnMut(T::Value) -> Result<(), String>) {
    let seed = std::env::var("SERVICEDESK_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_time: 30_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let (began, cases, failing, check) = (Instant::now(), Cell::new(0), Cell::new(false), RefCell::new(&mut check));
    let outcome = runner.run(strategy, |case| {
        if began.elapsed() > TIME && !failing.get() {
            return Ok(());
        }
        cases.set(cases.get() + 1);
        check.borrow_mut()(case).map_err(|difference| {
            failing.set(true);
            TestCaseError::fail(difference)
        })
    });
    println!("{} cases of the seed {seed} in {:.1} s", cases.get(), began.elapsed().as_secs_f64());
    match outcome {
        Ok(()) => assert!(cases.get() > 20, "only {} cases in {TIME:?}", cases.get()),
        Err(TestError::Fail(difference, case)) => {
            panic!("SERVICEDESK_TEST_SEED={seed} finds a difference: {difference}\nin {case:#?}")
        }
        Err(TestError::Abort(reason)) => panic!("SERVICEDESK_TEST_SEED={seed} could not go on: {reason}"),
    }
}
