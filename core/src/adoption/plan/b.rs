//! Product B: what product A has, in the same database, and more.

use super::a;
use super::{Plan, page};

const PAGE: &str = include_str!("../../../../docs/adoption/b.md");

pub(super) fn plan() -> Plan {
    let mut plan = Plan { passes: a::passes(&[a::PAGE, PAGE]), ..a::plan() };
    plan.lines.extend(page::lines(PAGE));
    plan
}
