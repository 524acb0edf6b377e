//! The part of a statement that tests a member of a JSON object. Its name is bound like any value, and what is there is only
//! compared when it is of the kind that is asked for: a cast of anything else would be an error in PostgreSQL.

use super::{Builder, Dialect};
use crate::entity::{FieldDef, Kind, Value};
use crate::query::condition::Test;
use crate::query::fold::fold;
use crate::query::member::Wanted;

/// A member of a field.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) table: &'static str,
    pub(super) field: &'static FieldDef,
    pub(super) name: &'a str,
}

impl Builder {
    /// Adds a test on a member.
    pub(super) fn member_test(&mut self, member: Member<'_>, test: &Test) {
        match test {
            Test::Is(Value::Null) => {
                self.push("coalesce(").member_kind(member).push(",'null')='null'");
            }
            Test::Is(value) => self.member_comparison(member, "=", value),
            Test::LessThan(value) => self.member_comparison(member, "<", value),
            Test::AtMost(value) => self.member_comparison(member, "<=", value),
            Test::MoreThan(value) => self.member_comparison(member, ">", value),
            Test::AtLeast(value) => self.member_comparison(member, ">=", value),
            Test::In(values) => self.member_in(member, values),
            Test::Contains(part) => self.member_part(member, part, |builder| builder.push(")>0")),
            Test::StartsWith(part) => self.member_part(member, part, |builder| builder.push(")=1")),
            Test::EndsWith(part) => {
                let part = fold(part);
                let length = i64::try_from(part.chars().count()).unwrap_or(i64::MAX);
                if part.is_empty() {
                    self.is_text(member);
                    return;
                }
                let (begin, middle, end) = match self.dialect {
                    Dialect::Sqlite => ("substr(", ",-", ")="),
                    Dialect::Postgres => ("right(", ",", "::int)="),
                };
                self.push(begin).folded_member(member).push(middle).bind(Kind::Integer, Value::Integer(length));
                self.push(end).bind(Kind::Text, Value::Text(part));
            }
            Test::Has(item) => match self.dialect {
                Dialect::Sqlite => {
                    self.push("(").member_kind(member).push("='array' AND EXISTS(SELECT 1 FROM json_each(");
                    // With its table, because a column of `json_each` is called `json`.
                    self.name(member.table).push(".").name(member.field.name).push(",").path(member);
                    self.push(") WHERE type='text' AND value=");
                    self.bind(Kind::Text, Value::Text(item.clone())).push("))");
                }
                Dialect::Postgres => {
                    self.push("(").member_kind(member).push("='array' AND ").document(member);
                    self.push(" @> jsonb_build_array(").bind(Kind::Text, Value::Text(item.clone())).push("::text))");
                }
            },
        }
    }

    fn member_comparison(&mut self, member: Member<'_>, operator: &str, value: &Value) {
        match Wanted::of(value) {
            Some(Wanted::Text(text)) => {
                self.member_text(member).push(operator).bind(Kind::Text, Value::Text(text.to_owned()));
            }
            Some(Wanted::Number(number)) => {
                self.member_number(member).push(operator);
                self.number(number);
            }
            Some(Wanted::Truth(truth)) => {
                self.truth(member, truth);
            }
            None => {
                self.push("1=0");
            }
        }
    }

    /// Adds a test on each kind of value by itself; a long list stays one level deep.
    fn member_in(&mut self, member: Member<'_>, values: &[Value]) {
        let wanted: Vec<Wanted<'_>> = values.iter().filter_map(Wanted::of).collect();
        let (mut texts, mut numbers, mut truths) = (Vec::new(), Vec::new(), Vec::new());
        for wanted in wanted {
            match wanted {
                Wanted::Text(text) => texts.push(text.to_owned()),
                Wanted::Number(number) => numbers.push(number),
                Wanted::Truth(truth) => truths.push(truth),
            }
        }
        self.push("(1=0");
        if !texts.is_empty() {
            self.push(" OR ").member_text(member);
            self.one_of(texts, Kind::Text, "::text[]");
        }
        if !numbers.is_empty() {
            self.push(" OR ").member_number(member);
            self.one_of(numbers.into_iter().map(|number| number.to_string()).collect(), Kind::Decimal, "::numeric[]");
        }
        for truth in truths {
            self.push(" OR ").truth(member, truth);
        }
        self.push(")");
    }

