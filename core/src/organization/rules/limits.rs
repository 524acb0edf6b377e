//! How much an organization may use: its plan and its configuration both have a say, the lower limit holds, and what is refused
//! names it. The store counts inside the commit, so that a limit is exact however many ask at once.

use super::zone;
use crate::clock::{Timestamp, Zone};
use crate::error::{Code, Error};
use crate::organization::{Organization, TenantConfiguration};

/// The counter of active agents.
pub(crate) const AGENT_COUNTER: &str = "active_agents";
/// The counter of people who may use the desk.
pub(crate) const PEOPLE_COUNTER: &str = "active_people";
/// The counter of the bytes that attachments take.
pub(crate) const STORAGE_COUNTER: &str = "attachment_bytes";
/// What the counters of the tickets of a month begin with.
const TICKETS: &str = "tickets_in_month/";
/// What the counters of the calls of a month begin with.
const API_CALLS: &str = "api_calls_in_month/";

/// The counter of the tickets made in a month.
pub(crate) fn monthly_counter(zone: &Zone, at: Timestamp) -> String {
    of_month(TICKETS, zone, at)
}

/// The counter of the calls counted in a month.
pub(crate) fn api_call_counter(zone: &Zone, at: Timestamp) -> String {
    of_month(API_CALLS, zone, at)
}

fn of_month(prefix: &str, zone: &Zone, at: Timestamp) -> String {
    let (year, month) = zone.year_month(at);
    format!("{prefix}{year}-{month:02}")
}

/// What limits an organization.
pub(crate) struct Limits<'a> {
    /// The organization, with its plan.
    pub(crate) organization: &'a Organization,
    /// Its configuration, if it has one.
    pub(crate) configuration: Option<&'a TenantConfiguration>,
}

impl Limits<'_> {
    fn configured(&self, of: impl Fn(&TenantConfiguration) -> Option<i64>) -> Option<i64> {
        self.configuration.and_then(of)
    }

    /// How many tickets a month: the lower one of the plan's and the configuration's.
    pub(crate) fn tickets(&self) -> Option<i64> {
        let configured = self.configured(|configuration| configuration.ticket_limit);
        self.organization.monthly_ticket_limit.into_iter().chain(configured).min()
    }

    /// How many active agents.
    pub(crate) fn agents(&self) -> Option<i64> {
        self.organization.agent_limit
    }

    /// How many people who may use the desk.
    pub(crate) fn people(&self) -> Option<i64> {
        self.configured(|configuration| configuration.user_limit)
    }

    /// How many calls a month.
    pub(crate) fn api_calls(&self) -> Option<i64> {
        self.configured(|configuration| configuration.api_call_limit)
    }

    /// When the limits of a month begin anew.
    pub(crate) fn resets_at(&self, now: Timestamp) -> Timestamp {
        zone(self.organization).next_month(now)
    }

    /// Turns the store's refusal of a counter into the limit that people know; other errors stay as they are.
    pub(crate) fn explain(&self, error: Error, now: Timestamp) -> Error {
        if error.code() != Code::CounterLimit {
            return error;
        }
        let limit = error.parameter("limit").unwrap_or("?").to_owned();
        let refusal = |code: Code, field: &str| Error::new(code).field(field).with("limit", limit.clone());
        match error.parameter("name") {
            Some(AGENT_COUNTER) => refusal(Code::AgentLimit, Organization::AGENT_LIMIT),
            Some(STORAGE_COUNTER) => refusal(Code::StorageLimit, TenantConfiguration::STORAGE_LIMIT_BYTES),
            Some(PEOPLE_COUNTER) => refusal(Code::UserLimit, TenantConfiguration::USER_LIMIT),
            Some(name) if name.starts_with(TICKETS) => {
                refusal(Code::TicketLimit, self.field_of_tickets()).with("resets_at", self.resets_at(now))
            }
            Some(name) if name.starts_with(API_CALLS) => {
                refusal(Code::ApiCallLimit, TenantConfiguration::API_CALL_LIMIT).with("resets_at", self.resets_at(now))
            }
            _ => error,
        }
    }

    /// The field that holds the limit of tickets: the plan's, unless the configuration's is lower.
    fn field_of_tickets(&self) -> &'static str {
        let configured = self.configured(|configuration| configuration.ticket_limit);
        match (self.organization.monthly_ticket_limit, configured) {
            (Some(plan), Some(configured)) if configured < plan => TenantConfiguration::TICKET_LIMIT,
            (None, Some(_)) => TenantConfiguration::TICKET_LIMIT,
            _ => Organization::MONTHLY_TICKET_LIMIT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Draft as _, Stamp};
    use crate::organization::{NewOrganization, NewTenantConfiguration};

    #[test]
    fn the_lower_limit_holds_and_is_named() {
        let stamp = Stamp { id: uuid::Uuid::nil(), organization_id: uuid::Uuid::nil().into(), at: Timestamp::EPOCH };
        for (plan, configured, limit, field) in [
            (None, None, None, "monthly_ticket_limit"),
            (Some(50), None, Some(50), "monthly_ticket_limit"),
            (None, Some(7), Some(7), "ticket_limit"),
            (Some(50), Some(7), Some(7), "ticket_limit"),
            (Some(7), Some(50), Some(7), "monthly_ticket_limit"),
            (Some(7), Some(7), Some(7), "monthly_ticket_limit"),
        ] {
            let organization =
                Organization::build(NewOrganization { monthly_ticket_limit: plan, ..Default::default() }, stamp);
            let configuration = TenantConfiguration::build(
                NewTenantConfiguration { ticket_limit: configured, ..Default::default() },
                stamp,
            );
            let limits = Limits { organization: &organization, configuration: Some(&configuration) };
            assert_eq!((limits.tickets(), limits.field_of_tickets()), (limit, field), "{plan:?} {configured:?}");
        }
    }
}
