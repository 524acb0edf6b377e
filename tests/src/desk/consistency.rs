//! What must hold in an organization whatever happened to it: everything derived can be derived again with the same result.

use std::collections::{BTreeMap, BTreeSet};

use servicedesk::audit::{AuditAction, AuditEntry};
use servicedesk::entity::{Entity, Row};
use servicedesk::identity::{User, UserId};
use servicedesk::organization::OrganizationId;
use servicedesk::store::{ChangeKind, Store};
use servicedesk::ticket::{Comment, Ticket, TicketHistory, TicketId};
use uuid::Uuid;

use super::mirror::{all, feed, rows, shown};

/// What a check saw, for those who want to know more.
pub struct Seen {
    /// All tickets, deleted ones included, in the order of their ids.
    pub tickets: Vec<Ticket>,
    /// All comments.
    pub comments: Vec<Comment>,
    /// All history records.
    pub history: Vec<TicketHistory>,
}

/// Checks an organization that was never imported into.
pub async fn check(store: &dyn Store, organization: OrganizationId) -> Seen {
    let seen = Seen {
        tickets: all(store, organization).await,
        comments: all(store, organization).await,
        history: all(store, organization).await,
    };
    numbers_are_dense(&seen.tickets);
    loads_are_right(&seen.tickets, &all::<User>(store, organization).await);
    histories_are_whole(&seen);
    records_match_the_rows(store, organization).await;
    seen
}

fn numbers_are_dense(tickets: &[Ticket]) {
    let mut of_year: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for ticket in tickets {
        let (series, number) = ticket.number.rsplit_once('-').expect("a number has a series");
        let number = number.parse().expect("a number ends in a number");
        // The prefix may change; the sequence is the year's.
        let year = series.rsplit_once('-').expect("a number has a year").1;
        let fresh = of_year.entry(year.to_owned()).or_default().insert(number);
        assert!(fresh, "{} is used twice", ticket.number);
    }
    for (year, numbers) in of_year {
        let count = numbers.len() as u64;
        assert_eq!(numbers.last(), Some(&count), "the numbers of {year} have a gap");
    }
}

fn loads_are_right(tickets: &[Ticket], users: &[User]) {
    let mut loads: BTreeMap<UserId, i64> = BTreeMap::new();
    for ticket in tickets {
        let open = ticket.resolved_at.is_none() && ticket.closed_at.is_none() && ticket.deleted_at.is_none();
        if let Some(holder) = ticket.assignee_id.filter(|_| open) {
            *loads.entry(holder).or_default() += 1;
        }
    }
    for user in users {
        assert_eq!(user.open_ticket_count, loads.get(&user.id).copied().unwrap_or(0), "the load of {}", user.id);
    }
}

