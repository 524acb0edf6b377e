//! What is special about each product: the order of its tables, and the fields whose column alone does not say what they are.
//! Everything else is on the product's page, see [`page`](super::page).

mod a;
mod b;
mod c;
mod d;
mod e;
mod makers;

use super::Product;
use super::expression::{Expr, Make, Names};
use super::page::{self, Line};
use crate::ticket::preset::Preset;

/// A product's plan.
pub(super) struct Plan {
    pub(super) lines: Vec<Line>,
    /// Statuses and priorities that the product has in its code and not in a table.
    pub(super) preset: Option<Preset>,
    /// Whether times without a zone are local to the organization; otherwise they are UTC.
    pub(super) local_times: bool,
    /// Whether old keys are UUIDs that stay.
    pub(super) keeps_ids: bool,
    /// Whether the page names tables only, so that columns are found by the names of fields.
    pub(super) by_name: bool,
    /// The table of tenants, where there is more than one.
    pub(super) tenants: Option<&'static str>,
    pub(super) passes: Vec<Pass>,
}

/// One way through a table.
#[derive(Clone)]
pub(super) struct Pass {
    pub(super) table: &'static str,
    pub(super) key: &'static [&'static str],
    /// Whether the key is a secret by itself.
    pub(super) secret_key: bool,
    /// More columns, each with the SQL that computes it from the row `t` and the tables that it needs.
    pub(super) computed: Vec<Computed>,
    pub(super) parts: Vec<Part>,
}

/// A column that the database computes.
#[derive(Clone)]
pub(super) struct Computed {
    pub(super) name: &'static str,
    pub(super) sql: &'static str,
    pub(super) needs: &'static [&'static str],
}

/// What a row becomes in one entity.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) entity: &'static str,
    /// Tells it from the other parts; empty for the first.
    pub(super) name: &'static str,
    pub(super) when: When,
    /// Whether several rows become the same one, of which the first counts.
    pub(super) key: Option<&'static str>,
    /// The list for each item of which there is one.
    pub(super) each: Option<&'static str>,
    pub(super) fields: Vec<(&'static str, Expr)>,
    /// Whether the page's columns for this entity are added to `fields`.
    pub(super) from_page: bool,
}

