//! Merging a ticket of a thousand comments into another and taking it back, beside the statements that leave the same rows.

use rusqlite::{Connection, params};
use servicedesk::clock::{Clock as _, SystemClock};
use servicedesk::scope::Scope;
use servicedesk::ticket::{NewComment, TicketId};
use servicedesk::{Result, block_on};
use uuid::Uuid;

use crate::Outcome;
use crate::operations::TICKETS;
use crate::pairs::{compare, per_operation};
use crate::population::ticket_ids;
use crate::report::Row;

const COMMENTS: usize = 1_000;
/// Seconds.
const LONGEST: f64 = 0.050;

const UPDATE: &str =
    "UPDATE ticket SET merged_into_id=?3,updated_at=?4,version=version+1 WHERE organization_id=?1 AND id=?2";
const HISTORY: &str = "INSERT INTO ticket_history (id,organization_id,ticket_id,actor_id,action,field,old_value,new_value,\
     created_at) VALUES (?1,?2,?3,NULL,'updated',?4,NULL,'x',?5)";
const AUDIT: &str = "INSERT INTO audit_entry (id,organization_id,actor_id,action,entity,entity_id,changes,created_at) \
     VALUES (?1,?2,NULL,'update','ticket',?3,'{}',?4)";
const FEED: &str = "INSERT INTO change_feed (organization_id,batch_id,entity,entity_id,kind,fields,at) \
     VALUES (?1,?2,'ticket',?3,'update','[\"merged_into_id\"]',?4)";
const BATCH: &str =
    "INSERT INTO batch (organization_id,id,result,at) VALUES (?1,?2,'{\"allocated\":[],\"inserted\":[]}',?3)";

pub(super) fn measure(scope: &Scope, connection: &Connection) -> Outcome<Vec<Row>> {
    let ids = ticket_ids(TICKETS);
    let (part, whole, other) = (ids[1], ids[2], ids[3]);
    for number in 0..COMMENTS {
        let body = format!("Answer {number}: it was looked at.");
        block_on(scope.comments().add(NewComment { ticket_id: part, body, ..NewComment::default() }))?;
    }
    // Each side is timed at what the other did not just do: ours merges and unmerges, and tells the two times apart.
    let mut rows = Vec::new();
    for (what, merges) in [("merging a ticket of 1,000 comments", true), ("taking the merge back", false)] {
        let comparison = compare(
            || {
                let version = block_on(scope.tickets().get(part))?.version;
                if merges {
                    let time = per_operation(1, |_| {
                        block_on(scope.tickets().merge(part, version, whole))?;
                        Ok(())
                    })?;
                    back(scope, part)?;
                    Ok(time)
                } else {
                    block_on(scope.tickets().merge(part, version, whole))?;
                    per_operation(1, |_| Ok(back(scope, part)?))
                }
            },
            || per_operation(1, |_| bare(connection, scope, other, merges.then_some(whole))),
        )?;
        rows.push(Row::within(what, &comparison, LONGEST));
    }
    Ok(rows)
}

fn back(scope: &Scope, id: TicketId) -> Result<()> {
    let version = block_on(scope.tickets().get(id))?.version;
    block_on(scope.tickets().unmerge(id, version)).map(drop)
}

fn bare(connection: &Connection, scope: &Scope, id: TicketId, into: Option<TicketId>) -> Outcome<()> {
    let (organization, at) = (scope.organization_id().as_uuid(), SystemClock.now().as_millis());
    let (organization, id, batch) = (organization.as_bytes(), id.as_uuid(), Uuid::now_v7());
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let into = into.map(|into| *into.as_uuid().as_bytes());
    connection.prepare_cached(UPDATE)?.execute(params![organization, id.as_bytes(), into, at])?;
    for field in ["merged_into_id", "status_id", "status_before_merge_id", "closed_at"] {
        let history = Uuid::now_v7();
        connection.prepare_cached(HISTORY)?.execute(params![
            history.as_bytes(),
            organization,
            id.as_bytes(),
            field,
            at
        ])?;
    }
    connection.prepare_cached(AUDIT)?.execute(params![Uuid::now_v7().as_bytes(), organization, id.as_bytes(), at])?;
    connection.prepare_cached(FEED)?.execute(params![organization, batch.as_bytes(), id.as_bytes(), at])?;
    connection.prepare_cached(BATCH)?.execute(params![organization, batch.as_bytes(), at])?;
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}
