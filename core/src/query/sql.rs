//! The two SQL compilers of a [`Query`]. Identifiers come from the reflection table only and values are always bound, so
//! that no text of a caller ever becomes SQL.

mod condition;
mod indexed;
mod member;
mod search;

use super::condition::{Condition, Test};
use super::{Query, Select, Sort, Tenant};
use crate::entity::{EntityDef, FieldDef, Kind, Value};
use crate::error::{Code, Error, Result};

/// The name of the SQL function that folds case and accents, in both databases.
pub const FOLD: &str = "servicedesk_fold";
/// The name of the SQLite collation that compares decimal numbers kept as text.
pub const DECIMAL_COLLATION: &str = "servicedesk_decimal";

/// A database's way to speak SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A bound value with the kind of the column it meets, so that a null gets its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The column's kind.
    pub kind: Kind,
    /// The value.
    pub value: Value,
}

/// A statement and its bound values, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Sql {
    /// The text, with `?1`, `?2` … (SQLite) or `$1`, `$2` … (PostgreSQL).
    pub text: String,
    /// The values.
    pub arguments: Vec<Argument>,
}

/// Builds one statement.
pub struct Builder {
    dialect: Dialect,
    text: String,
    arguments: Vec<Argument>,
}

impl Builder {
    /// Begins a statement.
    pub fn new(dialect: Dialect) -> Self {
        Self { dialect, text: String::with_capacity(1_024), arguments: Vec::new() }
    }

    /// Adds SQL that the library wrote.
    pub fn push(&mut self, sql: &str) -> &mut Self {
        self.text.push_str(sql);
        self
    }

    /// Adds a quoted identifier of the reflection table.
    pub fn name(&mut self, name: &'static str) -> &mut Self {
        self.text.push('"');
        self.text.push_str(name);
        self.text.push('"');
        self
    }

    /// Binds a value and adds its placeholder.
    pub fn bind(&mut self, kind: Kind, value: Value) -> &mut Self {
        self.arguments.push(Argument { kind, value });
        self.text.push(match self.dialect {
            Dialect::Sqlite => '?',
            Dialect::Postgres => '$',
        });
        self.text.push_str(&self.arguments.len().to_string());
        self
    }

    /// Returns the statement.
    pub fn finish(self) -> Sql {
        Sql { text: self.text, arguments: self.arguments }
    }

    /// Adds `"a","b",…` for all fields; without their bytes, `NULL` for those that hold some.
    pub fn columns(&mut self, def: &EntityDef, with_bytes: bool) -> &mut Self {
        if with_bytes || !def.fields.iter().any(|field| field.kind == Kind::Bytes) {
            return self.push(def.select_list);
        }
        for (index, field) in def.fields.iter().enumerate() {
            if index > 0 {
                self.push(",");
            }
            if field.kind == Kind::Bytes {
                self.push("NULL");
            } else {
                self.name(field.name);
            }
        }
        self
    }

    /// Adds the condition that restricts rows to the tenant, the query's condition and its place.
    ///
    /// # Errors
    /// [`Code::FieldUnknown`] for a query that was not checked.
    pub fn restriction(&mut self, query: &Query) -> Result<&mut Self> {
        match query.tenant {
            Tenant::Organization(id) => {
                self.name(query.entity.tenant_column()).push("=").bind(Kind::Uuid, Value::Uuid(id.as_uuid()));
            }
            Tenant::Directory => {
                self.push("1=1");
            }
            // In the very words of the index, because neither database sees that a bound value meets its condition.
            Tenant::Agenda => {
                self.push(query.waiting().unwrap_or("1=1"));
            }
        }
        if query.entity.soft_delete && !query.with_deleted {
            self.push(" AND \"deleted_at\" IS NULL");
        }
        if query.condition != Condition::always() {
            self.push(" AND ");
            self.condition(query.entity, &query.condition)?;
        }
        Ok(self)
    }

    /// Adds the statement of [`select`], its columns between the two texts.
    pub(crate) fn select(&mut self, query: &Query, (before, after): (&str, &str)) -> Result<()> {
        if let Some(matching) = query.matching.as_ref().filter(|_| query.is_ranked()) {
            return self.ranked(query, matching, (before, after));
        }
        if let Select::CountBy(name) = query.select {
            return self.counts(query, name);
        }
        if query.matching.is_none() && self.by_member(query, (before, after))? {
            return Ok(());
        }
        self.push("SELECT ").push(before);
        if query.select == Select::Count {
            self.push("count(*)")
                .push(after)
                .push(" FROM ")
                .name(query.entity.table)
                .push(" WHERE ")
                .restriction(query)?;
            if let Some(matching) = &query.matching {
                self.found(query, matching);
            }
            return Ok(());
        }
        self.columns(query.entity, query.with_bytes).push(after);
        self.push(" FROM ").name(query.entity.table).push(" WHERE ").restriction(query)?;
        if let Some(matching) = &query.matching {
            self.found(query, matching);
        }
        let order = query.order();
        if let Some(place) = &query.after {
            self.after(query.entity, &order, place)?;
        }
        // At most one row can have the id: an order would only cost.
        if query.tenant == Tenant::Agenda {
            // What waits for nothing is not in the index, so that absent values come nowhere.
            self.in_turn(query.entity, &order)?;
        } else if !asks_for_one_id(&query.condition) {
            self.order(query.entity, &order)?;
        }
        self.push(" LIMIT ").push(&(u64::from(query.limit) + 1).to_string());
        Ok(())
    }

