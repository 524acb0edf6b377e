//! The typed question that callers ask, and the page they get.

use std::marker::PhantomData;

use super::{Condition, Cursor, Page, Query, Sort};
use crate::entity::{Entity, EntityDef, Row, Value};
use crate::error::Result;
use crate::operation::{Data, Fields};
use crate::organization::OrganizationId;
use crate::store::Taker;

/// How many rows a page has when nobody says so.
const DEFAULT_LIMIT: u32 = 50;
/// How many rows room is made for before any was seen.
const ROOM: u32 = 64;

/// Which rows of an entity are wanted, in which order, from where and how many.
///
/// ```
/// use servicedesk::query::{Find, field};
/// use servicedesk::ticket::Ticket;
/// let newest_open = Find::<Ticket>::new().filter(field(Ticket::RESOLVED_AT).is_absent()).newest_first().limit(20);
/// # let _ = newest_open;
/// ```
#[derive(Clone, Debug)]
pub struct Find<E: Entity> {
    asked: Asked,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Default for Find<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Entity> Find<E> {
    /// Asks for all rows, in the order of their ids, fifty at a time.
    pub fn new() -> Self {
        Self { asked: Asked::everything(), entity: PhantomData }
    }

    /// Narrows the question; several filters must all hold.
    #[must_use]
    pub fn filter(mut self, condition: Condition) -> Self {
        self.asked.condition = self.asked.condition.and(condition);
        self
    }

    /// Sorts by that field, the least first, after the columns named before.
    #[must_use]
    pub fn ascending(mut self, field: &str) -> Self {
        self.asked.sort.push(Sort::ascending(field));
        self
    }

    /// Sorts by that field, the greatest first, after the columns named before.
    #[must_use]
    pub fn descending(mut self, field: &str) -> Self {
        self.asked.sort.push(Sort::descending(field));
        self
    }

    /// Sorts by that field, the least first, unless it is sorted by already.
    pub(crate) fn otherwise_ascending(self, field: &str) -> Self {
        if self.asked.sort.iter().any(|sort| sort.field == field) { self } else { self.ascending(field) }
    }

    /// Sorts by the time of creation, the latest first.
    #[must_use]
    pub fn newest_first(self) -> Self {
        self.descending("created_at")
    }

    /// Goes on after that place of the same list.
    #[must_use]
    pub fn after(mut self, cursor: Option<Cursor>) -> Self {
        self.asked.after = cursor;
        self
    }

    /// Sets how many rows at most, from 1 to [`MAX_LIMIT`](super::MAX_LIMIT).
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.asked.limit = limit;
        self
    }

    /// Includes soft-deleted rows.
    #[must_use]
    pub fn with_deleted(mut self) -> Self {
        self.asked.with_deleted = true;
        self
    }

    /// Narrows the question to what another one asks; the order of this one comes first.
    pub(crate) fn within(mut self, other: Asked) -> Self {
        let new = |sort: &Sort| !self.asked.sort.iter().any(|known| known.field == sort.field);
        let sort: Vec<Sort> = other.sort.into_iter().filter(new).collect();
        self.asked.sort.extend(sort);
        self.filter(other.condition)
    }

    /// Returns the question as hosts write it.
    pub(crate) fn to_data(&self) -> Data {
        let sort =
            self.asked.sort.iter().map(|sort| format!("{}{}", if sort.descending { "-" } else { "" }, sort.field));
        let after = self.asked.after.as_ref().map_or(Value::Null, |cursor| cursor.to_string().into());
        let parts: [(_, Value); 5] = [
            ("filter", self.asked.condition.to_json().into()),
            ("sort", Value::List(sort.collect())),
            ("after", after),
            ("limit", i64::from(self.asked.limit).into()),
            ("with_deleted", self.asked.with_deleted.into()),
        ];
        Data::Fields(Fields(parts.into_iter().map(|(name, value)| (name.into(), value.into())).collect()))
    }

    /// Returns the question as data for one organization.
    ///
    /// # Errors
    /// As [`Asked::query`].
    pub(crate) fn query(&self, organization: OrganizationId) -> Result<Query> {
        self.asked.clone().query(E::DEF, organization)
    }

    /// Returns the question that a host wrote.
    ///
    /// # Errors
    /// As [`Asked::from_data`].
    pub(crate) fn read_data(data: Data, name: &str) -> Result<Self> {
        Ok(Self { asked: Asked::from_data(E::DEF, data, name)?, entity: PhantomData })
    }
}

