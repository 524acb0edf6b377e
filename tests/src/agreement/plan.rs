//! Random batches, as plans: small numbers stand for rows and values, so that they meet each other often, and versions are
//! said to be right or wrong and looked up when the plan is carried out.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// One batch.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whether it is the second organization's.
    pub second: bool,
    /// At which second.
    pub at: i64,
    /// What it expects.
    pub expect: Vec<Expectation>,
    /// What it writes.
    pub steps: Vec<Step>,
    /// Sends this earlier batch once more instead, counted from the latest.
    pub replay: Option<usize>,
}

/// Which version a write names.
#[derive(Clone, Copy, Debug)]
pub enum Age {
    /// The row's.
    Right,
    /// One before or after it.
    Wrong(i64),
}

/// What a batch expects.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// A locker at a version.
    Version(u8, Age),
    /// No such locker.
    Absent(u8),
    /// A locker, whatever its version.
    Present(u8),
    /// The answer to a question about lockers, as it is or as it was before a row came or went.
    Unchanged(Question, bool),
}

/// A question about lockers.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Only those with this place.
    pub place: Option<i64>,
    /// Whether the greatest rank comes first.
    pub descending: bool,
    /// How many.
    pub limit: u32,
    /// Whether deleted ones, too.
    pub with_deleted: bool,
}

/// One field of a locker.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Its label, unique.
    Label(Option<u8>),
    /// Its shelf, unique with the place.
    Shelf(Option<u8>),
    /// Its place; nothing is not allowed.
    Place(Option<i64>),
    /// What it refers to.
    Neighbour(Option<u8>),
    /// Whether it is deleted.
    Deleted(bool),
    /// Its keys, from 0 to 100.
    Keys(i64),
}

/// One write.
#[derive(Clone, Debug)]
pub enum Step {
    /// Adds a locker with these fields.
    Insert(u8, Vec<Change>),
    /// Changes a locker; adds it when it should be there and is not.
    Update(u8, Age, Vec<Change>),
    /// Removes a locker.
    Delete(u8, Age),
    /// Adds to the keys or to the rank of a locker.
    Add(u8, bool, i64, Option<i64>),
    /// Moves one of two sequences.
    Next(bool, i64, Option<i64>),
    /// Adds a tag whose name is made of the number that the batch took last, or of one that it takes too late.
    Tag(bool),
    /// Claims lockers for so many seconds.
    Claim(Question, u8, i64),
}

/// Returns sequences of batches.
pub fn plans() -> impl Strategy<Value = Vec<Plan>> {
    vec(plan(), 1..16)
}

fn plan() -> impl Strategy<Value = Plan> {
    let steps = vec(step(), 0..6);
    let expect = prop_oneof![3 => Just(Vec::new()), 1 => vec(expectation(), 1..3)];
    let replay = prop_oneof![9 => Just(None), 1 => (0..4_usize).prop_map(Some)];
    (any::<bool>(), 0..10_i64, expect, steps, replay).prop_map(|(second, at, expect, steps, replay)| Plan {
        second,
        at,
        expect,
        steps,
        replay,
    })
}

/// One of a few lockers.
fn locker() -> impl Strategy<Value = u8> {
    0..5_u8
}

fn age() -> impl Strategy<Value = Age> {
    prop_oneof![9 => Just(Age::Right), 1 => select(vec![-1, 1]).prop_map(Age::Wrong)]
}

fn question() -> impl Strategy<Value = Question> {
    (option::of(0..3_i64), any::<bool>(), 1..4_u32, any::<bool>())
        .prop_map(|(place, descending, limit, with_deleted)| Question { place, descending, limit, with_deleted })
}

fn expectation() -> impl Strategy<Value = Expectation> {
    prop_oneof![
        (locker(), age()).prop_map(|(locker, age)| Expectation::Version(locker, age)),
        locker().prop_map(Expectation::Absent),
        locker().prop_map(Expectation::Present),
        (question(), any::<bool>()).prop_map(|(question, right)| Expectation::Unchanged(question, right)),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => option::of(0..3_u8).prop_map(Change::Label),
        4 => option::weighted(0.8, 0..2_u8).prop_map(Change::Shelf),
        4 => option::weighted(0.98, 0..3_i64).prop_map(Change::Place),
        4 => option::weighted(0.8, 0..6_u8).prop_map(Change::Neighbour),
        2 => any::<bool>().prop_map(Change::Deleted),
        2 => prop_oneof![9 => 0..=100_i64, 1 => select(vec![-1, 101])].prop_map(Change::Keys),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let delta = prop_oneof![9 => -3..5_i64, 1 => select(vec![101, -101, i64::MAX, i64::MIN])];
    let at_most = option::of(prop_oneof![9 => 0..8_i64, 1 => select(vec![-1, i64::MAX])]);
    let by = prop_oneof![9 => 1..3_i64, 1 => select(vec![0, -1, i64::MAX])];
    prop_oneof![
        6 => (locker(), vec(change(), 0..4)).prop_map(|(locker, changes)| Step::Insert(locker, changes)),
        5 => (locker(), age(), vec(change(), 0..4)).prop_map(|(locker, age, changes)| Step::Update(locker, age, changes)),
        4 => (locker(), age()).prop_map(|(locker, age)| Step::Delete(locker, age)),
        2 => (locker(), any::<bool>(), delta, at_most.clone())
            .prop_map(|(locker, keys, delta, at_most)| Step::Add(locker, keys, delta, at_most)),
        3 => (any::<bool>(), by, at_most).prop_map(|(first, by, at_most)| Step::Next(first, by, at_most)),
        2 => prop::bool::weighted(0.05).prop_map(Step::Tag),
        2 => (question(), 0..3_u8, 0..6_i64).prop_map(|(question, worker, lease)| Step::Claim(question, worker, lease)),
    ]
}
