//! The counters that follow from the rows: the last number of each year, the tickets of each month, the agents and people, the
//! bytes of attachments. They are no rows, so that a file does not have them; a desk that went on without them would give numbers twice.

use std::collections::BTreeMap;

use crate::ENTITIES;
use crate::clock::Zone;
use crate::entity::{Entity, EntityDef, Row};
use crate::error::Result;
use crate::identity::{User, rules as identity_rules};
use crate::organization::{Organization, rules as organization_rules};
use crate::scope::sequence;
use crate::ticket::{Attachment, Ticket};

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
            let user = User::from_row(row.clone())?;
            if identity_rules::counts_as_agent(&user) {
                self.raise(organization_rules::AGENT_COUNTER.to_owned(), 1);
            }
            if identity_rules::counts_as_person(&user) {
                self.raise(organization_rules::PEOPLE_COUNTER.to_owned(), 1);
            }
        } else if table == Attachment::DEF.table {
            self.attachment(&Attachment::from_row(row.clone())?);
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
            self.number(def, field.name, value.as_text().unwrap_or_default());
        }
    }

    fn number(&mut self, def: &EntityDef, field: &str, text: &str) {
        if let Some((year, number)) = number(text) {
            let last = self.values.entry(sequence(def, field, year)).or_default();
            *last = number.max(*last);
        }
    }

    fn ticket(&mut self, ticket: &Ticket) {
        self.number(Ticket::DEF, Ticket::NUMBER, &ticket.number);
        // What came in from elsewhere was never counted against the month's limit.
        if ticket.external_id.is_none() {
            self.raise(organization_rules::monthly_counter(&self.zone, ticket.created_at), 1);
        }
    }

    fn attachment(&mut self, attachment: &Attachment) {
        // Files that other systems keep take no room here.
        if attachment.storage_key.starts_with(&attachment.organization_id.to_string()) {
            self.raise(organization_rules::STORAGE_COUNTER.to_owned(), attachment.size_bytes);
        }
    }

    fn raise(&mut self, counter: String, by: i64) {
        *self.values.entry(counter).or_default() += by;
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
    use super::Counters;
    use crate::asset::{Asset, NewAsset};
    use crate::clock::Timestamp;
    use crate::entity::{Draft as _, Entity as _, Stamp, Value};
    use crate::identity::{NewUser, User, UserKind};
    use crate::ticket::{Attachment, NewAttachment};

    #[test]
    fn every_number_that_the_library_gave_is_counted() {
        let stamp = Stamp { id: uuid::Uuid::nil(), organization_id: uuid::Uuid::nil().into(), at: Timestamp::EPOCH };
        let mut counters = Counters::default();
        for number in ["AST-2026-0007", "AST-2026-0003", "AST-2025-0001"] {
            let mut row = Asset::build(NewAsset::default(), stamp).into_row();
            row[Asset::DEF.index_of(Asset::NUMBER).unwrap()] = Value::Text(number.to_owned());
            counters.add(Asset::DEF.table, &row).unwrap();
        }
        let counted: Vec<(String, i64)> = counters.finish().collect();
        assert_eq!(counted, [("asset_number/2025".to_owned(), 1), ("asset_number/2026".to_owned(), 7)]);
    }

    #[test]
    fn people_and_bytes_are_counted() {
        let organization = uuid::Uuid::from_u128(7);
        let stamp = Stamp { id: uuid::Uuid::nil(), organization_id: organization.into(), at: Timestamp::EPOCH };
        let mut counters = Counters::default();
        for kind in [UserKind::Agent, UserKind::Requester, UserKind::Service] {
            let user = User::build(NewUser { kind, ..Default::default() }, stamp);
            counters.add(User::DEF.table, &user.into_row()).unwrap();
        }
        for (storage_key, size_bytes) in [(format!("{organization}/00/a"), 5), ("elsewhere".to_owned(), 9)] {
            let file = NewAttachment { storage_key, size_bytes, ..Default::default() };
            counters.add(Attachment::DEF.table, &Attachment::build(file, stamp).into_row()).unwrap();
        }
        let counted: Vec<(String, i64)> = counters.finish().collect();
        let expected = [("active_agents", 1), ("active_people", 2), ("attachment_bytes", 5)];
        assert_eq!(counted, expected.map(|(name, value)| (name.to_owned(), value)));
    }

    #[test]
    fn numbers_are_read_from_their_end() {
        assert_eq!(super::number("TKT-2026-0042"), Some((2026, 42)));
        assert_eq!(super::number("-2025-12345"), Some((2025, 12_345)));
        assert_eq!(super::number("TKT"), None);
    }
}
