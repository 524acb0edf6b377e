//! Versions of what is promised: everything that a policy depends on as one document, which never changes, and the choice of the
//! version that holds for a ticket at an instant.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::policy;
use super::target::Promise;
use crate::calendar::Calendar;
use crate::clock::Timestamp;
use crate::entity::{Draft as _, Entity, Row, Stamp, row_from_json, row_to_json};
use crate::error::{Code, Error, Result};
use crate::query::{Condition, matches};
use crate::sla::{
    BusinessCalendar, EscalationRule, EscalationRuleId, NewBusinessCalendar, NewEscalationRule, NewSlaPolicy,
    SlaPolicy, SlaPolicyId, SlaPolicyVersion, SlaPolicyVersionId,
};
use crate::ticket::{Priority, Ticket};

/// What changes with every commit and promises nothing.
const BOOKKEEPING: [&str; 4] = ["organization_id", "version", "created_at", "updated_at"];

/// The rows that policies are made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) policies: Vec<SlaPolicy>,
    pub(crate) rules: Vec<EscalationRule>,
    pub(crate) calendars: Vec<BusinessCalendar>,
    pub(crate) priorities: Vec<Priority>,
}

impl Parts {
    /// Returns what `policy` promises to whom, as a version of it keeps it.
    pub(crate) fn definition(&self, policy: &SlaPolicy) -> Json {
        let default = self.calendars.iter().find(|calendar| calendar.is_default).map(|calendar| calendar.id);
        let calendar = policy.calendar_id.or(default);
        let calendar = self.calendars.iter().find(|row| Some(row.id) == calendar).map(document);
        let mut rules: Vec<&EscalationRule> =
            self.rules.iter().filter(|rule| rule.sla_policy_id == policy.id && rule.is_active).collect();
        rules.sort_by_key(|rule| (rule.tier, rule.id));
        let mut priorities: Vec<String> = self
            .priorities
            .iter()
            .filter(|row| row.sla_policy_id == Some(policy.id))
            .map(|row| row.id.to_string())
            .collect();
        priorities.sort_unstable();
        json!({
            "policy": document(policy),
            "calendar": calendar,
            "rules": rules.into_iter().map(document).collect::<Vec<_>>(),
            "priorities": priorities,
        })
    }

    /// Returns the version of a policy that comes after `latest`, when it promises something else than that one.
    pub(crate) fn next_version(
        &self,
        policy: &SlaPolicy,
        latest: Option<&SlaPolicyVersion>,
        stamp: Stamp,
    ) -> Option<SlaPolicyVersion> {
        let definition = self.definition(policy);
        if latest.is_some_and(|latest| latest.definition == definition) {
            return None;
        }
        let beginning = policy.effective_from.unwrap_or(policy.created_at);
        Some(SlaPolicyVersion {
            id: SlaPolicyVersionId::from(stamp.id),
            organization_id: stamp.organization_id,
            sla_policy_id: policy.id,
            number: latest.map_or(1, |latest| latest.number + 1),
            definition,
            effective_from: latest.map_or(beginning, |latest| stamp.at.max(latest.effective_from)),
            created_at: stamp.at,
        })
    }
}

fn document<E: Entity>(row: &E) -> Json {
    let mut document = row_to_json(E::DEF, &row.clone().into_row());
    document.retain(|name, _| !BOOKKEEPING.contains(&name.as_str()));
    Json::Object(document)
}

/// Reads a row back from its document; what fields came later hold what a new row would.
fn row<E: Entity>(blank: E, document: &Json) -> Result<E> {
    let broken = || Error::new(Code::RowCorrupt).with("entity", SlaPolicyVersion::DEF.name);
    let mut members: Map<String, Json> = row_to_json(E::DEF, &blank.into_row());
    members.extend(document.as_object().ok_or_else(broken)?.clone());
    E::from_row(row_from_json(E::DEF, members)?)
}

/// A version of a policy, ready to be asked.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) policy: SlaPolicyId,
    pub(crate) version: SlaPolicyVersionId,
    pub(crate) number: i64,
    pub(crate) effective_from: Timestamp,
    position: i64,
    is_active: bool,
    /// The tickets that it holds for.
    condition: Condition,
    /// The priorities that name it, whose tickets it holds for before any condition is asked.
    priorities: Vec<Uuid>,
    /// What it promises.
    pub(crate) promise: Arc<Promise>,
    /// The rules of escalation, by their ids.
    pub(crate) rules: BTreeMap<EscalationRuleId, EscalationRule>,
}

