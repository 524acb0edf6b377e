//! How many open tickets people hold: counted from the tickets that came in. Where the product keeps the number itself, a
//! difference is told.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::convert::integer;
use super::report::{Effect, Finding};
use super::run::Run;
use super::source::Cell;
use super::table::{Op, Table};
use super::writer::Writer;
use crate::entity::Entity as _;
use crate::error::Result;
use crate::identity::User;
use crate::query::{Query, field};
use crate::store::{Key, Write};
use crate::ticket::Ticket;

/// How many people's numbers are put down at once.
const TOGETHER: usize = 500;

/// Counts the open tickets of everybody who holds one, and puts the number on their row.
pub(super) async fn count(run: &mut Run<'_>, compiled: &[(bool, Table)], writer: &mut Writer<'_>) -> Result<()> {
    let holders = holders(run, compiled)?;
    let mut counts: BTreeMap<Uuid, i64> = BTreeMap::new();
    let place = User::DEF.index_of(User::OPEN_TICKET_COUNT).unwrap_or_default();
    let mut moved = Vec::new();
    for holder in holders {
        let organization = run.scope.organization_id();
        let open = [
            field(Ticket::ASSIGNEE_ID).is(holder),
            field(Ticket::RESOLVED_AT).is_absent(),
            field(Ticket::CLOSED_AT).is_absent(),
        ];
        let open = open.into_iter().fold(Query::new(Ticket::DEF, organization), Query::filter).count();
        let mut answers =
            run.scope.desk().read(&[open, Query::by_id(User::DEF, organization, holder)]).await?.into_iter();
        let count = i64::try_from(answers.next().unwrap_or_default().count).unwrap_or(i64::MAX);
        let known = answers.next().unwrap_or_default().rows.pop();
        let Some(known) = known.and_then(|row| row.get(place)?.as_integer()) else { continue };
        counts.insert(holder, count);
        if known != count {
            let key = Key { entity: User::DEF, id: holder };
            moved.push(Write::Add { key, field: place, delta: count - known, at_most: None });
        }
    }
    while !moved.is_empty() {
        let rest = moved.split_off(moved.len().min(TOGETHER));
        writer.change(std::mem::replace(&mut moved, rest)).await?;
    }
    differences(run, compiled, &counts)
}

/// Returns everybody to whom a ticket of the source is assigned.
fn holders(run: &Run<'_>, compiled: &[(bool, Table)]) -> Result<BTreeSet<Uuid>> {
    let mut holders = BTreeSet::new();
    for (_, table) in compiled.iter().filter(|(_, table)| table.parts[table.main].def == Ticket::DEF) {
        let assignee = Ticket::DEF.index_of(Ticket::ASSIGNEE_ID);
        let planned = table.parts[table.main].fields.iter().position(|planned| Some(planned.field) == assignee);
        let Some(planned) = planned else { continue };
        let mut rows = run.source.ask(table.sql.clone(), run.tenant.as_deref())?;
        while let Some(chunk) = rows.next()? {
            holders.extend(chunk.iter().filter_map(|cells| table.above(planned, cells)));
        }
    }
    Ok(holders)
}

fn differences(run: &mut Run<'_>, compiled: &[(bool, Table)], counts: &BTreeMap<Uuid, i64>) -> Result<()> {
    for (_, table) in compiled {
        let counted = table.parts[table.main].fields.iter().find_map(|planned| match planned.op {
            Op::Counted(place) => Some((place, planned.column)),
            _ => None,
        });
        let Some((place, column)) = counted else { continue };
        let mut rows = run.source.ask(table.sql.clone(), run.tenant.as_deref())?;
        while let Some(chunk) = rows.next()? {
            for cells in &chunk {
                let said = cells.get(place).filter(|cell| **cell != Cell::Null);
                let (Some(said), Some(id)) = (said, table.id(cells)) else { continue };
                if integer(said) != Some(counts.get(&id).copied().unwrap_or_default()) {
                    let key = table.key(cells);
                    run.findings.add(table.name, key.as_deref(), column, Finding::Differs, Effect::Replaced);
                }
            }
        }
    }
    Ok(())
}
