//! Which rows of a product with many organizations are one organization's. A table that does not say it itself belongs to
//! whom the row belongs that it points to.

use super::plan::Plan;
use super::report::{Effect, Finding, Findings};
use super::source::Source;
use crate::error::{Code, Error, Result};

/// How far a table may be from one that names the organization.
const DISTANCE: usize = 4;

/// How a table is bound to the organization.
enum Bond {
    /// It is the table of organizations.
    Itself,
    /// It has a column with the organization.
    Own,
    /// It points to another table that is bound.
    Through(String, &'static str),
}

fn bond(plan: &Plan, source: &Source, table: &str, distance: usize) -> Option<Bond> {
    if plan.tenants == Some(table) {
        return Some(Bond::Itself);
    }
    if source.column(table, "organization_id").is_some() {
        return Some(Bond::Own);
    }
    let pass = plan.passes.iter().find(|pass| pass.table == table).filter(|_| distance > 0)?;
    let first = pass.parts.iter().find(|part| part.name.is_empty())?;
    let def = super::table::entity(first.entity).ok()?;
    let required = def.fields.iter().filter(|field| !field.nullable);
    for field in required.chain(def.fields.iter().filter(|field| field.nullable)) {
        let Some(target) = field.references.map(|to| (to.entity)().name) else { continue };
        let Some(target) = plan.table_of(target).filter(|target| *target != table) else { continue };
        let Some(column) = column_of(plan, source, table, first.entity, field.name) else { continue };
        if source.tables.contains_key(target) && bond(plan, source, target, distance - 1).is_some() {
            return Some(Bond::Through(column, target));
        }
    }
    None
}

/// Returns the column that a field's value comes from.
fn column_of(plan: &Plan, source: &Source, table: &str, entity: &str, field: &str) -> Option<String> {
    let there = |name: &str| source.column(table, name).is_some();
    if plan.by_name {
        let names = std::iter::once(field).chain(Plan::aliases(entity, field).map(|(name, _)| name));
        return names.into_iter().find(|name| there(name)).map(str::to_owned);
    }
    let line = plan
        .lines
        .iter()
        .filter(|line| line.table == table)
        .find(|line| line.places.iter().any(|place| place.entity == entity && place.field == Some(field)));
    line.and_then(|line| line.column).filter(|name| there(name)).map(str::to_owned)
}

/// Returns the condition for the rows of one organization; none for a product, or a table, that knows no organizations.
pub(super) fn condition(plan: &Plan, source: &Source, table: &str) -> Option<String> {
    plan.tenants?;
    at(plan, source, table, "t", DISTANCE)
}

fn at(plan: &Plan, source: &Source, table: &str, alias: &str, distance: usize) -> Option<String> {
    let tenant = source.tenant_place;
    Some(match bond(plan, source, table, distance)? {
        Bond::Itself => format!("CAST({alias}.\"id\" AS TEXT) = {tenant}"),
        Bond::Own => format!("CAST({alias}.\"organization_id\" AS TEXT) = {tenant}"),
        Bond::Through(column, target) => {
            let above = format!("{alias}p");
            let inner = at(plan, source, target, &above, distance.checked_sub(1)?)?;
            format!(
                "EXISTS (SELECT 1 FROM \"{target}\" {above} WHERE {above}.\"id\" = {alias}.\"{column}\" AND {inner})"
            )
        }
    })
}

/// Returns the key of the organization whose rows are taken: the one asked for, or the only one there is.
pub(super) fn choose(plan: &Plan, source: &Source, wanted: Option<&str>) -> Result<Option<String>> {
    let Some(table) = plan.tenants.filter(|table| source.column(table, "id").is_some()) else { return Ok(None) };
    let refuse = || Error::new(Code::AdoptionTenant).field("organization");
    let mut keys = Vec::new();
    let id = source.column(table, "id").map(|column| column.sql.clone()).unwrap_or_default();
    let mut rows = source.ask(format!("SELECT {id} FROM \"{table}\" AS t"), None)?;
    while let Some(chunk) = rows.next()? {
        keys.extend(chunk.iter().filter_map(|cells| cells.first()?.to_key()));
    }
    match wanted {
        Some(wanted) => keys.into_iter().find(|key| key == wanted).map(Some).ok_or_else(refuse),
        None if keys.len() == 1 => Ok(keys.pop()),
        None => Err(refuse()),
    }
}

/// Tells the rows that belong to no organization of the database, and would be read by nobody.
pub(super) fn homeless(
    plan: &Plan,
    source: &Source,
    table: &str,
    key: &[&str],
    findings: &mut Findings,
) -> Result<u64> {
    let (Some(tenants), Some(bond)) = (plan.tenants, bond(plan, source, table, DISTANCE)) else { return Ok(0) };
    let (column, target) = match bond {
        Bond::Itself => return Ok(0),
        Bond::Own => ("organization_id".to_owned(), tenants),
        Bond::Through(column, target) => (column, target),
    };
    let keys: Vec<&str> = key.iter().filter_map(|name| Some(source.column(table, name)?.sql.as_str())).collect();
    if keys.is_empty() || !source.tables.contains_key(target) {
        return Ok(0);
    }
    let mut rows = source.ask(
        format!(
            "SELECT {} FROM \"{table}\" AS t WHERE NOT EXISTS (SELECT 1 FROM \"{target}\" p WHERE p.\"id\" = t.\"{column}\")",
            keys.join(", ")
        ),
        None,
    )?;
    let mut count = 0;
    while let Some(chunk) = rows.next()? {
        for cells in &chunk {
            let key: Vec<String> = cells.iter().filter_map(super::source::Cell::to_key).collect();
            count += 1;
            findings.add(table, Some(&key.join("/")), Some(&column), Finding::ReferenceMissing, Effect::LeftOut);
        }
    }
    Ok(count)
}