/// Every version of every policy of an organization, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Policies {
    by_id: BTreeMap<SlaPolicyVersionId, Arc<Candidate>>,
    /// From each instant on, the versions that hold then, the first one first.
    epochs: Vec<(Timestamp, Vec<Arc<Candidate>>)>,
}

impl Policies {
    /// Reads versions.
    ///
    /// # Errors
    /// Kind `Invalid` or `Corrupt` for one that cannot be read.
    pub(crate) fn read(versions: &[SlaPolicyVersion]) -> Result<Self> {
        let mut calendars: Vec<(Json, Calendar)> = Vec::new();
        let mut policies = Self::default();
        for version in versions {
            let candidate = Arc::new(candidate(version, &mut calendars)?);
            policies.by_id.insert(version.id, candidate);
        }
        let mut instants: Vec<Timestamp> = versions.iter().map(|version| version.effective_from).collect();
        instants.sort_unstable();
        instants.dedup();
        for at in instants {
            let mut holding: BTreeMap<SlaPolicyId, &Arc<Candidate>> = BTreeMap::new();
            for candidate in policies.by_id.values().filter(|candidate| candidate.effective_from <= at) {
                let known = holding.entry(candidate.policy).or_insert(candidate);
                if (known.effective_from, known.number) < (candidate.effective_from, candidate.number) {
                    *known = candidate;
                }
            }
            let mut holding: Vec<Arc<Candidate>> =
                holding.into_values().filter(|candidate| candidate.is_active).cloned().collect();
            holding.sort_by_key(|candidate| (candidate.position, candidate.policy));
            policies.epochs.push((at, holding));
        }
        Ok(policies)
    }

    /// Returns that version.
    pub(crate) fn get(&self, version: SlaPolicyVersionId) -> Option<&Arc<Candidate>> {
        self.by_id.get(&version)
    }

    /// Returns the version of a policy that holds at an instant, while it is active.
    pub(crate) fn of(&self, policy: SlaPolicyId, at: Timestamp) -> Option<&Arc<Candidate>> {
        self.holding(at).iter().find(|candidate| candidate.policy == policy)
    }

    /// Returns what is promised at an instant for a ticket that stands so: the policy that its priority names, or the first whose
    /// condition it meets.
    pub(crate) fn choose(&self, row: &Row, at: Timestamp) -> Option<&Arc<Candidate>> {
        let holding = self.holding(at);
        let priority = Ticket::DEF.index_of(Ticket::PRIORITY_ID).and_then(|index| row[index].as_uuid());
        let named = holding.iter().find(|candidate| priority.is_some_and(|id| candidate.priorities.contains(&id)));
        named.or_else(|| holding.iter().find(|candidate| matches(Ticket::DEF, &candidate.condition, row)))
    }

    fn holding(&self, at: Timestamp) -> &[Arc<Candidate>] {
        let place = self.epochs.partition_point(|(from, _)| *from <= at);
        place.checked_sub(1).map_or(&[], |place| &self.epochs[place].1)
    }
}

fn candidate(version: &SlaPolicyVersion, calendars: &mut Vec<(Json, Calendar)>) -> Result<Candidate> {
    let definition = &version.definition;
    let stamp = |id| Stamp { id, organization_id: version.organization_id, at: version.created_at };
    let of_policy = row(SlaPolicy::build(NewSlaPolicy::default(), stamp(Uuid::nil())), &definition["policy"])?;
    let calendar = match &definition["calendar"] {
        // An organization that says nothing of its hours is always open.
        Json::Null => Calendar::always(),
        document => match calendars.iter().find(|(known, _)| known == document) {
            Some((_, calendar)) => calendar.clone(),
            None => {
                let blank = BusinessCalendar::build(NewBusinessCalendar::default(), stamp(Uuid::nil()));
                let calendar = policy::calendar(&row(blank, document)?)?;
                calendars.push((document.clone(), calendar.clone()));
                calendar
            }
        },
    };
    let list = |name: &str| definition[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let rule = |document| row(EscalationRule::build(NewEscalationRule::default(), stamp(Uuid::nil())), document);
    let rules: Vec<EscalationRule> = list("rules").iter().map(rule).collect::<Result<_>>()?;
    let id = |json: &Json| json.as_str().and_then(|text| text.parse().ok());
    Ok(Candidate {
        policy: version.sla_policy_id,
        version: version.id,
        number: version.number,
        effective_from: version.effective_from,
        position: of_policy.position,
        is_active: of_policy.is_active,
        condition: policy::condition(&of_policy)?,
        priorities: list("priorities").iter().filter_map(id).collect(),
        promise: Arc::new(policy::promise(&of_policy, &rules, &calendar, version.id.into())?),
        rules: rules.into_iter().map(|rule| (rule.id, rule)).collect(),
    })
}
