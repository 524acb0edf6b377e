//! What is asked of a store, as data: one entity, one tenant, a condition, an order, a place to go on from, a limit.

pub(crate) mod condition;
mod cursor;
mod evaluate;
mod find;
pub mod fold;
mod member;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod sql;
mod text;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod token;

pub use condition::{Condition, FieldTest, MAX_DEPTH, MAX_LIST, MAX_PARTS, MAX_VALUES, Test, field};
pub use cursor::Cursor;
pub use evaluate::{compare, compare_rows, matches};
pub(crate) use find::Asked;
pub(crate) use find::Taking;
pub use find::{Find, Paged};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use text::{FILLER, Part, is_about_search, is_searchable, mark};
pub(crate) use text::{Indexed, Statistics, finds, rank};
pub use text::{MAX_SKIP, MAX_TEXT, MAX_WORDS, Matching, Piece, snippet};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use token::{indexed_field, is_about_members, is_deleted, tokens};

use crate::entity::{EntityDef, Kind, Value};
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;

/// The greatest number of rows that one query returns.
pub const MAX_LIMIT: u32 = 1_000;
/// The greatest number of columns to sort by.
pub const MAX_SORT: usize = 8;

/// Whose rows are asked for. There is no query without an answer to this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenant {
    /// The rows of this organization only.
    Organization(OrganizationId),
    /// The organizations themselves; refused for every entity that belongs to one.
    Directory,
    /// The rows of all organizations that fall due, the earliest first; for entities with an agenda, in its order only.
    Agenda,
}

/// One column of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field's name.
    pub field: String,
    /// Whether the greatest comes first. Absent values count as the least.
    pub descending: bool,
}

impl Sort {
    /// Sorts by that field, the least first.
    pub fn ascending(field: impl Into<String>) -> Self {
        Self { field: field.into(), descending: false }
    }

    /// Sorts by that field, the greatest first.
    pub fn descending(field: impl Into<String>) -> Self {
        Self { field: field.into(), descending: true }
    }
}

/// What a query answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// The rows.
    Rows,
    /// How many rows meet the condition; limit and place are ignored.
    Count,
    /// How many rows meet the condition for each id that this field holds, in the order of these ids, the first `limit` of them.
    /// Rows in which it holds nothing are not counted; order and place are ignored.
    CountBy(&'static str),
}

/// A question to a store.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The entity whose rows are asked for.
    pub entity: &'static EntityDef,
    /// Whose rows.
    pub tenant: Tenant,
    /// Which of them.
    pub condition: Condition,
    /// In which order; the id decides between equals, in the direction of the last column.
    pub sort: Vec<Sort>,
    /// The values of the sort columns, then the id, of the row after which to begin.
    pub after: Option<Vec<Value>>,
    /// How many rows at most, from 1 to [`MAX_LIMIT`].
    pub limit: u32,
    /// Whether soft-deleted rows count.
    pub with_deleted: bool,
    /// Whether columns of bytes are read; when not, they are null in the answer.
    pub with_bytes: bool,
    /// Rows or their number.
    pub select: Select,
    /// Which words the rows have, if that is asked. Without an order, the best finds come first, equal ones in the order of
    /// their ids; deleted rows are never found.
    pub matching: Option<Matching>,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The rows, in order.
    pub rows: Vec<crate::entity::Row>,
    /// Whether more rows follow.
    pub more: bool,
    /// The number of rows, when that was asked.
    pub count: u64,
    /// How many rows there are for each id, when that was asked.
    pub counts: Vec<(uuid::Uuid, u64)>,
    /// How good a find each row is, when the best come first: more is better, and comparable within this store only.
    pub ranks: Vec<f64>,
}

impl Query {
    /// Asks for the rows of an organization, the earliest made first.
    pub fn new(entity: &'static EntityDef, organization: OrganizationId) -> Self {
        Self {
            entity,
            tenant: Tenant::Organization(organization),
            condition: Condition::always(),
            sort: Vec::new(),
            after: None,
            limit: 50,
            with_deleted: false,
            with_bytes: true,
            select: Select::Rows,
            matching: None,
        }
    }

    /// Asks for the rows of all organizations that fall due, the earliest first.
    pub(crate) fn agenda(entity: &'static EntityDef) -> Self {
        let mut query = Self::new(entity, OrganizationId::default());
        query.tenant = Tenant::Agenda;
        query.sort = entity.agenda.iter().map(|agenda| Sort::ascending(agenda.field)).collect();
        query.with_deleted = true;
        query.with_bytes = false;
        query
    }

