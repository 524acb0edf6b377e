//! A plan meets a source: columns become places in a row, fields become positions, references become ways to make ids.

use super::ahead::ahead;
use super::expression::Expr;
use super::fit::is_number;
use super::identity::Naming;
use super::plan::{Part, Pass, Plan, When};
use super::source::{Cell, Source};
use super::table::{Condition, Ids, NOWHERE, Op, Planned, Table, TablePart, entity};
use super::{Product, blank, convert, tenant};
use crate::entity::{EntityDef, FieldDef, Named, Stamp, Value};
use crate::error::{Code, Error, Result};

/// What a plan is compiled with.
pub(super) struct Compiler<'a> {
    pub(super) product: Product,
    pub(super) plan: &'a Plan,
    pub(super) source: &'a Source,
    pub(super) stamp: Stamp,
    /// What tickets have when their status or priority is not known.
    pub(super) defaults: [(&'static str, Value); 2],
}

/// The columns that a pass asks for.
#[derive(Default)]
struct Asked {
    names: Vec<String>,
    sql: Vec<String>,
}

impl Compiler<'_> {
    pub(super) fn table(&self, pass: &Pass) -> Result<Table> {
        let mut asked = Asked::default();
        let key: Vec<usize> = pass.key.iter().map(|column| self.place(pass, column, &mut asked)).collect();
        let parts = pass.parts.iter().map(|part| self.part(pass, part, &mut asked)).collect::<Result<Vec<_>>>()?;
        let main = pass.parts.iter().position(|part| part.name.is_empty()).unwrap_or_default();
        let first = parts.get(main).ok_or_else(|| Error::new(Code::Internal).with("reason", "a pass has a part"))?;
        let (tree, later) = ahead(first, &parts);
        let ordered = pass.key.iter().filter(|column| self.source.column(pass.table, column).is_some());
        let order = ordered.map(|column| format!("t.\"{column}\"")).collect::<Vec<_>>().join(", ");
        let mut sql = format!("SELECT {} FROM \"{}\" AS t", asked.sql.join(", "), pass.table);
        if let Some(condition) = tenant::condition(self.plan, self.source, pass.table) {
            sql.push_str(" WHERE ");
            sql.push_str(&condition);
        }
        if !order.is_empty() {
            sql.push_str(" ORDER BY ");
            sql.push_str(&order);
        }
        Ok(Table {
            name: pass.table,
            secret_key: pass.secret_key,
            counts: pass.parts.iter().any(|part| part.name.is_empty()),
            sql,
            key,
            tree,
            later,
            main,
            parts,
            columns: asked.names.clone(),
        })
    }

    fn part(&self, pass: &Pass, part: &Part, asked: &mut Asked) -> Result<TablePart> {
        let def = entity(part.entity)?;
        let mut fields: Vec<Planned> = Vec::new();
        for (field, expr) in self.expressions(pass, part, def) {
            let index = def.index_of(field);
            let index = index.ok_or_else(|| Error::new(Code::Internal).field(field).with("reason", "no such field"))?;
            let (expr, loose) = match expr {
                Expr::Loose(inner) => (*inner, true),
                expr => (expr, false),
            };
            let column = expr.columns().first().copied().filter(|column| !column.starts_with('@'));
            let secret = matches!(expr, Expr::Secret(_) | Expr::Secrets(_) | Expr::Counted(_));
            let op = self.op(pass, def, index, expr, asked)?;
            fields.push(Planned { field: index, op, column, compared: !loose && !secret });
        }
        let mut blank = blank::row(def, self.stamp);
        for (field, value) in self.defaults.iter().filter(|_| def.name == "Ticket") {
            if let Some(index) = def.index_of(field) {
                blank[index] = value.clone();
            }
        }
        if let Some(slug) = def.index_of("slug").filter(|_| def.is_tenant) {
            blank[slug] = Value::Text(self.stamp.organization_id.as_uuid().to_string());
        }
        let place = |column: &'static str, asked: &mut Asked| self.place(pass, column, asked);
        let when = match &part.when {
            When::Always => Condition::Always,
            When::Has(column) => Condition::Has(place(column, asked)),
            When::Any(columns) => Condition::Any(columns.iter().map(|column| place(column, asked)).collect()),
            When::Is(column, words) => Condition::Is(place(column, asked), words, true),
            When::IsNot(column, words) => Condition::Is(place(column, asked), words, false),
            When::All(column, word, other) => Condition::All(place(column, asked), word, place(other, asked)),
            When::Named => self.named(def, &fields),
        };
        Ok(TablePart {
            def,
            ids: self.ids(pass.table, part.name, part.key.is_some()),
            when,
            key: part.key.map(|column| place(column, asked)),
            each: part.each.map(|column| place(column, asked)),
            fields,
            numbers: (0..def.fields.len()).filter(|index| is_number(&def.fields[*index])).collect(),
            blank,
        })
    }

    /// The condition of a part whose columns are found by name: its first field of its own is there.
    fn named(&self, def: &EntityDef, fields: &[Planned]) -> Condition {
        let own = |planned: &&Planned| !matches!(planned.op, Op::Own(_));
        let wanted = |planned: &&Planned| {
            let field = &def.fields[planned.field];
            !["created_at", "updated_at", "deleted_at", "name", "is_active"].contains(&field.name)
        };
        let mut columns = fields.iter().filter(own).filter(wanted).filter_map(|planned| match &planned.op {
            Op::Cell(place) | Op::Row(_, place) | Op::Secret(place) => Some(*place),
            Op::Made(places, _) => places.first().copied(),
            _ => None,
        });
        columns.next().map_or(Condition::Never, Condition::Has)
    }

    fn op(&self, pass: &Pass, def: &'static EntityDef, index: usize, expr: Expr, asked: &mut Asked) -> Result<Op> {
        let field = &def.fields[index];
        let mut place = |column: &'static str| self.place(pass, column, asked);
        let part = |name: &str| {
            let found = pass.parts.iter().position(|part| part.name == name);
            found.ok_or_else(|| Error::new(Code::Internal).with("reason", "no such part of a row"))
        };
        Ok(match expr {
            Expr::Column(column) => match self.target(field) {
                Some(target) => {
                    let (table, part) = self.plan.place_of(target).unwrap_or((target, ""));
                    Op::Row(self.ids(table, part, false), place(column))
                }
                None => Op::Cell(place(column)),
            },
            Expr::Lower(column) => Op::Lower(place(column)),
            Expr::Words(column, words) => Op::Words(place(column), words),
            Expr::Made(columns, make) => Op::Made(columns.iter().map(|column| place(column)).collect(), make),
            Expr::Named(names, column) => Op::Named(names, place(column)),
            Expr::Below(above, column) => Op::Below(place(above), place(column)),
            Expr::Row(table, name, column) => Op::Row(self.ids(table, name, false), place(column)),
            Expr::Pointed(table, column, find) => Op::Pointed(self.ids(table, "", false), place(column), find),
            // A pass without the first part still knows the id of the row that another pass made of it.
            Expr::Own("") if !pass.parts.iter().any(|part| part.name.is_empty()) => {
                Op::Row(self.ids(pass.table, "", false), place(pass.key[0]))
            }
            Expr::Own(name) => Op::Own(part(name)?),
            Expr::OwnWith(name, column) => Op::OwnWith(part(name)?, place(column)),
            Expr::Audited(kind, key) => {
                let tables = self.plan.passes.iter().filter(|pass| pass.parts.iter().any(|part| part.name.is_empty()));
                let tables = tables.filter_map(|pass| {
                    let first = pass.parts.iter().find(|part| part.name.is_empty())?;
                    Some((entity(first.entity).ok()?.table, self.ids(pass.table, "", false)))
                });
                let kind = if self.source.column(pass.table, kind).is_some() { kind } else { "entity_type" };
                Op::Audited(tables.collect(), place(kind), place(key))
            }
            Expr::Key => Op::Key,
            Expr::Is(text) => {
                let value = convert::convert(&Cell::Text(text.to_owned()), field, &crate::clock::Zone::default());
                Op::Is(value.map_err(|_| Error::new(Code::Internal).field(field.name).with("reason", "a constant"))?)
            }
            Expr::Secret(column) => Op::Secret(place(column)),
            Expr::Secrets(members) => {
                Op::Secrets(members.iter().map(|(name, column)| (*name, place(column))).collect())
            }
            Expr::Document(members) => {
                Op::Document(members.iter().map(|(name, column)| (*name, place(column))).collect())
            }
            Expr::Item(names, column) => Op::Item(names, place(column)),
            Expr::Counted(column) => Op::Counted(place(column)),
            Expr::Loose(inner) => self.op(pass, def, index, *inner, asked)?,
        })
    }

    /// Returns the entity whose id a field holds, also where the row is not to be there any more, as in an audit log.
    fn target(&self, field: &FieldDef) -> Option<&'static str> {
        let declared = field.references.map(|to| (to.entity)().name);
        let Some(Named::Id(name)) = field.named else { return declared };
        let named = name.strip_suffix("Id").filter(|name| self.plan.place_of(name).is_some());
        declared.or(named)
    }

    fn ids(&self, table: &str, part: &str, own_key: bool) -> Ids {
        let single = self.plan.passes.iter().find(|pass| pass.table == table).is_none_or(|pass| pass.key.len() == 1);
        if self.plan.keeps_ids && single && (part.is_empty() || own_key) {
            return Ids::Kept;
        }
        Ids::Made(Naming::new(self.stamp.organization_id, self.product, table, part))
    }

    /// Returns the place of a column, asking for it if nobody did yet.
    fn place(&self, pass: &Pass, column: &'static str, asked: &mut Asked) -> usize {
        if let Some(place) = asked.names.iter().position(|name| name == column) {
            return place;
        }
        let computed = pass.computed.iter().find(|computed| computed.name == column);
        let sql = match computed {
            Some(computed) => {
                let there = computed.needs.iter().all(|table| self.source.tables.contains_key(*table));
                there.then(|| format!("CAST({} AS TEXT)", computed.sql))
            }
            None => self.source.column(pass.table, column).map(|column| column.sql.clone()),
        };
        let Some(sql) = sql else { return NOWHERE };
        asked.names.push(column.to_owned());
        asked.sql.push(sql);
        asked.names.len() - 1
    }
}
