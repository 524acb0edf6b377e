//! The part of a statement that searches: which entries of the index have the words, and how good a find each is.
//!
//! What a person asked becomes the database's query language here. It is put together of roots only, which are letters and
//! digits, each in quotes, and is bound as one argument; so nothing that was written is ever read as an operator.

use uuid::Uuid;

use super::{Builder, Dialect};
use crate::entity::{EntityDef, Kind, Value};
use crate::error::Result;
use crate::query::{Condition, Matching, Part, Query, Tenant, mark};

/// How much a word counts in the title, in the body, and as a beginning only: SQLite's BM25.
const RANK_SQLITE: &str = "-bm25(\"search_text\",8.0,1.0,0.5)";
/// The same for PostgreSQL, whose weights are D, C, B, A.
const RANK_POSTGRES: &str = "ts_rank('{0.05,0.1,0.125,1.0}',\"e\".\"terms\",";

impl Builder {
    /// Adds the statement of a search whose best finds come first, their rank in the last column.
    pub(super) fn ranked(&mut self, query: &Query, matching: &Matching, between: (&str, &str)) -> Result<()> {
        // When nothing else is asked of the rows, only those of the page are looked at.
        let is_all = query.condition == Condition::always();
        let page = format!(" LIMIT {} OFFSET {}", u64::from(query.limit) + 1, matching.skip);
        self.push("SELECT ").push(between.0).columns(query.entity, query.with_bytes).push(between.1);
        self.push(",\"search_rank\" FROM (SELECT \"e\".\"row_id\" AS \"search_row\",");
        let asked = self.rank(query, matching);
        self.push(" AS \"search_rank\"");
        self.entries(query, asked, true);
        if is_all {
            self.push(" ORDER BY 2 DESC,1").push(&page);
        }
        let join = if self.dialect == Dialect::Sqlite { ") AS \"found\" CROSS JOIN " } else { ") AS \"found\" JOIN " };
        self.push(join).name(query.entity.table).push(" ON \"id\"=\"search_row\" WHERE ").restriction(query)?;
        self.push(" ORDER BY \"search_rank\" DESC,\"search_row\"");
        if !is_all {
            self.push(&page);
        }
        Ok(())
    }

    /// Adds the condition that a row is among those that the search finds.
    pub(super) fn found(&mut self, query: &Query, matching: &Matching) {
        self.push(" AND \"id\" IN (SELECT \"e\".\"row_id\"");
        let asked = Asked::new(self.dialect, query, matching);
        self.entries(query, asked, false);
        self.push(")");
    }

    /// Adds what was asked as a query of its own, which PostgreSQL answers once. A cast it may work out for every entry.
    fn once(&mut self, asked: String) -> &mut Self {
        self.push("(SELECT ").bind(Kind::Text, Value::Text(asked)).push("::tsquery)")
    }

    fn rank(&mut self, query: &Query, matching: &Matching) -> Asked {
        let asked = Asked::new(self.dialect, query, matching);
        match self.dialect {
            Dialect::Sqlite => self.push(RANK_SQLITE),
            Dialect::Postgres => self.push(RANK_POSTGRES).once(asked.0.clone()).push(")::float8"),
        };
        asked
    }

    /// Adds `FROM … WHERE …`: the entries that have the words, `e`. Where others decide which of them are looked at, PostgreSQL has
    /// to see what is asked, to tell how many have it.
    fn entries(&mut self, query: &Query, Asked(asked): Asked, is_ranked: bool) {
        match self.dialect {
            // The order of the tables is said, because SQLite knows nothing of how many entries have a word.
            Dialect::Sqlite => self
                .push(" FROM \"search_text\" CROSS JOIN \"search_entry\" AS \"e\" ON \"e\".\"number\"=\"search_text\".\"rowid\"")
                .push(" WHERE \"search_text\" MATCH ")
                .bind(Kind::Text, Value::Text(asked)),
            Dialect::Postgres => {
                self.push(" FROM \"search_entry\" AS \"e\" WHERE \"e\".\"terms\" @@ ");
                if is_ranked {
                    self.once(asked)
                } else {
                    self.bind(Kind::Text, Value::Text(asked)).push("::tsquery")
                }
            }
        };
        // The plus keeps SQLite from reading all entries of the organization for each that has the words.
        let plus = if self.dialect == Dialect::Sqlite { "+" } else { "" };
        self.push(" AND ").push(plus).push("\"e\".\"organization_id\"=");
        self.bind(Kind::Uuid, Value::Uuid(organization(query))).push(" AND ").push(plus).push("\"e\".\"entity\"=");
        self.bind(Kind::Text, Value::Text(query.entity.table.to_owned()));
    }
}

fn organization(query: &Query) -> Uuid {
    match query.tenant {
        Tenant::Organization(id) => id.as_uuid(),
        Tenant::Directory | Tenant::Agenda => Uuid::nil(),
    }
}

/// What was asked, in the database's own language.
struct Asked(String);

impl Asked {
    fn new(dialect: Dialect, query: &Query, matching: &Matching) -> Self {
        let def: &EntityDef = query.entity;
        let kinds = [Some(true), (!matching.public_only && !def.public_when.is_empty()).then_some(false)];
        let one = |is_public| {
            let mark = mark(organization(query), def, is_public);
            let join = |parts: &[Part], between: &str| {
                parts.iter().map(|part| term(dialect, part, &mark)).collect::<Vec<_>>().join(between)
            };
            let wanted = matching.wanted();
            let (and, or, not) = match dialect {
                Dialect::Sqlite => (" AND ", " OR ", " NOT "),
                Dialect::Postgres => (" & ", " | ", " & !"),
            };
            let parts = join(&wanted.parts, and);
            if wanted.excluded.is_empty() {
                format!("({parts})")
            } else {
                format!("(({parts}){not}({}))", join(&wanted.excluded, or))
            }
        };
        let or = if dialect == Dialect::Sqlite { " OR " } else { " | " };
        Self(kinds.into_iter().flatten().map(one).collect::<Vec<_>>().join(or))
    }
}

fn term(dialect: Dialect, part: &Part, mark: &str) -> String {
    match (dialect, part) {
        (Dialect::Sqlite, Part::Phrase(roots)) => {
            let roots: Vec<String> = roots.iter().map(|root| format!("{mark}{root}")).collect();
            format!("{{title body}} : \"{}\"", roots.join(" "))
        }
        (Dialect::Sqlite, Part::Beginning(beginning)) => format!("\"{mark}{beginning}\" *"),
        // The words themselves have the weight D.
        (Dialect::Postgres, Part::Phrase(roots)) => {
            let roots: Vec<String> = roots.iter().map(|root| format!("'{mark}{root}':AB")).collect();
            format!("({})", roots.join(" <-> "))
        }
        (Dialect::Postgres, Part::Beginning(beginning)) => format!("'{mark}{beginning}':*"),
    }
}
