//! Which operation needs which index. An index without a case is a failing test: nobody asks what it answers.

use std::sync::Arc;

use servicedesk::audit::AuditEntry;
use servicedesk::entity::{Entity, EntityDef, Kind, Value};
use servicedesk::identity::{User, UserKind, UserStatus};
use servicedesk::organization::{Department, Team};
use servicedesk::query::{Condition, Find, Query, Sort, field};
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::Store;
use servicedesk::ticket::{
    Audience, Category, Level, NewTicket, Priority, Status, StatusTransition, Strategy, Tag, Ticket, Watcher,
};
use servicedesk::{Desk, ENTITIES};
use uuid::Uuid;

use super::rows::{self, LARGE};
use super::spy::Spy;

/// An index and who needs it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The index.
    pub index: &'static str,
    /// The operation, or the list that a host shows.
    pub asked_by: &'static str,
    /// Whether the rows are wanted in the order of the index.
    pub in_order: bool,
}

const fn found(index: &'static str, asked_by: &'static str) -> Case {
    Case { index, asked_by, in_order: false }
}

const fn in_order(index: &'static str, asked_by: &'static str) -> Case {
    Case { index, asked_by, in_order: true }
}

/// The indexes that the library's own operations ask for, and those of what tickets are made of. `who has …` is what a host asks before it gives a name that must be unique: the
/// index is there for the rule, and no operation of the library asks.
pub const CASES: &[Case] = &[
    found("organization_slug", "Desk::organization_by_slug"),
    found("app_user_email", "who has this address"),
    found("app_user_external_id", "who has this id of the other system"),
    found("app_user_kind", "how many active agents there are"),
    found("department_name", "who has this name in a department"),
    found("department_root_name", "who has this name at the top"),
    found("team_name", "who has this name"),
    found("team_member_user", "Tickets::explain_assignment"),
    found("category_name", "who has this name in a category"),
    found("category_root_name", "who has this name at the top"),
    found("priority_key", "who has this key"),
    // In order for SQLite; PostgreSQL rather sorts so few rows.
    found("priority_level", "Tickets::create"),
    found("priority_rule_cell", "Tickets::create"),
    found("status_key", "who has this key"),
    in_order("status_kind", "Tickets::create"),
    found("status_transition_step", "Tickets::transition"),
    found("status_transition_any", "the step from anywhere to a status"),
    found("tag_name", "who has this name"),
    found("ticket_number", "Tickets::find_by_number"),
    found("ticket_external_id", "Importer::run"),
    in_order("ticket_created", "the newest tickets"),
    in_order("ticket_status", "the newest tickets in a status"),
    in_order("ticket_category", "the newest tickets of a category"),
    in_order("ticket_requester", "the newest tickets of a requester"),
    in_order("ticket_assignee", "the newest tickets of an agent"),
    in_order("ticket_queue", "Tickets::claim_next"),
    in_order("ticket_parent", "the parts of a ticket"),
    in_order("comment_ticket", "Comments::list"),
    in_order("ticket_history_ticket", "Tickets::history"),
    in_order("watcher_ticket", "who follows a ticket"),
    in_order("watcher_user", "what a person follows"),
    in_order("audit_entry_entity", "what was done to a row"),
    in_order("audit_entry_time", "what was done last"),
    in_order("outbox_message_due", "Outbox::claim"),
];

/// Returns a case for every index of the reflection table.
pub fn all() -> Vec<Case> {
    CASES.iter().copied().chain(listed()).collect()
}

/// Returns the cases of the other indexes: a host lists the rows that agree with one of them in what the index begins with,
/// in the order in which it goes on.
fn listed() -> impl Iterator<Item = Case> {
    let known = |name: &str| CASES.iter().any(|case| case.index == name);
    let indexes = ENTITIES.iter().flat_map(|def| def.indexes);
    indexes.filter(move |index| !known(index.name)).map(|index| found(index.name, "the list of a host"))
}

/// Returns the entity that has the index.
pub fn entity_of(index: &str) -> &'static EntityDef {
    let has = |def: &&&EntityDef| def.indexes.iter().any(|known| known.name == index);
    ENTITIES.iter().find(has).unwrap_or_else(|| panic!("there is no index {index}"))
}