/// Every value of a ticket's history follows from the one before, and the last one is the ticket's own.
fn histories_are_whole(seen: &Seen) {
    let mut of_ticket: BTreeMap<TicketId, Vec<&TicketHistory>> = BTreeMap::new();
    for record in &seen.history {
        of_ticket.entry(record.ticket_id).or_default().push(record);
    }
    let mut written: BTreeMap<TicketId, usize> = BTreeMap::new();
    for comment in &seen.comments {
        *written.entry(comment.ticket_id).or_default() += 1;
    }
    for ticket in &seen.tickets {
        let records = of_ticket.remove(&ticket.id).unwrap_or_default();
        let count = |action: &str| records.iter().filter(|record| record.action == action).count();
        assert_eq!(count("created"), 1, "{} was created once", ticket.number);
        assert_eq!(records[0].action, "created", "{} begins with its creation", ticket.number);
        let deleted = usize::from(ticket.deleted_at.is_some());
        assert_eq!(count("deleted"), count("restored") + deleted, "{} was deleted and restored in turn", ticket.number);
        let comments = written.get(&ticket.id).copied().unwrap_or(0);
        let id = Some(ticket.id.to_string());
        let moved = |end: fn(&TicketHistory) -> &Option<String>| {
            records.iter().filter(|record| record.action == "moved" && *end(record) == id).count()
        };
        let (left, came) = (moved(|record| &record.old_value), moved(|record| &record.new_value));
        assert_eq!(count("comment_added") + came, comments + left, "the comments of {}", ticket.number);
        let row = ticket.clone().into_row();
        let mut last: BTreeMap<&str, &Option<String>> = BTreeMap::new();
        for record in &records {
            let Some(field) = record.field.as_deref().filter(|_| record.action != "moved") else { continue };
            if let Some(before) = last.insert(field, &record.new_value) {
                assert_eq!(before, &record.old_value, "{}: the history of {field} is broken", ticket.number);
            }
            assert_ne!(record.old_value, record.new_value, "{}: {field} did not change", ticket.number);
        }
        for (field, value) in last {
            let Some(index) = Ticket::DEF.index_of(field) else {
                assert!(field.starts_with("custom_fields."), "{}: {field} is no field", ticket.number);
                continue;
            };
            // Single members of the document were changed after the whole.
            if field == Ticket::CUSTOM_FIELDS
                && records
                    .iter()
                    .any(|record| record.field.as_deref().is_some_and(|field| field.starts_with("custom_fields.")))
            {
                continue;
            }
            assert_eq!(value, &shown(&row[index]), "{}: {field} is not what its history says", ticket.number);
        }
    }
    assert!(of_ticket.is_empty(), "a history belongs to a ticket");
}

/// Every row was added once in the feed and in the audit log, and its version counts its changes.
async fn records_match_the_rows(store: &dyn Store, organization: OrganizationId) {
    let mut changes: BTreeMap<(String, Uuid), [i64; 3]> = BTreeMap::new();
    for record in feed(store, organization).await {
        let kind = match record.kind {
            ChangeKind::Insert => 0,
            ChangeKind::Update => 1,
            ChangeKind::Delete => 2,
        };
        changes.entry((record.table, record.id)).or_default()[kind] += 1;
    }
    let mut entries: BTreeMap<(String, Uuid), [i64; 3]> = BTreeMap::new();
    for entry in all::<AuditEntry>(store, organization).await {
        let kind = match entry.action {
            AuditAction::Create | AuditAction::Import => 0,
            AuditAction::Update | AuditAction::Restore => 1,
            AuditAction::Delete => 2,
        };
        entries.entry((entry.entity, entry.entity_id)).or_default()[kind] += 1;
    }
    for def in servicedesk::ENTITIES.iter().filter(|def| def.audited) {
        let id = |row: &Row| row[def.index_of("id").expect("an id")].as_uuid().expect("an id");
        for row in rows(store, def, organization).await {
            let place = (def.table.to_owned(), id(&row));
            let version = def.index_of("version").and_then(|index| row[index].as_integer()).expect("a version");
            let [added, changed, removed] = changes.remove(&place).unwrap_or_default();
            assert_eq!((added, removed), (1, 0), "a row of {} was added once", def.table);
            assert_eq!(version, 1 + changed, "the version of a row of {} counts its changes", def.table);
            let [made, updated, deleted] = entries.remove(&place).unwrap_or_default();
            assert_eq!(made, 1, "a row of {} was made once", def.table);
            // A change of derived values only, such as the turn of an agent, is a change of the row but nobody's deed.
            assert!(updated + deleted <= changed, "a row of {} has an entry too many", def.table);
            assert!(
                def.table == User::DEF.table || updated + deleted == changed,
                "a row of {} lacks an entry",
                def.table
            );
        }
    }
    for ((table, _), [added, _, removed]) in &changes {
        assert_eq!((*added, *removed), (1, 1), "a row of {table} that is gone came and went once");
    }
    for ((table, _), [made, _, deleted]) in &entries {
        assert_eq!((*made, *deleted), (1, 1), "a row of {table} that is gone was made and removed once");
    }
}
