//! The counters that follow from the rows: the last number of each year, the tickets of each month, the agents. They are no
//! rows, so that a file does not have them; a desk that went on without them would give numbers twice.

use std::collections::BTreeMap;

use crate::ENTITIES;
use crate::clock::Zone;
use crate::entity::{Entity, EntityDef, Row};
use crate::error::Result;
use crate::identity::{User, rules as identity_rules};
use crate::organization::{Organization, rules as organization_rules};
use crate::ticket::Ticket;

/// Counters that are being derived.
#[derive(Default)]
pub(super) struct Counters {
    zone: Zone,
    values: BTreeMap<String, i64>,
}

impl Counters {
    /// Takes a row into account.
    pub(super) fn add(&mut self, table: &str, row: &Row) -> Result<()> {
        if table == Organization::DEF.table {
            self.zone = organization_rules::zone(&Organization::from_row(row.clone())?);
        } else if table == User::DEF.table {
            if identity_rules::counts_as_agent(&User::from_row(row.clone())?) {
                self.raise(organization_rules::AGENT_COUNTER.to_owned());
            }
        } else if table == Ticket::DEF.table {
            self.ticket(&Ticket::from_row(row.clone())?);
        } else if let Some(def) = ENTITIES.iter().find(|def| def.table == table) {
            self.numbers(def, row);
        }
        Ok(())
    }

    /// Raises the sequences of the numbers that the library gives.
    fn numbers(&mut self, def: &EntityDef, row: &Row) {
        for (field, value) in def.fields.iter().zip(row).filter(|(field, _)| field.number.is_some()) {
            if let Some((year, number)) = value.as_text().and_then(number) {
                let last = self.values.entry(crate::scope::sequence(def.table, field, year)).or_default();
                *last = number.max(*last);
            }
        }
    }

    fn ticket(&mut self, ticket: &Ticket) {
        if let Some((year, number)) = number(&ticket.number) {
            let last = self.values.entry(organization_rules::sequence_of_year(year)).or_default();
            *last = number.max(*last);
        }
        // What came in from elsewhere was never counted against the month's limit.
        if ticket.external_id.is_none() {
            self.raise(organization_rules::monthly_counter(&self.zone, ticket.created_at));
        }
    }

    fn raise(&mut self, counter: String) {
        *self.values.entry(counter).or_default() += 1;
    }

    /// Returns the counters with their values.
    pub(super) fn finish(self) -> impl Iterator<Item = (String, i64)> {
        self.values.into_iter()
    }
}

/// Returns the year and the number of a ticket's number, such as `TKT-2026-0001`, whatever it begins with.
fn number(text: &str) -> Option<(i16, i64)> {
    let mut parts = text.rsplit('-');
    let (number, year) = (parts.next()?, parts.next()?);
    Some((year.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_read_from_their_end() {
        assert_eq!(super::number("TKT-2026-0042"), Some((2026, 42)));
        assert_eq!(super::number("-2025-12345"), Some((2025, 12_345)));
        assert_eq!(super::number("TKT"), None);
    }
}