/// Returns the query of the case, as the operation asks it.
pub async fn ask(case: &Case, store: Arc<dyn Store>) -> Query {
    if !CASES.iter().any(|known| known.index == case.index) {
        return list_by(case.index);
    }
    let spy = Spy::before(store);
    let desk = Desk::new(spy.clone());
    let scope = desk.scope(rows::organization_id(LARGE), Actor::system());
    perform(case.index, &desk, &scope).await;
    let def = entity_of(case.index);
    let asked = spy.overheard().into_iter().find(|query| query.entity == def);
    asked.unwrap_or_else(|| panic!("{} asks nothing about {}", case.asked_by, def.name))
}

/// Returns the query, and for one that wants an order the same from some place on.
pub fn pages(case: &Case, query: Query) -> Vec<Query> {
    if !case.in_order {
        return vec![query];
    }
    let row = rows::row(query.entity, LARGE, 500);
    let place = query.order().into_iter().map(|sort| {
        let column = query.entity.index_of(&sort.field).expect("the order names fields");
        row[column].clone()
    });
    let later = Query { after: Some(place.collect()), ..query.clone() };
    vec![query, later]
}

/// Returns the question of a host that an index answers by its declaration.
fn list_by(name: &str) -> Query {
    let def = entity_of(name);
    let index = def.indexes.iter().find(|index| index.name == name).expect("the entity has it");
    let conditions: Vec<&str> = index.condition.into_iter().flat_map(|text| text.split(" AND ")).collect();
    let absent = |column: &str| conditions.contains(&format!("{column} IS NULL").as_str());
    let orders = |column: &&&str| {
        let kind = def.field(column).expect("indexes name fields").kind;
        **column == "id" || matches!(kind, Kind::Timestamp | Kind::Date | Kind::Integer | Kind::Decimal)
    };
    let begins = if index.unique {
        index.columns.len()
    } else {
        index.columns.iter().position(|column| orders(&column)).unwrap_or(index.columns.len() - 1)
    };
    let (equal, order) = index.columns.split_at(begins);
    let value = |row: &[Value], column: &str| row[def.index_of(column).expect("indexes name fields")].clone();
    let row = (0..1_000)
        .map(|number| rows::row(def, LARGE, number))
        .find(|row| equal.iter().all(|column| absent(column) || !value(row, column).is_null()))
        .expect("a row that the index has");
    let mut query = Query::new(def, rows::organization_id(LARGE)).limit(50);
    for column in equal {
        query = query.filter(field(*column).is(value(&row, column)));
    }
    for condition in conditions {
        let (column, is_null) = condition.split_once(" IS ").expect("a condition on being there");
        let test = field(column);
        match is_null {
            "NULL" => query = query.filter(test.is_absent()),
            _ if equal.contains(&column) => {}
            _ => query = query.filter(test.is_present()),
        }
    }
    query.sort(order.iter().filter(|column| **column != "id").map(|column| Sort::ascending(*column)))
}

fn id<E: Entity>(number: u64) -> E::Id {
    rows::id(E::DEF, LARGE, number).into()
}

async fn list<E: Entity>(scope: &Scope, find: Find<E>) {
    scope.repository::<E>().list(find).await.expect("the question is sound");
}

/// Lists the rows that meet a condition.
async fn those<E: Entity>(scope: &Scope, condition: Condition) {
    list(scope, Find::<E>::new().filter(condition)).await;
}

/// Lists the rows that meet a condition, the newest first.
async fn newest<E: Entity>(scope: &Scope, condition: Condition) {
    list(scope, Find::<E>::new().filter(condition).newest_first()).await;
}

