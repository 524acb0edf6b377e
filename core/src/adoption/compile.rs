//! A plan meets a source: columns become places in a row, fields become positions, references become ways to make ids.

use uuid::Uuid;

use super::convert;
use super::expression::{Expr, Make, Names};
use super::identity::Naming;
use super::page::Line;
use super::plan::{Part, Pass, Plan, When};
use super::source::{Cell, Source};
use super::{Product, blank, tenant};
use crate::ENTITIES;
use crate::entity::{EntityDef, FieldDef, Kind, Named, Row, Stamp, Value};
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

    /// Returns how each field of a part gets its value: what the plan says, then what the page says.
    fn expressions(&self, pass: &Pass, part: &Part, def: &'static EntityDef) -> Vec<(&'static str, Expr)> {
        let mut found = part.fields.clone();
        let has = |found: &[(&'static str, Expr)], field: &str| found.iter().any(|(name, _)| *name == field);
        if self.plan.by_name {
            self.by_name(pass, part, def, &mut found);
        } else if part.from_page {
            let lines = self.plan.lines.iter().filter(|line: &&Line| line.table == pass.table);
            let places = lines.flat_map(|line| line.places.iter().map(move |place| (line.column, place)));
            for (column, place) in places {
                let (Some(column), Some(field)) = (column, place.field) else { continue };
                let kept = ["id", "organization_id"].contains(&field);
                if place.entity == part.entity && !kept && !has(&found, field) {
                    found.push((field, Expr::Column(column)));
                }
            }
        }
        // What a row becomes beside its first part was made when the row was.
        let main = pass.parts.iter().find(|part| part.name.is_empty()).or(pass.parts.first());
        let first = main.map_or("", |first| first.entity);
        let times = self.plan.lines.iter().filter(|line| line.table == pass.table);
        let times =
            times.filter_map(|line| Some((line.column?, line.places.iter().find(|place| place.entity == first)?)));
        for (column, place) in times {
            let Some(field) = place.field.filter(|field| ["created_at", "updated_at"].contains(field)) else {
                continue;
            };
            if def.index_of(field).is_some() && !has(&found, field) {
                found.push((field, Expr::Column(column).loose()));
            }
        }
        if let Some((_, made)) = found.iter().find(|(name, _)| *name == "created_at")
            && def.index_of("updated_at").is_some()
            && !has(&found, "updated_at")
        {
            found.push(("updated_at", made.clone().loose()));
        }
        found
    }

    fn by_name(&self, pass: &Pass, part: &Part, def: &'static EntityDef, found: &mut Vec<(&'static str, Expr)>) {
        let first = pass.parts.first().map_or("", |first| first.entity);
        for field in def.fields {
            let fixed = ["id", "organization_id", "version"].contains(&field.name);
            if fixed || found.iter().any(|(name, _)| *name == field.name) {
                continue;
            }
            let points_to_first = field.references.is_some_and(|to| (to.entity)().name == first);
            if !part.name.is_empty() && points_to_first && !field.nullable {
                found.push((field.name, Expr::Own("")));
                continue;
            }
            // A column of that name is the row's own, unless the part cannot do without it.
            if !part.name.is_empty()
                && !field.required
                && entity(first).is_ok_and(|def| def.index_of(field.name).is_some())
            {
                continue;
            }
            let column = |name: &str| self.source.column(pass.table, name).is_some();
            let expr = match Plan::aliases(def.name, field.name).find(|(name, _)| column(name)) {
                _ if field.name == "phone" && column("phone") => Expr::Made(&["phone"], Plan::PHONE),
                _ if column(field.name) => Expr::Column(field.name),
                Some((name, None)) => Expr::Column(name),
                Some(("is_active", Some(make))) => Expr::Made(&["is_active"], make),
                Some(("is_internal", Some(make))) => Expr::Made(&["is_internal"], make),
                Some(("entity_type", Some(make))) => Expr::Made(&["entity_type"], make),
                Some((_, Some(make))) => Expr::Made(&["name"], make),
                None => continue,
            };
            let expr = match expr {
                Expr::Column(name) if field.secret && field.kind == Kind::Bytes => Expr::Secret(name),
                Expr::Column(name) if field.name == "open_ticket_count" => Expr::Counted(name),
                expr => expr,
            };
            found.push((field.name, expr));
        }
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

/// Returns which field of an entity holds rows back, and which are set at the end. A pointer to the same entity that a unique
/// index looks at cannot be left out for a while; every other one that may point ahead can.
fn ahead(part: &TablePart, parts: &[TablePart]) -> (Option<usize>, Vec<usize>) {
    let position = |def: &EntityDef| ENTITIES.iter().position(|known| *known == def);
    let own = position(part.def);
    let (mut tree, mut later) = (None, Vec::new());
    for (place, planned) in part.fields.iter().enumerate() {
        let field = &part.def.fields[planned.field];
        let Some(target) = field.references.map(|to| (to.entity)()) else { continue };
        // What the row itself becomes beside comes after it.
        let beside = target != part.def && parts.iter().any(|other| other.def == target);
        if !matches!(planned.op, Op::Row(..)) || (position(target) < own && !beside) {
            continue;
        }
        let looked_at = part.def.indexes.iter().filter(|index| index.unique).any(|index| {
            index.columns.contains(&field.name) || index.condition.is_some_and(|text| text.contains(field.name))
        });
        if target == part.def && looked_at {
            tree = Some(place);
        } else if field.nullable {
            later.push(place);
        }
    }
    (tree, later)
}

pub(super) fn entity(name: &str) -> Result<&'static EntityDef> {
    let found = ENTITIES.iter().copied().find(|def| def.name == name);
    found.ok_or_else(|| Error::new(Code::Internal).with("reason", "a plan names entities that there are"))
}