    /// Adds the statement that counts the rows for each id that a field holds; PostgreSQL answers in one text each.
    fn counts(&mut self, query: &Query, name: &'static str) -> Result<()> {
        match self.dialect {
            Dialect::Sqlite => self.push("SELECT ").name(name).push(",count(*)"),
            Dialect::Postgres => self.push("SELECT concat(").name(name).push(",' ',count(*))"),
        };
        self.push(" FROM ").name(query.entity.table).push(" WHERE ").restriction(query)?;
        self.push(" AND ").name(name).push(" IS NOT NULL GROUP BY ").name(name).push(" ORDER BY ").name(name);
        self.push(" LIMIT ").push(&(u64::from(query.limit) + 1).to_string());
        Ok(())
    }

    /// Adds the condition that a row comes after `place` in that order.
    pub(crate) fn after(&mut self, def: &EntityDef, order: &[Sort], place: &[Value]) -> Result<()> {
        let fields: Vec<&'static FieldDef> = order.iter().map(|sort| known(def, &sort.field)).collect::<Result<_>>()?;
        let one_direction = order.iter().all(|sort| sort.descending == order[0].descending);
        let plain = fields.iter().all(|field| !field.nullable && field.kind != Kind::Decimal);
        self.push(" AND ");
        if one_direction && plain {
            // A row value lets both databases begin at the place in the index.
            self.push("(");
            for (index, field) in fields.iter().enumerate() {
                self.push(if index > 0 { "," } else { "" }).name(field.name);
            }
            self.push(if order[0].descending { ")<(" } else { ")>(" });
            for (index, (field, value)) in fields.iter().zip(place).enumerate() {
                self.push(if index > 0 { "," } else { "" }).bind(field.kind, value.clone());
            }
            self.push(")");
            return Ok(());
        }
        self.push("(");
        for (index, sort) in order.iter().enumerate() {
            self.push(if index > 0 { " OR (" } else { "(" });
            for (field, value) in fields.iter().zip(place).take(index) {
                if value.is_null() {
                    self.name(field.name).push(" IS NULL AND ");
                } else {
                    self.comparison(field, "=", value);
                    self.push(" AND ");
                }
            }
            let (field, value) = (fields[index], &place[index]);
            match (sort.descending, value.is_null()) {
                (false, true) => {
                    self.name(field.name).push(" IS NOT NULL");
                }
                (false, false) => self.comparison(field, ">", value),
                (true, true) => {
                    self.push("1=0");
                }
                (true, false) => {
                    self.push("(");
                    self.comparison(field, "<", value);
                    if field.nullable {
                        self.push(" OR ").name(field.name).push(" IS NULL");
                    }
                    self.push(")");
                }
            }
            self.push(")");
        }
        self.push(")");
        Ok(())
    }

    /// Adds the order of columns that hold something, the least first.
    fn in_turn(&mut self, def: &EntityDef, order: &[Sort]) -> Result<()> {
        for (index, sort) in order.iter().enumerate() {
            self.push(if index > 0 { "," } else { " ORDER BY " }).name(known(def, &sort.field)?.name);
        }
        Ok(())
    }

    /// Adds the order, absent values as the least.
    pub(crate) fn order(&mut self, def: &EntityDef, order: &[Sort]) -> Result<()> {
        self.push(" ORDER BY ");
        for (index, sort) in order.iter().enumerate() {
            let field = known(def, &sort.field)?;
            self.push(if index > 0 { "," } else { "" }).column(field);
            if sort.descending {
                self.push(" DESC");
            }
            if field.nullable && self.dialect == Dialect::Postgres {
                self.push(if sort.descending { " NULLS LAST" } else { " NULLS FIRST" });
            }
        }
        Ok(())
    }
}

fn known(def: &EntityDef, name: &str) -> Result<&'static FieldDef> {
    def.field(name).ok_or_else(|| unknown(name))
}

#[cold]
fn unknown(name: &str) -> Error {
    Error::new(Code::FieldUnknown).field(name.chars().take(64).collect::<String>())
}

/// Compiles a checked query. Of its rows one more than the limit is asked for, which tells whether more follow.
///
/// # Errors
/// [`Code::FieldUnknown`] for a query that was not checked.
pub fn select(query: &Query, dialect: Dialect) -> Result<Sql> {
    let mut builder = Builder::new(dialect);
    builder.select(query, ("", ""))?;
    Ok(builder.finish())
}

fn asks_for_one_id(condition: &Condition) -> bool {
    matches!(condition, Condition::Test { field, test: Test::Is(Value::Uuid(_)) } if field == "id")
}

#[cfg(test)]
mod tests;