/// What is asked, without the type of the rows.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    condition: Condition,
    sort: Vec<Sort>,
    after: Option<Cursor>,
    limit: u32,
    with_deleted: bool,
}

impl Asked {
    fn everything() -> Self {
        Self {
            condition: Condition::always(),
            sort: Vec::new(),
            after: None,
            limit: DEFAULT_LIMIT,
            with_deleted: false,
        }
    }

    /// Reads what a host wrote.
    ///
    /// # Errors
    /// Those of a wrong condition, and [`Code::FieldKind`](crate::Code::FieldKind) or
    /// [`Code::FieldUnknown`](crate::Code::FieldUnknown) with the part.
    pub(crate) fn from_data(def: &'static EntityDef, data: Data, name: &str) -> Result<Self> {
        let mut fields = data.into_fields(name)?;
        let filter = fields.take::<Option<serde_json::Value>>("filter")?;
        let condition = filter.map_or(Ok(Condition::always()), |filter| Condition::from_json(def, &filter))?;
        let sort = fields.take::<Vec<String>>("sort")?;
        let sort = sort.iter().map(|field| match field.strip_prefix('-') {
            Some(field) => Sort::descending(field),
            None => Sort::ascending(field),
        });
        let asked = Self {
            condition,
            sort: sort.collect(),
            after: fields.take("after")?,
            limit: fields.take::<Option<u32>>("limit")?.unwrap_or(DEFAULT_LIMIT),
            with_deleted: fields.take::<Option<bool>>("with_deleted")?.unwrap_or_default(),
        };
        fields.finish()?;
        Ok(asked)
    }

    /// Returns the question as data for one organization.
    ///
    /// # Errors
    /// [`Code::CursorInvalid`](crate::Code::CursorInvalid) when the place belongs to another list.
    pub(crate) fn query(self, def: &'static EntityDef, organization: OrganizationId) -> Result<Query> {
        let mut query = Query::new(def, organization).filter(self.condition).sort(self.sort);
        query.limit = self.limit;
        query.with_deleted = self.with_deleted;
        if let Some(cursor) = &self.after {
            query.after = Some(cursor.read(&query)?);
        }
        query.check()?;
        Ok(query)
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Paged<E> {
    /// The rows, in order.
    pub items: Vec<E>,
    /// Where the next page begins; nothing on the last page.
    pub next: Option<Cursor>,
}

/// A page that is being read.
pub(crate) struct Taking<'a, E> {
    query: &'a Query,
    items: Vec<E>,
    /// The place of the last row that the page has room for.
    end: Option<Cursor>,
}

impl<'a, E: Entity> Taking<'a, E> {
    pub(crate) fn of(query: &'a Query) -> Self {
        // Growing would move what is there, row by row.
        Self { query, items: Vec::with_capacity(query.limit.min(ROOM) as usize), end: None }
    }

    /// Returns the page.
    pub(crate) fn page(self, more: bool) -> Paged<E> {
        Paged { items: self.items, next: self.end.filter(|_| more) }
    }
}

impl<E: Entity> Taker for Option<E> {
    fn begin(&mut self) {
        *self = None;
    }

    fn take(&mut self, values: &mut dyn Iterator<Item = Value>) -> Result<()> {
        *self = Some(E::from_values(values)?);
        Ok(())
    }
}

impl<E: Entity> Taker for Taking<'_, E> {
    fn begin(&mut self) {
        self.items.clear();
        self.end = None;
    }

    fn take(&mut self, values: &mut dyn Iterator<Item = Value>) -> Result<()> {
        let item = if self.items.len() + 1 == self.query.limit as usize {
            let mut row = Row::with_capacity(E::DEF.fields.len());
            row.extend(values);
            self.end = Some(Cursor::at(self.query, &row));
            E::from_row(row)?
        } else {
            E::from_values(values)?
        };
        self.items.push(item);
        Ok(())
    }
}

impl<E: Entity> Paged<E> {
    pub(crate) fn read(query: &Query, page: Page) -> Result<Self> {
        let next = if page.more { page.rows.last().map(|row: &Row| Cursor::at(query, row)) } else { None };
        // Collecting into a result would not know how many there are, and would move what it has whenever it grows.
        let mut items = Vec::with_capacity(page.rows.len());
        for row in page.rows {
            items.push(E::from_row(row)?);
        }
        Ok(Self { items, next })
    }
}
