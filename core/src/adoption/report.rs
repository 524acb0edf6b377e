//! What an adoption tells: of each table how much was read, written and left out, the checksums that show that the desk has
//! what the source had, and what was wrong, by table and key and without what anybody wrote.

use super::Product;
use crate::entity::TextEnum;
use crate::operation::Shape;
use crate::organization::OrganizationId;

/// How many findings are told one by one; all are counted.
pub const MAX_FINDINGS: usize = 1_000;

/// What was found in a product's database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum Finding {
    /// The database lacks a table of the product.
    TableMissing,
    /// A table lacks a column of the product.
    ColumnMissing,
    /// The database has a table that the product does not; its rows stay behind.
    TableUnknown,
    /// A table has a column that the product does not; its values stay behind.
    ColumnUnknown,
    /// The value names a row that is not there, or that was left out.
    ReferenceMissing,
    /// Another row has the value already.
    Duplicate,
    /// The value is none of those that the field may have.
    ValueUnknown,
    /// The value cannot be read as what the column holds: a date, a number, a document.
    Unreadable,
    /// There is no value where one is needed.
    Required,
    /// The value is longer or greater than the field takes.
    OutOfLimits,
    /// The value is a secret, and the host gave nothing that encrypts it.
    SecretLeft,
    /// The desk holds something else than the source.
    Differs,
}

/// What became of a row or a value with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum Effect {
    /// The row came in with nothing, the default, or as much as fits, in place of the value.
    Replaced,
    /// The row, or what the row was to become in one entity, stayed behind.
    LeftOut,
    /// Nothing: it is only told.
    Told,
}

/// Something that was wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct AdoptionFinding {
    /// The table of the source.
    pub table: String,
    /// The key of its row, several columns joined by `/`; nothing when the finding is about the whole table. A key that is a
    /// secret is told as the beginning of its SHA-256.
    pub key: Option<String>,
    /// The column of the source.
    pub column: Option<String>,
    /// What was found.
    pub finding: Finding,
    /// What became of it.
    pub effect: Effect,
}

/// One table of the source, and what became of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Shape)]
pub struct AdoptedTable {
    /// The table of the source.
    pub table: String,
    /// Its rows.
    pub read: u64,
    /// Of those, how many came in now.
    pub written: u64,
    /// How many were there already, from an earlier run.
    pub already_there: u64,
    /// How many stayed behind; each has a finding.
    pub left_out: u64,
    /// Rows of the desk that the rows of the table are to be, without those that stayed behind.
    pub expected: u64,
    /// How many of them the desk was found to have.
    pub found: u64,
    /// The sum of the SHA-256 of what each of them is to hold, computed from the source, in hexadecimal.
    pub source_checksum: String,
    /// The same of what the desk was found to hold.
    pub desk_checksum: String,
}

impl AdoptedTable {
    /// Returns whether every row is accounted for, and the desk holds what the source gave.
    pub fn is_whole(&self) -> bool {
        self.read == self.written + self.already_there + self.left_out
            && self.expected == self.found
            && self.source_checksum == self.desk_checksum
    }
}

/// What an adoption did.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct AdoptionReport {
    /// The product.
    pub product: Product,
    /// The organization that has the rows now.
    pub organization_id: OrganizationId,
    /// Every table, in the order in which they were taken over.
    pub tables: Vec<AdoptedTable>,
    /// How many findings there are.
    pub finding_count: u64,
    /// The first thousand of them.
    pub findings: Vec<AdoptionFinding>,
}

impl AdoptionReport {
    /// Returns whether every table is whole: nothing was dropped that is not told.
    pub fn is_whole(&self) -> bool {
        self.tables.iter().all(AdoptedTable::is_whole)
    }

    /// Returns what is told of that table, if it was there.
    pub fn table(&self, name: &str) -> Option<&AdoptedTable> {
        self.tables.iter().find(|table| table.table == name)
    }
}

/// Findings that are being collected.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) count: u64,
    pub(super) kept: Vec<AdoptionFinding>,
}

impl Findings {
    pub(super) fn add(
        &mut self,
        table: &str,
        key: Option<&str>,
        column: Option<&str>,
        finding: Finding,
        effect: Effect,
    ) {
        self.count += 1;
        if self.kept.len() < MAX_FINDINGS {
            self.kept.push(AdoptionFinding {
                table: table.to_owned(),
                key: key.map(str::to_owned),
                column: column.map(str::to_owned),
                finding,
                effect,
            });
        }
    }
}
