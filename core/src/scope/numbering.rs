//! Numbers that people use, such as `CHG-2026-0001`: the next of the organization and year, without gaps whoever asks at once.

use super::Scope;
use crate::clock::Timestamp;
use crate::entity::{Allocated, EntityDef, Row, Value};
use crate::error::Result;
use crate::organization::{Organization, rules};
use crate::store::Commit;
use crate::unit_of_work::UnitOfWork;

/// The least number of digits in a number; it grows past them.
pub(crate) const NUMBER_WIDTH: usize = 4;

/// A number that a row is about to get.
pub(crate) struct Numbering {
    /// Which field gets it.
    field: usize,
    /// The sequence that it is the next of.
    sequence: String,
    /// What stands before it.
    prefix: String,
}

/// The place of a number in a batch.
pub(crate) struct Taken {
    field: usize,
    allocated: Allocated,
}

/// Returns the name of the sequence of a table's numbers in that year.
pub(crate) fn sequence(def: &EntityDef, field: &str, year: i16) -> String {
    format!("{}_{field}/{year}", def.table)
}

/// Returns what numbers of that year begin with.
pub(crate) fn number_prefix(prefix: &str, year: i16) -> String {
    format!("{prefix}-{year}-")
}

impl Scope {
    /// Returns the number that a new row of the entity gets, if it has one; the year is that of the organization's time zone.
    pub(crate) async fn numbering(&self, def: &EntityDef, at: Timestamp) -> Result<Option<Numbering>> {
        let numbered = def.fields.iter().find_map(|field| Some((field.name, field.number?)));
        let Some((field, prefix)) = numbered else { return Ok(None) };
        let organization: Organization = self.load(self.organization_id()).await?;
        Ok(Numbering::of(def, field, prefix, &organization, at))
    }
}

impl Numbering {
    /// Returns the next number of that field; nothing when the entity has no such field.
    pub(crate) fn of(
        def: &EntityDef,
        field: &str,
        prefix: &str,
        organization: &Organization,
        at: Timestamp,
    ) -> Option<Self> {
        let (year, _) = rules::zone(organization).year_month(at);
        let index = def.index_of(field)?;
        Some(Self { field: index, sequence: sequence(def, field, year), prefix: number_prefix(prefix, year) })
    }

    /// Takes the number for `row`, whose text waits for the commit.
    pub(crate) fn take(self, work: &mut UnitOfWork<'_>, row: &mut Row) -> Taken {
        let slot = work.next(self.sequence, 1, None);
        let allocated = Allocated { slot, offset: 0, prefix: self.prefix, width: NUMBER_WIDTH };
        row[self.field] = Value::Allocated(Box::new(allocated.clone()));
        Taken { field: self.field, allocated }
    }
}

impl Taken {
    /// Puts the number that the commit gave on `row`.
    pub(crate) fn put(&self, commit: &Commit, row: &mut Row) {
        row[self.field] = Value::Text(self.text(commit));
    }

    /// Returns the number that the commit gave.
    pub(crate) fn text(&self, commit: &Commit) -> String {
        self.allocated.text(commit.allocated.get(self.allocated.slot).copied().unwrap_or_default())
    }
}