/// Whether a row has a part.
#[derive(Clone)]
pub(super) enum When {
    Always,
    /// The column holds something.
    Has(&'static str),
    /// One of the columns holds something, other than zero.
    Any(&'static [&'static str]),
    /// There is a column for the first field that a row cannot do without, and it holds something.
    Named,
    /// The first column holds the word, and the second something.
    All(&'static str, &'static str, &'static str),
    /// The column holds one of the words.
    Is(&'static str, &'static [&'static str]),
    /// The column holds none of the words.
    IsNot(&'static str, &'static [&'static str]),
}

impl Plan {
    /// Returns the plan of a product.
    pub(super) fn of(product: Product) -> Self {
        match product {
            Product::A => a::plan(),
            Product::B => b::plan(),
            Product::C => c::plan(),
            Product::D => d::plan(),
            Product::E => e::plan(),
        }
    }

    fn new(page: &'static str, passes: Vec<Pass>) -> Self {
        Self {
            lines: page::lines(page),
            preset: None,
            local_times: false,
            keeps_ids: false,
            by_name: false,
            tenants: None,
            passes,
        }
    }

    /// Returns the other names of a field's column, where columns are found by name.
    pub(super) fn aliases(entity: &str, field: &str) -> impl Iterator<Item = (&'static str, Option<Make>)> {
        let of = move |(of, name, ..): &&(&str, &str, &str, Option<Make>)| *of == entity && *name == field;
        a::ALIASES.iter().filter(of).map(|(.., column, make)| (*column, *make)).collect::<Vec<_>>().into_iter()
    }

    /// Returns every column that a field is read from, where columns are not found by name.
    pub(super) fn assignments(&self) -> Vec<(&'static str, &'static str, String)> {
        let mut found = Vec::new();
        for pass in self.passes.iter().filter(|_| !self.by_name) {
            for part in &pass.parts {
                let add = |found: &mut Vec<_>, column: &'static str, field: &str| {
                    // What the database computes is no column of the page.
                    if !column.starts_with('@') {
                        found.push((pass.table, column, format!("{}.{field}", part.entity)));
                    }
                };
                let said: Vec<&str> = part.fields.iter().map(|(field, _)| *field).collect();
                for (field, expr) in &part.fields {
                    let key = matches!(expr, Expr::Key).then_some(pass.key).into_iter().flatten();
                    if let Expr::Item(Names::Permission, column) = expr {
                        found.push((pass.table, *column, "Permission.key".to_owned()));
                    }
                    expr.columns().into_iter().chain(key.copied()).for_each(|column| add(&mut found, column, field));
                }
                for line in self.lines.iter().filter(|line| part.from_page && line.table == pass.table) {
                    for place in line.places.iter().filter(|place| place.entity == part.entity) {
                        if let (Some(column), Some(field)) = (line.column, place.field)
                            && !said.contains(&field)
                        {
                            add(&mut found, column, field);
                        }
                    }
                }
            }
        }
        found
    }

    /// How a telephone number is converted wherever one is found by name.
    pub(super) const PHONE: Make = makers::phone;

    /// Returns the table and the part in which rows become the rows of an entity.
    pub(super) fn place_of(&self, entity: &str) -> Option<(&'static str, &'static str)> {
        let beside = |pass: &Pass| Some((pass.table, pass.parts.iter().find(|part| part.entity == entity)?.name));
        self.table_of(entity).map(|table| (table, "")).or_else(|| self.passes.iter().find_map(beside))
    }

    /// Returns the table whose rows become the rows of an entity.
    pub(super) fn table_of(&self, entity: &str) -> Option<&'static str> {
        let itself = |pass: &&Pass| pass.parts.iter().any(|part| part.entity == entity && part.name.is_empty());
        self.passes.iter().find(itself).map(|pass| pass.table)
    }
}

impl Pass {
    fn new(table: &'static str, parts: Vec<Part>) -> Self {
        Self { table, key: &["id"], secret_key: false, computed: Vec::new(), parts }
    }

    /// A table whose rows become rows of one entity, as the page says.
    fn plain(table: &'static str, entity: &'static str) -> Self {
        Self::new(table, vec![Part::first(entity)])
    }

    fn key(mut self, key: &'static [&'static str]) -> Self {
        self.key = key;
        self
    }

    fn computed(mut self, name: &'static str, needs: &'static [&'static str], sql: &'static str) -> Self {
        self.computed.push(Computed { name, sql, needs });
        self
    }
}

impl Part {
    fn first(entity: &'static str) -> Self {
        Self { entity, name: "", when: When::Always, key: None, each: None, fields: Vec::new(), from_page: true }
    }

    /// Something that a row becomes beside its first part.
    fn more(entity: &'static str, name: &'static str, when: When) -> Self {
        Self { name, when, ..Self::first(entity) }
    }

    /// Has no columns but those that are said.
    fn alone(mut self) -> Self {
        self.from_page = false;
        self
    }

    fn set(mut self, field: &'static str, expr: Expr) -> Self {
        self.fields.push((field, expr));
        self
    }
}

impl Pass {
    /// Says more of the one part.
    fn only(mut self, say: impl FnMut(Part) -> Part) -> Self {
        self.parts = self.parts.into_iter().take(1).map(say).collect();
        self
    }
}

/// Returns the beginning of a secret key's SHA-256, by which a row can be told without the key.
pub(super) fn fingerprint(key: &str) -> String {
    format!("sha256:{}", &makers::sha256(key.as_bytes())[..16])
}

/// Returns the table here that a word of a product means.
pub(super) fn audited_table(cell: &super::source::Cell) -> String {
    let made = makers::audited_table(&[cell], &crate::clock::Zone::default());
    made.ok().and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default()
}
