//! Whether every index is there for a question that somebody asks, and whether both databases answer that question by it.
//!
//! The questions are those of real operations: [`spy`] overhears them. [`rows`] fills a store like a desk of some size, so
//! that a planner has a choice, and [`cases`] says which operation needs which index.

pub mod cases;
pub mod own_statements;
pub mod postgres;
pub mod rows;
pub mod spy;
pub mod sqlite;

use servicedesk::clock::Timestamp;
use servicedesk::organization::OrganizationId;
use servicedesk::query::{Query, Sort, Tenant, field};

/// What a database says about the way to an answer.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The steps, one a line.
    pub text: String,
    /// The indexes that are used.
    pub indexes: Vec<String>,
    /// Whether a table is read from one end to the other.
    pub scans: bool,
    /// Whether rows are sorted, instead of being read in their order.
    pub sorts: bool,
}

/// Returns the questions for what falls due: up to an instant, and first of all.
pub fn agendas() -> Vec<(&'static str, Query)> {
    let mut questions = Vec::new();
    for def in servicedesk::ENTITIES {
        let Some(agenda) = &def.agenda else { continue };
        let mut first = Query::new(def, OrganizationId::default()).sort([Sort::ascending(agenda.field)]).limit(1);
        first.tenant = Tenant::Agenda;
        first.with_deleted = true;
        let until = first.clone().filter(field(agenda.field).at_most(Timestamp::EPOCH.plus_millis(1_700_000_600_000)));
        questions.extend([(def.table, first), (def.table, until.limit(500))]);
    }
    questions
}

/// Checks that what is wrong is what is known to be, question by question. A line that is mended has to go.
///
/// # Panics
/// When anything else is wrong, or less.
#[track_caller]
pub fn check_known(wrong: &[String], known: &[&str]) {
    let is_known = |wrong: &&String| known.iter().any(|known| wrong.starts_with(known));
    let new: Vec<&str> = wrong.iter().filter(|wrong| !is_known(wrong)).map(String::as_str).collect();
    assert!(new.is_empty(), "{}", new.join("\n\n"));
    let mended = known.iter().find(|known| !wrong.iter().any(|wrong| wrong.starts_with(**known)));
    assert_eq!(mended, None, "is known to be wrong, and is not");
}

/// Returns what is wrong with a plan for a question that has an index, if anything.
pub fn check(asked_by: &str, index: &str, in_order: bool, plan: &Plan) -> Option<String> {
    let wrong = if plan.indexes != [index] {
        "is not answered by"
    } else if plan.scans {
        "reads all of"
    } else if in_order && plan.sorts {
        "does not use the order of"
    } else {
        return None;
    };
    Some(format!("{asked_by}: {wrong} {index}:\n{}", plan.text))
}
