//! Product A: many organizations, whole numbers as keys, times in UTC. Its document names tables and not their columns, so
//! that a column is taken by the name of the field, or by one of the names below.

use std::collections::BTreeMap;

use super::makers;
use super::{Expr, Part, Pass, Plan, When};
use crate::ENTITIES;
use crate::adoption::expression::Make;
use crate::adoption::page;

/// Other names of columns: entity, field, column, and how its value is converted when not by the field's kind.
pub(super) const ALIASES: &[(&str, &str, &str, Option<Make>)] = &[
    ("User", "display_name", "name", None),
    ("User", "avatar_url", "avatar", None),
    ("User", "kind", "role", None),
    ("User", "status", "is_active", Some(makers::activity)),
    ("Credential", "password_hash", "password", None),
    ("MfaFactor", "secret", "two_factor_secret", None),
    ("Ticket", "subject", "title", None),
    ("Ticket", "number", "ticket_number", None),
    ("Ticket", "requester_id", "user_id", None),
    ("Ticket", "assignee_id", "assigned_to", None),
    ("Ticket", "created_by_id", "created_by", None),
    ("Ticket", "due_at", "due_date", None),
    ("Comment", "author_id", "user_id", None),
    ("Comment", "body", "content", None),
    ("Comment", "visibility", "is_internal", Some(makers::visibility)),
    ("Attachment", "article_id", "kb_article_id", None),
    ("Attachment", "stored_name", "filename", None),
    ("Attachment", "size_bytes", "file_size", None),
    ("Attachment", "size_bytes", "size", None),
    ("Attachment", "storage_key", "file_path", None),
    ("Attachment", "uploaded_by_id", "uploaded_by", None),
    ("Status", "key", "name", Some(makers::key)),
    ("Priority", "key", "name", Some(makers::key)),
    ("Role", "key", "name", Some(makers::key)),
    ("Article", "author_id", "created_by", None),
    ("WorkflowStep", "workflow_version_id", "workflow_id", None),
    ("WorkflowExecution", "workflow_definition_id", "workflow_id", None),
    ("Notification", "body", "message", None),
    ("Notification", "kind", "type", None),
    ("Setting", "kind", "type", None),
    ("AuditEntry", "actor_id", "user_id", None),
    ("AuditEntry", "entity", "entity_type", Some(makers::audited_table)),
];

pub(super) fn plan() -> Plan {
    Plan { by_name: true, tenants: Some("organizations"), ..Plan::new(PAGE, passes(&[PAGE])) }
}

pub(super) const PAGE: &str = include_str!("../../../../docs/adoption/a.md");

/// Returns the passes of pages that name tables only, in the order in which each finds what it points to. A table that two
/// pages have is that of the later.
pub(super) fn passes(pages: &[&'static str]) -> Vec<Pass> {
    let mut tables: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    let mut names: Vec<&'static str> = Vec::new();
    for line in pages.iter().flat_map(|text| page::lines(text)) {
        let entities = line.places.iter().map(|place| place.entity).collect();
        if tables.insert(line.table, entities).is_none() {
            names.push(line.table);
        }
    }
    let position = |entity: &str| ENTITIES.iter().position(|def| def.name == entity);
    let entities = |table: &str| tables.get(table).cloned().unwrap_or_default();
    names.sort_by_key(|table| entities(table).first().map(|entity| position(entity)));
    names.into_iter().map(|table| pass(table, &entities(table))).collect()
}

fn pass(table: &'static str, entities: &[&'static str]) -> Pass {
    let mut parts: Vec<Part> = entities.iter().take(1).map(|entity| special(Part::first(entity))).collect();
    for entity in entities.iter().skip(1) {
        parts.push(special(Part::more(entity, entity, When::Named)));
    }
    Pass { secret_key: matches!(table, "cache" | "refresh_tokens" | "user_sessions"), ..Pass::new(table, parts) }
}

/// Says what the names of columns do not.
fn special(part: Part) -> Part {
    match (part.entity, part.name) {
        ("User", _) => part.set("email", Expr::Made(&["email"], makers::email)),
        ("Credential", _) => part.set("algorithm", Expr::Made(&["password_hash"], makers::algorithm)),
        ("AuditEntry", _) => part
            .set("entity_id", Expr::Audited("entity", "entity_id"))
            .set("changes", Expr::Made(&["changes"], makers::changes)),
        ("Embedding" | "AnalyticsEvent", _) => part.set("entity_id", Expr::Audited("entity", "entity_id")),
        _ => part,
    }
}
