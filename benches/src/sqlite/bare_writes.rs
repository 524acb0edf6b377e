//! What a programmer would write with rusqlite alone to leave the rows of a new ticket: every statement prepared once, every
//! value bound where it is known.

use rusqlite::{Connection, params};
use serde_json::json;
use servicedesk::clock::{Clock as _, SystemClock, Timestamp};
use servicedesk::ticket::NewTicket;
use uuid::Uuid;

use crate::Outcome;
use crate::population::{Ground, audit_changes, year_and_month};

const SEQUENCE: &str = "INSERT INTO sequence (organization_id,name,value) VALUES (?1,?2,1) \
     ON CONFLICT (organization_id,name) DO UPDATE SET value=value+1 RETURNING value";
const TICKET: &str = "INSERT INTO ticket (id,organization_id,number,subject,description,type,status_id,priority_id,\
     priority_source,severity,impact,urgency,criticality,category_id,subcategory_id,source,requester_id,requester_name,\
     requester_email,customer_id,assignee_id,team_id,assigned_at,assigned_by_id,due_at,estimated_hours,actual_hours,tags,\
     custom_fields,first_response_at,resolved_at,closed_at,reopen_count,email_message_id,reply_to_address,merged_into_id,\
     parent_id,created_by_id,external_id,version,created_at,updated_at,deleted_at,status_before_merge_id,is_spam) VALUES \
     (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,NULL,?15,?16,?17,?18,NULL,NULL,NULL,NULL,NULL,?19,NULL,NULL,?20,\
     ?21,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,1,?22,?22,NULL,NULL,0)";
const HISTORY: &str = "INSERT INTO ticket_history (id,organization_id,ticket_id,actor_id,action,field,old_value,\
     new_value,created_at) VALUES (?1,?2,?3,NULL,'created',NULL,NULL,NULL,?4)";
const AUDIT: &str = "INSERT INTO audit_entry (id,organization_id,actor_id,action,entity,entity_id,changes,session,\
     request,endpoint,ip_address,user_agent,created_at) VALUES (?1,?2,NULL,'create','ticket',?3,?4,NULL,NULL,NULL,NULL,\
     NULL,?5)";
const FEED: &str = "INSERT INTO change_feed (organization_id,batch_id,entity,entity_id,kind,fields,at) \
     VALUES (?1,?2,'ticket',?3,'insert','[]',?4)";
const ENTRY: &str = "INSERT INTO search_entry (organization_id,entity,row_id) VALUES (?1,'ticket',?2)";
const WORDS: &str = "INSERT INTO search_text (rowid,title,body,words) VALUES (?1,?2,?3,'')";
const MEMBER: &str = "INSERT INTO json_member (organization_id,field,name,value,row_id) \
     VALUES (?1,'ticket.custom_fields',?2,?3,?4)";
const BATCH: &str = "INSERT INTO batch (organization_id,id,result,at) VALUES (?1,?2,?3,?4)";

/// Writes the rows of one new ticket in a transaction of their own.
pub(crate) fn create(connection: &Connection, ground: &Ground, new: NewTicket) -> Outcome<i64> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let number = write(connection, ground, new)?;
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(number)
}

/// Writes the rows of several new tickets in one transaction.
pub(crate) fn create_together(
    connection: &Connection,
    ground: &Ground,
    news: impl IntoIterator<Item = NewTicket>,
) -> Outcome<()> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    for new in news {
        write(connection, ground, new)?;
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

fn write(connection: &Connection, ground: &Ground, new: NewTicket) -> Outcome<i64> {
    let at = SystemClock.now();
    let (organization, id) = (ground.organization.as_uuid(), Uuid::now_v7());
    let organization = organization.as_bytes();
    let (status, priority) = (ground.first_status(), ground.first_priority());
    let (year, month) = year_and_month(at);
    let _: i64 = connection
        .prepare_cached(SEQUENCE)?
        .query_row(params![organization, format!("tickets_in_month/{year}-{month}")], |row| row.get(0))?;
    let number: i64 = connection
        .prepare_cached(SEQUENCE)?
        .query_row(params![organization, format!("ticket_number/{year}")], |row| row.get(0))?;
    let changes = audit_changes(ground, &new).to_string();
    connection.prepare_cached(TICKET)?.execute(params![
        id.as_bytes(),
        organization,
        format!("TKT-{year}-{number:04}"),
        new.subject,
        new.description,
        new.r#type.name(),
        status.as_uuid().as_bytes(),
        priority.as_uuid().as_bytes(),
        "matrix",
        new.severity.name(),
        new.impact.map(|level| level.name()),
        new.urgency.map(|level| level.name()),
        new.criticality.name(),
        new.category_id.map(|id| *id.as_uuid().as_bytes()),
        new.source.name(),
        new.requester_id.map(|id| *id.as_uuid().as_bytes()),
        new.requester_name,
        new.requester_email,
        new.due_at.map(Timestamp::as_millis),
        serde_json::to_string(&new.tags)?,
        new.custom_fields.as_ref().map(ToString::to_string),
        at.as_millis(),
    ])?;
    connection.prepare_cached(ENTRY)?.execute(params![organization, id.as_bytes()])?;
    let entry = connection.last_insert_rowid();
    connection.prepare_cached(WORDS)?.execute(params![entry, new.subject, new.description])?;
    for (name, value) in new.custom_fields.iter().filter_map(|fields| fields.as_object()).flatten() {
        let member = params![organization, name, value.to_string(), id.as_bytes()];
        connection.prepare_cached(MEMBER)?.execute(member)?;
    }
    let history = Uuid::now_v7();
    connection.prepare_cached(HISTORY)?.execute(params![
        history.as_bytes(),
        organization,
        id.as_bytes(),
        at.as_millis()
    ])?;
    let audit = Uuid::now_v7();
    connection.prepare_cached(AUDIT)?.execute(params![
        audit.as_bytes(),
        organization,
        id.as_bytes(),
        changes,
        at.as_millis()
    ])?;
    let batch = Uuid::now_v7();
    let entry = params![organization, batch.as_bytes(), id.as_bytes(), at.as_millis()];
    connection.prepare_cached(FEED)?.execute(entry)?;
    let result = json!({ "allocated": [number, number], "inserted": [id, history, audit] }).to_string();
    connection.prepare_cached(BATCH)?.execute(params![organization, batch.as_bytes(), result, at.as_millis()])?;
    Ok(number)
}
