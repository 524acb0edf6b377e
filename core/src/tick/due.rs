//! What a kind of work has to say about itself, and the steps that all kinds have in common.

use uuid::Uuid;

use super::DueKind;
use crate::clock::Timestamp;
use crate::entity::{AgendaDef, EntityDef, Row};
use crate::error::{Code, Error, ErrorKind, Result};
use crate::query::{Query, field};
use crate::scope::{Refusal, Scope};
use crate::store::{BoxFuture, row_id};
use crate::unit_of_work::UnitOfWork;

/// A kind of work that falls due. Its rows are found by the agenda of the entity that holds them.
pub(super) trait Due: Sync {
    /// Which kind it is; nothing for what the library notes for itself, of which nobody is told.
    fn kind(&self) -> Option<DueKind>;

    /// The entity whose agenda holds the instants.
    fn entity(&self) -> &'static EntityDef;

    /// Does what is due for rows of one organization, and returns for which this call did it. What another process has done since
    /// the rows were read is left alone.
    fn settle<'a>(&'a self, scope: &'a Scope, rows: Vec<Row>) -> BoxFuture<'a, Result<Done>>;
}

/// What one call did for rows of one organization.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// The ids of the rows for which it did what is due.
    pub(super) settled: Vec<Uuid>,
    /// The rows for which it could not, put off, with the reason.
    pub(super) put_off: Vec<(Uuid, Error)>,
}

/// Returns the question for the rows of an entity that fall due first, over all organizations.
pub(super) fn agenda(def: &'static EntityDef, until: Option<Timestamp>, limit: u32) -> Result<Query> {
    let agenda = agenda_of(def)?;
    let query = Query::agenda(def).limit(limit);
    Ok(match until {
        Some(until) => query.filter(field(agenda.field).at_most(until)),
        None => query,
    })
}

/// Returns when a row falls due.
pub(super) fn due_at(def: &EntityDef, row: &Row) -> Result<Option<Timestamp>> {
    let index = def.index_of(agenda_of(def)?.field);
    Ok(index.and_then(|index| row[index].as_timestamp()))
}

fn agenda_of(def: &EntityDef) -> Result<&AgendaDef> {
    let broken = || Error::new(Code::Internal).with("reason", "what falls due stands in an agenda");
    def.agenda.as_ref().ok_or_else(broken)
}

/// Decides for each row by itself and commits all of one organization together. When somebody changed one of them in between,
/// each is read again and tried alone, so that one contended row holds up no other.
pub(super) async fn each(
    scope: &Scope,
    def: &'static EntityDef,
    rows: Vec<Row>,
    decide: impl Fn(&mut UnitOfWork<'_>, Row) -> Result<()> + Send + Sync,
) -> Result<Vec<Uuid>> {
    let ids = rows.iter().map(|row| row_id(def, row)).collect::<Result<Vec<Uuid>>>()?;
    let mut work = scope.unit_of_work();
    for row in rows {
        decide(&mut work, row)?;
    }
    match work.commit().await {
        Ok(_) => return Ok(ids),
        Err(Refusal::Final(error)) if !is_others(&error) => return Err(error),
        Err(_) => {}
    }
    let mut done = Vec::new();
    for id in ids {
        // Whoever changed the row may have done what is due: it is asked again whether it is.
        let mut still = agenda(def, Some(scope.desk().now()), 1)?.filter(field("id").is(id));
        still.tenant = crate::query::Tenant::Agenda;
        let Some(row) = scope.snapshot(&[still]).await?.page().rows.pop() else { continue };
        let mut work = scope.unit_of_work();
        decide(&mut work, row)?;
        match work.commit().await {
            Ok(_) => done.push(id),
            Err(Refusal::Final(error)) if !is_others(&error) => return Err(error),
            // Somebody is at work on it at this moment; if it is still due afterwards, the next call finds it.
            Err(_) => {}
        }
    }
    Ok(done)
}

/// Whether an error says that somebody else changed or removed the row.
fn is_others(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Conflict | ErrorKind::NotFound)
}
