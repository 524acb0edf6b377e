//! The figures of an organization: what came when, what waits, how long things take and who does them.
//!
//! [`read`] fetches; [`counting::Counting`] only counts, so that it can be followed without a store.

pub(crate) mod calendar;
mod counting;
mod extra;
mod names;
mod spread;

use serde::Serialize;
use servicedesk::Result;
use servicedesk::audit::AuditEntry;
use servicedesk::clock::Timestamp;
use servicedesk::entity::Entity as _;
use servicedesk::query::{Condition, field};
use servicedesk::scope::Scope;
use servicedesk::ticket::Ticket;

pub use calendar::{Grain, Period};
pub use extra::ExtraField;
pub use names::Names;
pub use spread::Spread;

use crate::pages;
use crate::replay::Replay;
use counting::Counting;

/// The fields of a ticket whose changes the figures follow.
const FOLLOWED: [&str; 6] =
    [Ticket::STATUS_ID, Ticket::PRIORITY_ID, Ticket::IMPACT, Ticket::URGENCY, Ticket::TEAM_ID, Ticket::ASSIGNEE_ID];

/// The figures of an organization.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// How many tickets there are.
    pub tickets: u64,
    /// How many of them are neither resolved nor over.
    pub open: u64,
    /// How many events they went through, their opening included.
    pub events: u64,
    /// When the first ticket was opened.
    pub first_opened_at: Option<Timestamp>,
    /// When the last event was recorded; ages are counted up to here, because a log of last year is not a year older.
    pub last_event_at: Option<Timestamp>,
    /// The organization's time zone, in which days begin.
    pub timezone: String,
    /// How long the periods are.
    pub grain: Grain,
    /// Volume and backlog, period by period without a gap.
    pub periods: Vec<Period>,
    /// Statuses in their order.
    pub states: Vec<Share>,
    /// Changes of status, the most frequent first.
    pub transitions: Vec<Transition>,
    /// How often tickets went from one team or person to another.
    pub reassignments: Repeated,
    /// How often tickets were opened again.
    pub reopenings: Repeated,
    /// Priorities, the most urgent first.
    pub priorities: Vec<Urgency>,
    /// Whether impact and urgency explain the priorities.
    pub matrix: Matrix,
    /// How old the open tickets are.
    pub ages: Vec<Age>,
    /// From opening to the first answer, of the tickets that got one.
    pub time_to_answer: Spread,
    /// From opening to resolution, of the tickets that are resolved or over.
    pub time_to_resolve: Spread,
    /// The ten teams with the most tickets.
    pub teams: Vec<TeamShare>,
    /// What the source told beside, in the order of the names.
    pub custom_fields: Vec<ExtraField>,
}

/// How many tickets stand in a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The status's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// How many tickets stand there.
    pub tickets: u64,
    /// How many began there.
    pub began: u64,
}

/// How often tickets went from one status to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transition {
    /// The key of the status that they left.
    pub from: String,
    /// The key of the status that they entered.
    pub to: String,
    /// How often.
    pub times: u64,
}

/// Something that may happen to a ticket more than once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Repeated {
    /// To how many tickets it happened.
    pub tickets: u64,
    /// How often it happened.
    pub times: u64,
}

/// The tickets of a priority.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Urgency {
    /// The priority's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// How many tickets have it.
    pub tickets: u64,
    /// How many of them are open.
    pub open: u64,
    /// From opening to resolution.
    pub time_to_resolve: Spread,
}

/// Whether impact and urgency explain the priorities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// Events after which impact, urgency and the matrix's cell for them were known.
    pub events: u64,
    /// Those of them whose priority was another one.
    pub exceptions: u64,
    /// How many different cells occurred.
    pub cells: u64,
}

/// Open tickets of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Age {
    /// They are younger than this many days; nothing for the oldest.
    pub below_days: Option<i64>,
    /// How many there are.
    pub tickets: u64,
}

/// The tickets of a team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamShare {
    /// The team's name.
    pub name: String,
    /// How many tickets it has.
    pub tickets: u64,
    /// How many of them are open.
    pub open: u64,
    /// From opening to resolution.
    pub time_to_resolve: Spread,
}

/// Reads the figures of an organization from its desk; `progress` is told how many rows were read so far.
///
/// # Errors
/// Those of the store.
pub async fn read(scope: &Scope, mut progress: impl FnMut(u64)) -> Result<Figures> {
    let names = Names::read(scope).await?;
    let organization = scope.organization().await?;
    let mut counting = Counting::new(&names, &organization.timezone);
    let mut rows = 0;
    let mut tell = || {
        rows += 1;
        if rows % 1_000 == 0 {
            progress(rows);
        }
    };
    pages::each(scope, Condition::always(), |ticket: Ticket| {
        counting.ticket(&ticket);
        tell();
    })
    .await?;
    let mut replay = Replay::of(FOLLOWED);
    pages::each(scope, field(AuditEntry::ENTITY).is(Ticket::DEF.table), |entry: AuditEntry| {
        replay.take(&entry, |event| counting.event(event));
        tell();
    })
    .await?;
    Ok(counting.finish())
}
