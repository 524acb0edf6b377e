//! A pass that can be run: columns as places in a row, fields as positions, references as ways to make ids.

use uuid::Uuid;

use super::expression::{Make, Names};
use super::identity::Naming;
use crate::ENTITIES;
use crate::entity::{EntityDef, Row, Value};
use crate::error::{Code, Error, Result};

/// Stands for a column that the source lacks.
pub(super) const NOWHERE: usize = usize::MAX;

/// A pass that can be run.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) secret_key: bool,
    /// Whether this is the pass that counts the table's rows.
    pub(super) counts: bool,
    pub(super) sql: String,
    pub(super) key: Vec<usize>,
    pub(super) parts: Vec<TablePart>,
    /// Which part is the row itself; the others stand beside it.
    pub(super) main: usize,
    /// The columns of the source that it reads.
    pub(super) columns: Vec<String>,
    /// The column of the first part's parent and its field, where a row has to wait for another of its table.
    pub(super) tree: Option<usize>,
    /// Fields of the first part that are set when all rows are there.
    pub(super) later: Vec<usize>,
}

/// One entity that rows become.
pub(super) struct TablePart {
    pub(super) def: &'static EntityDef,
    pub(super) ids: Ids,
    pub(super) when: Condition,
    pub(super) key: Option<usize>,
    pub(super) each: Option<usize>,
    pub(super) fields: Vec<Planned>,
    /// The fields that hold numbers which the library gives.
    pub(super) numbers: Vec<usize>,
    pub(super) blank: Row,
}

/// How a field gets its value.
pub(super) struct Planned {
    pub(super) field: usize,
    pub(super) op: Op,
    /// The column that is told when the value cannot be used.
    pub(super) column: Option<&'static str>,
    pub(super) compared: bool,
}

/// How ids follow from keys.
#[derive(Clone)]
pub(super) enum Ids {
    Kept,
    Made(Naming),
}

impl Ids {
    pub(super) fn id(&self, key: &str) -> Option<Uuid> {
        match self {
            Self::Kept => key.trim().parse().ok(),
            Self::Made(naming) => Some(naming.id(key)),
        }
    }
}

/// An [`Expr`] with places for columns.
pub(super) enum Op {
    Cell(usize),
    Lower(usize),
    Words(usize, &'static [(&'static str, &'static str)]),
    Made(Vec<usize>, Make),
    Named(Names, usize),
    Below(usize, usize),
    Row(Ids, usize),
    Pointed(Ids, usize, fn(&serde_json::Value) -> Option<String>),
    Own(usize),
    OwnWith(usize, usize),
    Audited(Vec<(&'static str, Ids)>, usize, usize),
    Key,
    Is(Value),
    Secret(usize),
    Secrets(Vec<(&'static str, usize)>),
    Document(Vec<(&'static str, usize)>),
    Item(Names, usize),
    Counted(usize),
}

/// A [`When`] with places for columns.
pub(super) enum Condition {
    Always,
    Never,
    Has(usize),
    Any(Vec<usize>),
    Is(usize, &'static [&'static str], bool),
    All(usize, &'static str, usize),
}

/// Returns the entity of that name.
pub(super) fn entity(name: &str) -> Result<&'static EntityDef> {
    let found = ENTITIES.iter().copied().find(|def| def.name == name);
    found.ok_or_else(|| Error::new(Code::Internal).with("reason", "a plan names entities that there are"))
}