    fn one_of(&mut self, texts: Vec<String>, kind: Kind, list: &str) {
        if self.dialect == Dialect::Postgres {
            self.push("=ANY(").bind(Kind::List, Value::List(texts)).push(list).push(")");
            return;
        }
        self.push(" IN (");
        for (index, text) in texts.into_iter().enumerate() {
            let (begin, end) = if kind == Kind::Decimal { ("CAST(", " AS REAL)") } else { ("", "") };
            self.push(if index > 0 { "," } else { "" }).push(begin).bind(Kind::Text, Value::Text(text)).push(end);
        }
        self.push(")");
    }

    fn member_part(&mut self, member: Member<'_>, part: &str, end: impl FnOnce(&mut Self) -> &mut Self) {
        let part = fold(part);
        if part.is_empty() {
            self.is_text(member);
            return;
        }
        self.push(if self.dialect == Dialect::Sqlite { "instr(" } else { "strpos(" });
        end(self.folded_member(member).push(",").bind(Kind::Text, Value::Text(part)));
    }

    fn folded_member(&mut self, member: Member<'_>) -> &mut Self {
        self.push(super::FOLD).push("(").member_text(member).push(")")
    }

    fn is_text(&mut self, member: Member<'_>) -> &mut Self {
        let kind = if self.dialect == Dialect::Sqlite { "='text'" } else { "='string'" };
        self.member_kind(member).push(kind)
    }

    fn truth(&mut self, member: Member<'_>, truth: bool) -> &mut Self {
        match self.dialect {
            Dialect::Sqlite => self.member_kind(member).push(if truth { "='true'" } else { "='false'" }),
            Dialect::Postgres => self.document(member).push(if truth { "='true'::jsonb" } else { "='false'::jsonb" }),
        }
    }

    /// Adds the kind of value that is there, in the database's own words.
    fn member_kind(&mut self, member: Member<'_>) -> &mut Self {
        match self.dialect {
            Dialect::Sqlite => self.push("json_type(").name(member.field.name).push(",").path(member).push(")"),
            Dialect::Postgres => self.push("jsonb_typeof(").document(member).push(")"),
        }
    }

    /// Adds the text that is there; nothing when it is none.
    fn member_text(&mut self, member: Member<'_>) -> &mut Self {
        self.push("CASE WHEN ").is_text(member).push(" THEN ").extracted(member);
        self.push(if self.dialect == Dialect::Sqlite { " END" } else { " COLLATE \"C\" END" })
    }

    /// Adds the number that is there; nothing when it is none.
    fn member_number(&mut self, member: Member<'_>) -> &mut Self {
        self.push("CASE WHEN ").member_kind(member);
        match self.dialect {
            Dialect::Sqlite => self.push(" IN ('integer','real') THEN ").extracted(member).push(" END"),
            Dialect::Postgres => self.push("='number' THEN (").extracted(member).push(")::numeric END"),
        }
    }

    fn extracted(&mut self, member: Member<'_>) -> &mut Self {
        match self.dialect {
            Dialect::Sqlite => self.push("json_extract(").name(member.field.name).push(",").path(member).push(")"),
            Dialect::Postgres => {
                self.push("(").name(member.field.name).push("->>");
                self.bind(Kind::Text, Value::Text(member.name.to_owned())).push("::text)")
            }
        }
    }

    /// Adds the value that is there, as JSON of PostgreSQL.
    fn document(&mut self, member: Member<'_>) -> &mut Self {
        self.push("(").name(member.field.name).push("->");
        self.bind(Kind::Text, Value::Text(member.name.to_owned())).push("::text)")
    }

    /// Adds the path to the member, of SQLite. Its name has no quotes, which was checked.
    fn path(&mut self, member: Member<'_>) -> &mut Self {
        self.bind(Kind::Text, Value::Text(format!("$.\"{}\"", member.name)))
    }

    /// Adds a number. As a text, because that is how it stands in the documents: both then become the same number.
    fn number(&mut self, number: f64) {
        let text = Value::Text(number.to_string());
        match self.dialect {
            Dialect::Sqlite => self.push("CAST(").bind(Kind::Text, text).push(" AS REAL)"),
            Dialect::Postgres => self.bind(Kind::Text, text).push("::numeric"),
        };
    }
}
