//! What a programmer would write with sqlx alone to leave the rows of a new ticket: one prepared statement for each row, in
//! one transaction.

use serde_json::json;
use servicedesk::clock::{Clock as _, SystemClock, Timestamp};
use servicedesk::ticket::NewTicket;
use uuid::Uuid;

use super::bare::Bare;
use crate::Outcome;
use crate::population::{Ground, audit_changes, year_and_month};

const SEQUENCE: &str = "INSERT INTO sequence (organization_id,name,value) VALUES ($1,$2,1) \
     ON CONFLICT (organization_id,name) DO UPDATE SET value=sequence.value+1 RETURNING value";
const TICKET: &str = "INSERT INTO ticket (id,organization_id,number,subject,description,type,status_id,priority_id,\
     priority_source,severity,impact,urgency,criticality,category_id,subcategory_id,source,requester_id,requester_name,\
     requester_email,customer_id,assignee_id,team_id,assigned_at,assigned_by_id,due_at,estimated_hours,actual_hours,tags,\
     custom_fields,first_response_at,resolved_at,closed_at,reopen_count,email_message_id,reply_to_address,merged_into_id,\
     parent_id,created_by_id,external_id,version,created_at,updated_at,deleted_at,status_before_merge_id,is_spam) VALUES \
     ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,NULL,$15,$16,$17,$18,NULL,NULL,NULL,NULL,NULL,$19,NULL,NULL,$20,\
     $21,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,1,$22,$22,NULL,NULL,false)";
const HISTORY: &str = "INSERT INTO ticket_history (id,organization_id,ticket_id,actor_id,action,field,old_value,\
     new_value,created_at) VALUES ($1,$2,$3,NULL,'created',NULL,NULL,NULL,$4)";
const AUDIT: &str = "INSERT INTO audit_entry (id,organization_id,actor_id,action,entity,entity_id,changes,session,\
     request,endpoint,ip_address,user_agent,created_at) VALUES ($1,$2,NULL,'create','ticket',$3,$4,NULL,NULL,NULL,NULL,\
     NULL,$5)";
const FEED: &str = "INSERT INTO change_feed (organization_id,batch_id,entity,entity_id,kind,fields,at) \
     VALUES ($1,$2,'ticket',$3,'insert','{}',$4)";
const ENTRY: &str = "INSERT INTO search_entry (organization_id,entity,row_id,terms) \
     VALUES ($1,'ticket',$2,setweight(to_tsvector('simple',$3),'A')||setweight(to_tsvector('simple',coalesce($4,'')),'B'))";
const MEMBER: &str = "INSERT INTO json_member (organization_id,field,name,value,row_id) \
     VALUES ($1,'ticket.custom_fields',$2,$3,$4)";
const BATCH: &str = "INSERT INTO batch (organization_id,id,result,at) VALUES ($1,$2,$3,$4)";

impl Bare {
    /// Writes the rows of one new ticket.
    pub(super) async fn create(&self, ground: &Ground, new: NewTicket) -> Outcome<()> {
        let at = SystemClock.now();
        let (year, month) = year_and_month(at);
        let (organization, id) = (ground.organization.as_uuid(), Uuid::now_v7());
        let changes = audit_changes(ground, &new);
        let mut transaction = self.pool.begin().await?;
        let _: i64 = sqlx::query_scalar(SEQUENCE)
            .bind(organization)
            .bind(format!("tickets_in_month/{year}-{month}"))
            .fetch_one(&mut *transaction)
            .await?;
        let number: i64 = sqlx::query_scalar(SEQUENCE)
            .bind(organization)
            .bind(format!("ticket_number/{year}"))
            .fetch_one(&mut *transaction)
            .await?;
        let at_time = at.to_datetime();
        let members: Vec<(String, String)> = match new.custom_fields.as_ref().and_then(|fields| fields.as_object()) {
            Some(members) => members.iter().map(|(name, value)| (name.clone(), value.to_string())).collect(),
            None => Vec::new(),
        };
        sqlx::query(TICKET)
            .bind(id)
            .bind(organization)
            .bind(format!("TKT-{year}-{number:04}"))
            .bind(new.subject.as_str())
            .bind(new.description.as_deref())
            .bind(new.r#type.name())
            .bind(ground.first_status().as_uuid())
            .bind(ground.first_priority().as_uuid())
            .bind("matrix")
            .bind(new.severity.name())
            .bind(new.impact.map(|level| level.name()))
            .bind(new.urgency.map(|level| level.name()))
            .bind(new.criticality.name())
            .bind(new.category_id.map(|id| id.as_uuid()))
            .bind(new.source.name())
            .bind(new.requester_id.map(|id| id.as_uuid()))
            .bind(new.requester_name)
            .bind(new.requester_email)
            .bind(new.due_at.map(Timestamp::to_datetime))
            .bind(new.tags)
            .bind(new.custom_fields.clone())
            .bind(at_time)
            .execute(&mut *transaction)
            .await?;
        let entry = sqlx::query(ENTRY).bind(organization).bind(id).bind(new.subject).bind(new.description);
        entry.execute(&mut *transaction).await?;
        for (name, value) in members {
            let member = sqlx::query(MEMBER).bind(organization).bind(name).bind(value).bind(id);
            member.execute(&mut *transaction).await?;
        }
        let history = Uuid::now_v7();
        let insert = sqlx::query(HISTORY).bind(history).bind(organization).bind(id).bind(at_time);
        insert.execute(&mut *transaction).await?;
        let audit = Uuid::now_v7();
        let insert = sqlx::query(AUDIT).bind(audit).bind(organization).bind(id).bind(changes).bind(at_time);
        insert.execute(&mut *transaction).await?;
        let batch = Uuid::now_v7();
        let insert = sqlx::query(FEED).bind(organization).bind(batch).bind(id).bind(at_time);
        insert.execute(&mut *transaction).await?;
        let result = json!({ "allocated": [number, number], "inserted": [id, history, audit] });
        let insert = sqlx::query(BATCH).bind(organization).bind(batch).bind(result).bind(at_time);
        insert.execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}
