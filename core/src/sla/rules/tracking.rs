//! From how clocks stand to the rows that are kept of them, and what is to be told because a row comes after another one.

use serde_json::json;
use uuid::Uuid;

use super::cycle::{Cycle, Phase, Verdict};
use super::fold::ClockState;
use super::target::ThresholdKey;
use super::version::Policies;
use super::wording::News;
use crate::clock::Timestamp;
use crate::entity::{Entity as _, Stamp};
use crate::sla::{
    EscalationRuleId, SlaDecision, SlaDecisionKind, SlaMetric, SlaPolicyVersionId, SlaTracking, SlaTrackingId,
};
use crate::ticket::TicketId;

/// How many pauses a row tells at most, the last ones.
const MAX_PAUSES: usize = 4_000;

/// Returns the rows that are kept of a ticket's clocks, with blank ids.
pub(crate) fn rows(
    ticket: TicketId,
    states: &[ClockState],
    decisions: &[SlaDecision],
    policies: &Policies,
    stamp: Stamp,
) -> Vec<SlaTracking> {
    let row = |state: &ClockState, cycle: &Cycle| {
        let version = SlaPolicyVersionId::from(cycle.promise);
        let waiver = cycle.waiver.and_then(|_| waiver(decisions, state, cycle.number));
        let paused = cycle.phase == Phase::Paused;
        SlaTracking {
            id: SlaTrackingId::from(stamp.id),
            organization_id: stamp.organization_id,
            ticket_id: ticket,
            sla_policy_id: policies.get(version).map(|candidate| candidate.policy),
            sla_policy_version_id: Some(version),
            team_id: state.team.map(Into::into),
            metric: state.metric,
            cycle: cycle.number.into(),
            started_at: cycle.started_at,
            target_seconds: cycle.target.num_seconds(),
            elapsed_seconds: cycle.counted.num_seconds(),
            paused_intervals: pauses(cycle),
            paused_at: cycle.pauses().last().map(|(from, _)| *from).filter(|_| paused),
            due_at: cycle.due_at,
            next_at: cycle.next_at,
            warned_at: warned_at(cycle),
            told: cycle.fired.iter().map(|fired| key(fired.key)).collect(),
            stopped_at: cycle.stopped_at,
            met_at: cycle.stopped_at.filter(|_| cycle.verdict() == Some(Verdict::Met)),
            breached_at: cycle.breached_at,
            waived_by_id: waiver.and_then(|decision| decision.decided_by_id),
            waived_reason: waiver.and_then(|decision| decision.reason.clone()),
            version: 1,
            created_at: stamp.at,
            updated_at: stamp.at,
        }
    };
    states.iter().flat_map(|state| state.cycles.iter().map(move |cycle| row(state, cycle))).collect()
}

/// Puts what is only the row's own on a row that takes the place of `stored`.
pub(crate) fn instead_of(stored: &SlaTracking, row: SlaTracking) -> SlaTracking {
    SlaTracking {
        id: stored.id,
        version: stored.version,
        created_at: stored.created_at,
        updated_at: stored.updated_at,
        // A breach is never taken back, also one that another program recorded.
        breached_at: row.breached_at.or(stored.breached_at.filter(|_| stored.sla_policy_version_id.is_none())),
        ..row
    }
}

/// Returns whether two rows tell of the same cycle of the same clock.
pub(crate) fn is_same_clock(one: &SlaTracking, other: &SlaTracking) -> bool {
    (one.metric, one.team_id, one.cycle) == (other.metric, other.team_id, other.cycle)
}

/// Something that is to be told or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tell {
    /// What it is about, the same however often it is found.
    pub(crate) occasion: String,
    pub(crate) metric: SlaMetric,
    /// When it came to pass, UTC.
    pub(crate) at: Timestamp,
    pub(crate) what: What,
    /// The version under which it did.
    pub(crate) version: SlaPolicyVersionId,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    News(News),
    Rule(EscalationRuleId),
}

/// Returns what is to be told because a clock stands as `cycle` says, and stood as `stored` says: in the order in which it came to pass.
pub(crate) fn tells(state: &ClockState, cycle: &Cycle, stored: Option<&SlaTracking>) -> Vec<Tell> {
    let mut tells = Vec::new();
    let occasion = |what: &str| match state.team {
        Some(team) => format!("{}:{team}/{}/{what}", state.metric.name(), cycle.number),
        None => format!("{}/{}/{what}", state.metric.name(), cycle.number),
    };
    let mut tell = |what: &str, at, which| {
        let version = SlaPolicyVersionId::from(cycle.promise);
        tells.push(Tell { occasion: occasion(what), metric: state.metric, at, what: which, version });
    };
    for fired in cycle.fired.iter().filter(|fired| !fired.on_attach) {
        let name = key(fired.key);
        if stored.is_some_and(|stored| stored.told.contains(&name)) {
            continue;
        }
        match fired.key {
            ThresholdKey::Warning(percent) => tell(&name, fired.at, What::News(News::Warning(percent))),
            ThresholdKey::Rule(rule) => tell(&name, fired.at, What::Rule(EscalationRuleId::from(rule))),
        }
    }
    if let Some(at) = cycle.breached_at.filter(|_| stored.is_none_or(|stored| stored.breached_at.is_none())) {
        tell("breach", at, What::News(News::Breach));
    }
    tells.sort_by_key(|tell| tell.at);
    tells
}

fn key(key: ThresholdKey) -> String {
    match key {
        ThresholdKey::Warning(percent) => format!("warning:{percent}"),
        ThresholdKey::Rule(rule) => format!("rule:{rule}"),
    }
}

fn pauses(cycle: &Cycle) -> Option<serde_json::Value> {
    let closed: Vec<_> = cycle.pauses().into_iter().filter_map(|(from, to)| Some((from, to?))).collect();
    let last = &closed[closed.len().saturating_sub(MAX_PAUSES)..];
    let pairs: Vec<_> = last.iter().map(|(from, to)| json!([from.to_string(), to.to_string()])).collect();
    (!pairs.is_empty()).then(|| pairs.into())
}

fn warned_at(cycle: &Cycle) -> Option<Timestamp> {
    let warnings = cycle.fired.iter().filter(|fired| matches!(fired.key, ThresholdKey::Warning(_)) && !fired.on_attach);
    warnings.map(|fired| fired.at).max()
}

fn waiver<'a>(decisions: &'a [SlaDecision], state: &ClockState, cycle: u32) -> Option<&'a SlaDecision> {
    let team: Option<Uuid> = state.team;
    decisions.iter().rev().find(|decision| {
        decision.kind == SlaDecisionKind::Waive
            && decision.metric == Some(state.metric)
            && decision.team_id.map(Uuid::from) == team
            && decision.cycle == Some(cycle.into())
    })
}

/// Returns whether nothing differs that a rebuild could tell.
pub(crate) fn is_unchanged(stored: &SlaTracking, row: &SlaTracking) -> bool {
    stored.clone().into_row() == row.clone().into_row()
}