/// Does what asks for the index. What an operation answers is of no interest, and it cannot change anything.
async fn perform(index: &str, desk: &Desk, scope: &Scope) {
    let tickets = scope.tickets();
    match index {
        "organization_slug" => drop(desk.organization_by_slug("s-0-0").await),
        "app_user_email" => those::<User>(scope, field(User::EMAIL).is("e-0-7")).await,
        "app_user_external_id" => those::<User>(scope, field(User::EXTERNAL_ID).is("e-0-7")).await,
        "app_user_kind" => {
            let agents = field(User::KIND).is(UserKind::Agent).and(field(User::STATUS).is(UserStatus::Active));
            drop(scope.users().count(Find::new().filter(agents)).await);
        }
        "department_name" => {
            let parent = field(Department::PARENT_ID).is(id::<Department>(3));
            those::<Department>(scope, parent.and(field(Department::NAME).is("n-0-17"))).await;
        }
        "department_root_name" => {
            let top = field(Department::PARENT_ID).is_absent();
            those::<Department>(scope, top.and(field(Department::NAME).is("n-0-1"))).await;
        }
        "team_name" => those::<Team>(scope, field(Team::NAME).is("n-0-7")).await,
        "team_member_user" => drop(tickets.explain_assignment(id::<Team>(7), &Strategy::RoundRobin).await),
        "category_name" => {
            let parent = field(Category::PARENT_ID).is(id::<Category>(3));
            those::<Category>(scope, parent.and(field(Category::NAME).is("n-0-17"))).await;
        }
        "category_root_name" => {
            let top = field(Category::PARENT_ID).is_absent();
            those::<Category>(scope, top.and(field(Category::NAME).is("n-0-1"))).await;
        }
        "priority_key" => those::<Priority>(scope, field(Priority::KEY).is("k-0-2")).await,
        "priority_level" | "priority_rule_cell" | "status_kind" => {
            let (impact, urgency) = (Some(Level::High), Some(Level::Low));
            drop(
                tickets
                    .create(NewTicket { subject: "A question".to_owned(), impact, urgency, ..NewTicket::default() })
                    .await,
            );
        }
        "status_key" => those::<Status>(scope, field(Status::KEY).is("k-0-2")).await,
        "status_transition_step" => drop(tickets.transition(id::<Ticket>(1), 1, id::<Status>(2)).await),
        "status_transition_any" => {
            let to = field(StatusTransition::TO_STATUS_ID).is(id::<Status>(2));
            those::<StatusTransition>(scope, to.and(field(StatusTransition::FROM_STATUS_ID).is_absent())).await;
        }
        "tag_name" => those::<Tag>(scope, field(Tag::NAME).is("n-0-7")).await,
        "ticket_number" => drop(tickets.find_by_number("n-0-7").await),
        "ticket_external_id" => {
            // As `import::writer` asks, which would need a source to be asked itself.
            let chunk = (0..256).map(|number| format!("e-0-{number}"));
            let there =
                Find::<Ticket>::new().filter(field(Ticket::EXTERNAL_ID).is_in(chunk)).limit(1_000).with_deleted();
            list(scope, there).await;
        }
        "ticket_created" => newest::<Ticket>(scope, Condition::always()).await,
        "ticket_status" => newest::<Ticket>(scope, field(Ticket::STATUS_ID).is(id::<Status>(2))).await,
        "ticket_category" => newest::<Ticket>(scope, field(Ticket::CATEGORY_ID).is(id::<Category>(7))).await,
        "ticket_requester" => newest::<Ticket>(scope, field(Ticket::REQUESTER_ID).is(id::<User>(7))).await,
        "ticket_assignee" => newest::<Ticket>(scope, field(Ticket::ASSIGNEE_ID).is(id::<User>(7))).await,
        "ticket_queue" => drop(tickets.claim_next(id::<Team>(7), id::<User>(7)).await),
        "ticket_parent" => {
            let parts = field(Ticket::PARENT_ID).is(id::<Ticket>(7));
            list(scope, Find::<Ticket>::new().filter(parts).ascending(Ticket::CREATED_AT)).await;
        }
        "comment_ticket" => drop(scope.comments().list(id::<Ticket>(7), Audience::Requester, Find::new()).await),
        "ticket_history_ticket" => drop(tickets.history(id::<Ticket>(7), Find::new()).await),
        "watcher_ticket" => {
            let followers = Find::<Watcher>::new().filter(field(Watcher::TICKET_ID).is(id::<Ticket>(7)));
            list(scope, followers.ascending(Watcher::USER_ID)).await;
        }
        "watcher_user" => {
            let followed = Find::<Watcher>::new().filter(field(Watcher::USER_ID).is(id::<User>(7)));
            list(scope, followed.ascending(Watcher::TICKET_ID)).await;
        }
        "audit_entry_entity" => {
            let row = Uuid::from_u64_pair(7, 7);
            newest::<AuditEntry>(scope, field(AuditEntry::ENTITY_ID).is(row)).await;
        }
        "audit_entry_time" => newest::<AuditEntry>(scope, Condition::always()).await,
        "outbox_message_due" => drop(scope.outbox().claim(Uuid::nil(), 10, 60_000).await),
        other => panic!("nobody asks for {other}"),
    }
}
