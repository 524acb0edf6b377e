//! Conditions in both dialects: groups, and the tests on single fields.

use super::member;
use super::{Builder, DECIMAL_COLLATION, Dialect, FOLD, unknown};
use crate::entity::{EntityDef, FieldDef, Kind, Value};
use crate::error::Result;
use crate::query::condition::{Condition, Test};
use crate::query::fold::fold;
use crate::query::member::Subject;

impl Builder {
    pub(super) fn condition(&mut self, def: &EntityDef, condition: &Condition) -> Result<()> {
        match condition {
            Condition::All(parts) => self.joined(def, parts, " AND ", "1=1"),
            Condition::Any(parts) => self.joined(def, parts, " OR ", "1=0"),
            Condition::None(parts) => {
                // What is there: in the words of a partial index, which SQLite takes for no others.
                if let [Condition::Test { field, test: Test::Is(Value::Null) }] = &parts[..]
                    && let Some(Subject::Field(field)) = Subject::named(def, field)
                {
                    self.name(field.name).push(" IS NOT NULL");
                    return Ok(());
                }
                // A test on an absent value is unknown to SQL and false to us: what is not true is false.
                self.push("(");
                self.joined(def, parts, " OR ", "1=0")?;
                self.push(" IS NOT TRUE)");
                Ok(())
            }
            Condition::Test { field, test } => {
                match Subject::named(def, field).ok_or_else(|| unknown(field))? {
                    Subject::Field(field) => self.test(field, test),
                    Subject::Member(field, name) => {
                        self.member_test(member::Member { table: def.table, field, name }, test)
                    }
                }
                Ok(())
            }
        }
    }

    fn joined(&mut self, def: &EntityDef, parts: &[Condition], between: &str, empty: &str) -> Result<()> {
        self.push("(");
        if parts.is_empty() {
            self.push(empty);
        }
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.push(between);
            }
            self.condition(def, part)?;
        }
        self.push(")");
        Ok(())
    }

    pub(super) fn test(&mut self, field: &'static FieldDef, test: &Test) {
        match test {
            Test::Is(Value::Null) => {
                self.name(field.name).push(" IS NULL");
            }
            Test::Is(value) => self.comparison(field, "=", value),
            Test::LessThan(value) => self.comparison(field, "<", value),
            Test::AtMost(value) => self.comparison(field, "<=", value),
            Test::MoreThan(value) => self.comparison(field, ">", value),
            Test::AtLeast(value) => self.comparison(field, ">=", value),
            Test::In(values) if values.is_empty() => {
                self.push("1=0");
            }
            // One argument whatever the number of values, so that the statement stays the same.
            Test::In(values) if self.dialect == Dialect::Postgres => {
                self.name(field.name).push("=ANY(");
                self.bind(Kind::List, Value::List(values.iter().map(text_form).collect()));
                self.push("::").push(array_type(field.kind)).push(")");
            }
            Test::In(values) => {
                self.column(field).push(" IN (");
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        self.push(",");
                    }
                    self.bind(field.kind, value.clone());
                }
                self.push(")");
            }
            Test::Contains(part) => self.folded(field, part, |builder, part| {
                match builder.dialect {
                    Dialect::Sqlite => builder.push("instr("),
                    Dialect::Postgres => builder.push("strpos("),
                };
                builder.fold_column(field).push(",").bind(Kind::Text, part).push(")>0");
            }),
            Test::StartsWith(part) => self.folded(field, part, |builder, part| {
                match builder.dialect {
                    Dialect::Sqlite => builder.push("instr("),
                    Dialect::Postgres => builder.push("strpos("),
                };
                builder.fold_column(field).push(",").bind(Kind::Text, part).push(")=1");
            }),
            Test::EndsWith(part) => {
                let length = i64::try_from(fold(part).chars().count()).unwrap_or(i64::MAX);
                let (begin, middle, end) = match self.dialect {
                    Dialect::Sqlite => ("substr(", ",-", ")="),
                    Dialect::Postgres => ("right(", ",", "::int)="),
                };
                self.folded(field, part, |builder, part| {
                    builder.push(begin).fold_column(field).push(middle).bind(Kind::Integer, Value::Integer(length));
                    builder.push(end).bind(Kind::Text, part);
                });
            }
            Test::Has(item) => match self.dialect {
                Dialect::Sqlite => {
                    self.push("EXISTS(SELECT 1 FROM json_each(").name(field.name).push(") WHERE value=");
                    self.bind(Kind::Text, Value::Text(item.clone())).push(")");
                }
                Dialect::Postgres => {
                    self.name(field.name).push(" @> ").bind(Kind::List, Value::List(vec![item.clone()]));
                }
            },
        }
    }

    /// A text test; with nothing to look for, every present text has it.
    pub(super) fn folded(&mut self, field: &'static FieldDef, part: &str, write: impl FnOnce(&mut Self, Value)) {
        let part = fold(part);
        if part.is_empty() {
            self.name(field.name).push(" IS NOT NULL");
        } else {
            write(self, Value::Text(part));
        }
    }

    pub(super) fn fold_column(&mut self, field: &'static FieldDef) -> &mut Self {
        self.push(FOLD).push("(").name(field.name).push(")")
    }

    pub(super) fn comparison(&mut self, field: &'static FieldDef, operator: &str, value: &Value) {
        self.column(field).push(operator).bind(field.kind, value.clone());
    }

    pub(super) fn column(&mut self, field: &'static FieldDef) -> &mut Self {
        self.name(field.name);
        if field.kind == Kind::Decimal && self.dialect == Dialect::Sqlite {
            self.push(" COLLATE ").push(DECIMAL_COLLATION);
        }
        self
    }
}

/// Returns the text that PostgreSQL reads as that value.
fn text_form(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Word(name) => (*name).to_owned(),
        other => match other.to_json() {
            serde_json::Value::String(text) => text,
            json => json.to_string(),
        },
    }
}

fn array_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "boolean[]",
        Kind::Integer => "bigint[]",
        Kind::Decimal => "numeric[]",
        Kind::Uuid => "uuid[]",
        Kind::Timestamp => "timestamptz[]",
        Kind::Date => "date[]",
        Kind::Text | Kind::Enum(_) | Kind::List | Kind::Bytes | Kind::Json => "text[]",
    }
}