    /// Returns the condition of the agenda that the query asks, if it asks one.
    pub(crate) fn waiting(&self) -> Option<&'static str> {
        if self.tenant != Tenant::Agenda {
            return None;
        }
        self.entity.agenda.as_ref().and_then(|agenda| agenda.condition)
    }

    /// Asks for one row by its id, deleted or not.
    pub fn by_id(entity: &'static EntityDef, organization: OrganizationId, id: uuid::Uuid) -> Self {
        let mut query = Self::new(entity, organization).filter(field("id").is(Value::Uuid(id))).limit(1);
        query.with_deleted = true;
        query
    }

    /// Narrows the question.
    #[must_use]
    pub fn filter(mut self, condition: Condition) -> Self {
        self.condition = std::mem::replace(&mut self.condition, Condition::always()).and(condition);
        self
    }

    /// Sets the order.
    #[must_use]
    pub fn sort(mut self, sort: impl IntoIterator<Item = Sort>) -> Self {
        self.sort = sort.into_iter().collect();
        self
    }

    /// Sets how many rows at most.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }

    /// Asks for the number of rows.
    #[must_use]
    pub fn count(mut self) -> Self {
        self.select = Select::Count;
        self
    }

    /// Asks for the number of rows for each id that a field holds.
    #[must_use]
    pub fn count_by(mut self, field: &'static str) -> Self {
        self.select = Select::CountBy(field);
        self
    }

    /// Searches: only rows that have these words.
    #[must_use]
    pub fn matching(mut self, matching: Matching) -> Self {
        self.matching = Some(matching);
        self
    }

    /// Returns whether the best finds come first.
    pub fn is_ranked(&self) -> bool {
        self.matching.is_some() && self.sort.is_empty() && self.select == Select::Rows
    }

    /// Returns the full order: the columns asked for, then the id unless it is among them.
    pub fn order(&self) -> Vec<Sort> {
        let mut order = self.sort.clone();
        if !order.iter().any(|sort| sort.field == "id") {
            let descending = order.last().is_some_and(|sort| sort.descending);
            order.push(Sort { field: "id".to_owned(), descending });
        }
        order
    }

    /// Checks everything that a store relies on.
    ///
    /// # Errors
    /// [`Code::FieldUnknown`], [`Code::FieldKind`], [`Code::QueryTooComplex`], [`Code::CursorInvalid`] or
    /// [`Code::NumberRange`], with the field.
    pub fn check(&self) -> Result<()> {
        if self.tenant == Tenant::Directory && !self.entity.is_tenant {
            return Err(Error::new(Code::Required).field("organization_id"));
        }
        if self.tenant == Tenant::Agenda {
            let in_order = |field: &str| self.sort == [Sort::ascending(field)] && self.after.is_none();
            let is_asked = self.entity.agenda.as_ref().is_some_and(|agenda| in_order(agenda.field));
            if !is_asked || self.select == Select::Count {
                return Err(Error::new(Code::Required).field("organization_id"));
            }
        }
        if self.limit == 0 || self.limit > MAX_LIMIT {
            return Err(Error::new(Code::NumberRange).field("limit").with("min", 1).with("max", MAX_LIMIT));
        }
        if self.sort.len() > MAX_SORT {
            return Err(Error::new(Code::QueryTooComplex).field("sort").with("max", MAX_SORT));
        }
        self.condition.check(self.entity)?;
        if let Select::CountBy(name) = self.select {
            let counted = self.entity.field(name).ok_or_else(|| Error::new(Code::FieldUnknown).field(name))?;
            if counted.kind != Kind::Uuid || self.matching.is_some() {
                return Err(Error::new(Code::FieldKind)
                    .field(name)
                    .with("expected", "the id of a row, without a search"));
            }
        }
        if let Some(matching) = &self.matching {
            matching.check()?;
            if !text::is_searchable(self.entity) || !matches!(self.tenant, Tenant::Organization(_)) {
                return Err(Error::new(Code::FieldKind)
                    .field("text")
                    .with("expected", "an entity with words to be found"));
            }
            if self.after.is_some() && self.is_ranked() {
                return Err(Error::new(Code::CursorInvalid).field("after"));
            }
        }
        let order = self.order();
        for (position, sort) in order.iter().enumerate() {
            let known = self
                .entity
                .field(&sort.field)
                .ok_or_else(|| Error::new(Code::FieldUnknown).field(sort.field.chars().take(64).collect::<String>()))?;
            if !condition::has_order(known.kind)
                || known.secret
                || order[..position].iter().any(|earlier| earlier.field == sort.field)
            {
                return Err(Error::new(Code::FieldKind).field(known.name).with("expected", "a sortable field, once"));
            }
        }
        match &self.after {
            Some(values) if values.len() != order.len() => Err(Error::new(Code::CursorInvalid).field("after")),
            _ => Ok(()),
        }
    }
}
