//! The specification of an adoption, for every kind of source and of store.

use std::sync::Arc;

use servicedesk::adoption::{AdoptionReport, Effect, Finding, Options, Product};
use servicedesk::asset::Asset;
use servicedesk::audit::{AuditAction, AuditEntry};
use servicedesk::entity::Change;
use servicedesk::identity::{Credential, PasswordAlgorithm, User, UserKind, UserStatus};
use servicedesk::integration::Integration;
use servicedesk::knowledge::Embedding;
use servicedesk::organization::{NewOrganization, OrganizationId};
use servicedesk::query::{Find, field};
use servicedesk::scope::{Actor, Scope};
use servicedesk::ticket::{Comment, NewTicket, Ticket, TicketPatch, Visibility};
use servicedesk::{Code, Desk};

use super::fill::Fill;
use super::schema::{self, Database};
use super::source::Source;
use crate::contract::StoreFactory;

/// How many rows a table has.
const ROWS: usize = 12;

fn product(letter: char) -> Product {
    match letter {
        'a' => Product::A,
        'b' => Product::B,
        'c' => Product::C,
        'd' => Product::D,
        _ => Product::E,
    }
}

/// Makes a product's database with that many rows in each table.
pub async fn source(letter: char, rows: usize, own: bool, database: Database) -> Source {
    let source = Source::new(database).await;
    let tables = schema::tables(letter, own);
    source.run(&schema::sql(&tables, database)).await;
    source.run(&Fill::new(letter, rows, database).sql(&tables)).await;
    source
}

async fn scope(desk: &Desk, letter: char) -> Scope {
    if letter == 'd' {
        let new = NewOrganization { name: "D".into(), slug: "d".into(), ..NewOrganization::default() };
        let organization = desk.create_organization(new).await.expect("the desk takes it");
        return desk.scope(organization.id, Actor::system());
    }
    desk.scope(OrganizationId::from(uuid::Uuid::from_u128(0xadd)), Actor::system())
}

fn options() -> Options {
    let encrypt = |_: &str, secret: &[u8]| Some(secret.iter().rev().copied().collect());
    Options { encrypt: Some(Arc::new(encrypt)), ..Options::default() }
}

/// Adopts a product's database into a desk, and returns what is told.
pub async fn adopts(desk: &Desk, letter: char, address: &str) -> AdoptionReport {
    let result = scope(desk, letter).await.adopt(product(letter), address, &options()).await;
    result.unwrap_or_else(|error| panic!("{letter}: {error:?}"))
}

async fn adopt(scope: &Scope, letter: char, source: &Source) -> AdoptionReport {
    let result = scope.adopt(product(letter), &source.address(), &options()).await;
    result.unwrap_or_else(|error| panic!("{letter}: {error:?}"))
}

fn told(report: &AdoptionReport) -> String {
    let tables = report.tables.iter().filter(|table| !table.is_whole()).map(|table| format!("{table:?}"));
    let findings = report.findings.iter().map(|told| {
        let (key, column) = (told.key.as_deref().unwrap_or("*"), told.column.as_deref().unwrap_or("*"));
        format!("{}[{key}].{column}: {:?} {:?}", told.table, told.finding, told.effect)
    });
    tables.chain(findings).take(40).collect::<Vec<_>>().join("\n")
}

/// Every product comes in whole, in one desk.
pub async fn comes_in_whole(factory: &impl StoreFactory, database: Database, own: bool) {
    for letter in ['a', 'b', 'c', 'd', 'e'] {
        one_comes_in_whole(factory, letter, database, own).await;
    }
}

/// A product comes in whole, and a second time nothing more.
pub async fn one_comes_in_whole(factory: &impl StoreFactory, letter: char, database: Database, own: bool) {
    if own && !schema::is_at_hand(letter) {
        return;
    }
    let source = source(letter, ROWS, own, database).await;
    let desk = Desk::new(factory.empty(&[]).await);
    let scope = scope(&desk, letter).await;
    let report = adopt(&scope, letter, &source).await;
    assert!(report.finding_count == 0 && report.is_whole(), "{letter}: {}", told(&report));
    let tables = schema::tables(letter, own);
    assert_eq!(report.tables.len(), tables.len(), "{letter}: every table is told");
    for table in &report.tables {
        let rows = if ["organizations", "company_settings"].contains(&&*table.table) { 1 } else { ROWS as u64 };
        assert_eq!((table.read, table.written, table.left_out), (rows, rows, 0), "{letter}: {table:?}");
        assert!(table.expected >= table.read && table.source_checksum.len() == 64, "{letter}: {table:?}");
    }
    let entries = scope.repository::<AuditEntry>().list(Find::new().limit(1_000)).await.expect("the desk answers");
    let imports = entries.items.iter().filter(|entry| entry.entity_id == scope.organization_id().as_uuid());
    let imports = imports.filter(|entry| entry.action == AuditAction::Import).count();
    assert!(imports >= tables.len() - 1, "{letter}: an entry for each table, not {imports}");
    let again = adopt(&scope, letter, &source).await;
    assert!(again.finding_count == 0 && again.is_whole(), "{letter} again: {}", told(&again));
    assert!(again.tables.iter().all(|table| table.written == 0 && table.already_there == table.read), "{letter}");
    for (first, second) in report.tables.iter().zip(&again.tables) {
        assert_eq!(first.desk_checksum, second.desk_checksum, "{letter}: {}", first.table);
    }
}

async fn all<E: servicedesk::entity::Entity>(scope: &Scope) -> Vec<E> {
    scope.repository::<E>().list(Find::new().limit(1_000)).await.expect("the desk answers").items
}

/// Values are converted as the pages say.
pub async fn values_are_those_of_the_source(factory: &impl StoreFactory, database: Database) {
    if !['c', 'd', 'e'].into_iter().all(schema::is_at_hand) {
        return;
    }
    let desk = Desk::new(factory.empty(&[]).await);
    let of_c = source('c', ROWS, true, database).await;
    let c = scope(&desk, 'c').await;
    adopt(&c, 'c', &of_c).await;
    let organization = c.organization().await.expect("it came in");
    assert_eq!((&*organization.name, organization.logo_mime_type.as_deref()), ("Ação & Cia", Some("image/png")));
    let people: Vec<User> = all(&c).await;
    let person = |key: &str| people.iter().find(|user| user.external_id.as_deref() == Some(key)).expect("they came in");
    assert_eq!(person("user-0000").email.as_deref(), Some("ana.0@example.com"));
    assert_eq!((person("user-0001").kind, person("user-0002").kind), (UserKind::Agent, UserKind::Admin));
    assert_eq!(person("user-0001").status, UserStatus::Deactivated);
    let credentials: Vec<Credential> = all(&c).await;
    let own = credentials.iter().find(|credential| credential.user_id == person("user-0000").id).expect("it came in");
    assert_eq!(own.password_hash.as_deref(), Some("$2b$10$abcdefghij0000"));
    assert_eq!(own.algorithm, PasswordAlgorithm::Bcrypt);
    let tickets: Vec<Ticket> = all(&c).await;
    let ticket = tickets.iter().find(|ticket| ticket.number == "TKT-2025-0003").expect("it came in");
    assert_eq!(ticket.external_id.as_deref(), Some("3"));
    assert!(ticket.subject.contains("日本 😀 'q'") && ticket.tags[1] == "two words", "{:?}", ticket.tags);
    assert_eq!(ticket.created_at.to_string(), "2025-03-03T11:15:30.002Z");
    assert_eq!(ticket.requester_id, Some(person("user-0002").id));
    let comments: Vec<Comment> = all(&c).await;
    assert!(comments.iter().any(|comment| comment.visibility == Visibility::Internal));
    // The sequence goes on after the numbers that came in.
    let now = NewTicket { subject: "New".into(), requester_id: Some(person("user-0000").id), ..NewTicket::default() };
    let made = c.tickets().create(now).await.expect("the desk takes it");
    assert!(made.number.ends_with("-0001") || made.number.as_str() > "TKT-2025-0012", "{}", made.number);

    let of_d = source('d', ROWS, true, database).await;
    let d = scope(&desk, 'd').await;
    adopt(&d, 'd', &of_d).await;
    let assets: Vec<Asset> = all(&d).await;
    assert!(assets.iter().any(|asset| asset.number == "AST-2025-0001"));
    let embeddings: Vec<Embedding> = all(&d).await;
    assert_eq!(embeddings[0].vector, [0.5_f32, -1.0, 0.03].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>());
}

/// A row of the desk that is not what the source says is found by the next run.
pub async fn a_changed_row_is_seen(factory: &impl StoreFactory, database: Database) {
    let source = source('c', ROWS, true, database).await;
    let desk = Desk::new(factory.empty(&[]).await);
    let scope = scope(&desk, 'c').await;
    let first = adopt(&scope, 'c', &source).await;
    assert!(first.is_whole());
    let tickets: Vec<Ticket> = all(&scope).await;
    let ticket = tickets.iter().find(|ticket| ticket.external_id.as_deref() == Some("7")).expect("it came in");
    let patch = TicketPatch { subject: Change::Set("Something else".into()), ..TicketPatch::default() };
    scope.tickets().update(ticket.id, ticket.version, patch).await.expect("the desk takes it");
    let again = adopt(&scope, 'c', &source).await;
    let table = again.table("tasks").expect("it is told");
    assert!(!again.is_whole() && !table.is_whole() && table.source_checksum != table.desk_checksum);
    let found: Vec<(&str, Option<&str>)> =
        again.findings.iter().map(|told| (&*told.table, told.key.as_deref())).collect();
    assert_eq!(found, [("tasks", Some("7"))], "{}", told(&again));
    assert!(again.tables.iter().filter(|table| table.table != "tasks").all(|table| table.is_whole()));
}

/// What is broken is told by table and key, and everything else comes in.
pub async fn broken_rows_are_told(factory: &impl StoreFactory, database: Database) {
    let source = source('c', ROWS, true, database).await;
    let sql = "DROP TABLE task_attachments; ALTER TABLE teams DROP COLUMN description; \
        ALTER TABLE teams ADD COLUMN motto TEXT; CREATE TABLE surprise (id INTEGER); \
        UPDATE tasks SET assignee_id = 'nobody' WHERE id = 1; \
        UPDATE tasks SET status = 'strange' WHERE id = 2; \
        UPDATE tasks SET ticket_number = 'TKT-2025-0003' WHERE id = 4; \
        UPDATE users SET email = 'ana.1@example.com' WHERE id = 'user-0005'; \
        UPDATE task_comments SET task_id = 999 WHERE id = 6; \
        UPDATE task_comments SET content = '' WHERE id = 7";
    source.run(sql).await;
    if database == Database::Sqlite {
        source.run("UPDATE tasks SET due_date = 'soon', estimated_hours = 'many' WHERE id = 8").await;
    }
    let desk = Desk::new(factory.empty(&[]).await);
    let scope = scope(&desk, 'c').await;
    let report = adopt(&scope, 'c', &source).await;
    let has = |table: &str, key: Option<&str>, column: Option<&str>, finding: Finding, effect: Effect| {
        let found = report.findings.iter().any(|told| {
            told.table == table
                && told.key.as_deref() == key
                && told.column.as_deref() == column
                && (told.finding, told.effect) == (finding, effect)
        });
        assert!(found, "{table} {key:?} {column:?} {finding:?} is not among\n{}", told(&report));
    };
    has("task_attachments", None, None, Finding::TableMissing, Effect::Told);
    has("surprise", None, None, Finding::TableUnknown, Effect::Told);
    has("teams", None, Some("description"), Finding::ColumnMissing, Effect::Told);
    has("teams", None, Some("motto"), Finding::ColumnUnknown, Effect::Told);
    has("tasks", Some("1"), Some("assignee_id"), Finding::ReferenceMissing, Effect::Replaced);
    has("tasks", Some("2"), Some("status"), Finding::ValueUnknown, Effect::Replaced);
    // Of two rows with one number the store decides which came first.
    let of_number = |told: &&servicedesk::adoption::AdoptionFinding| told.column.as_deref() == Some("ticket_number");
    assert_eq!(report.findings.iter().filter(of_number).count(), 1, "{}", told(&report));
    let of_email = |told: &&servicedesk::adoption::AdoptionFinding| told.column.as_deref() == Some("email");
    assert_eq!(report.findings.iter().filter(of_email).count(), 1, "{}", told(&report));
    has("task_comments", Some("6"), Some("task_id"), Finding::ReferenceMissing, Effect::LeftOut);
    has("task_comments", Some("7"), Some("content"), Finding::Required, Effect::LeftOut);
    if database == Database::Sqlite {
        has("tasks", Some("8"), Some("due_date"), Finding::Unreadable, Effect::Replaced);
        has("tasks", Some("8"), Some("estimated_hours"), Finding::Unreadable, Effect::Replaced);
    }
    assert!(report.is_whole(), "{}", told(&report));
    let tasks = report.table("tasks").expect("it is told");
    assert_eq!((tasks.read, tasks.written, tasks.left_out), (12, 11, 1));
    let again = adopt(&scope, 'c', &source).await;
    assert!(again.is_whole() && again.tables.iter().all(|table| table.written == 0), "{}", told(&again));
}

/// A secret stays behind when nothing encrypts it, and no report, written out, holds one or what a person wrote.
pub async fn secrets_stay_behind(factory: &impl StoreFactory, database: Database) {
    let source = source('c', ROWS, true, database).await;
    let desk = Desk::new(factory.empty(&[]).await);
    let scope = scope(&desk, 'c').await;
    let report = scope.adopt_from(Product::C, &source.address(), None).await.expect("the source is sound");
    let left = report.findings.iter().filter(|told| told.finding == Finding::SecretLeft).count();
    assert_eq!((left, report.finding_count), (3, 3), "{}", told(&report));
    assert!(report.is_whole(), "{}", told(&report));
    let written = format!("{report:?}");
    for secret in ["s3cr3t", "$2b$", "reset-", "Ana", "日本"] {
        assert!(!written.contains(secret), "{secret}");
    }
    let systems: Vec<Integration> = all(&scope).await;
    assert!(systems.len() == 3 && systems.iter().all(|system| system.secrets.is_none()));
}

/// Of several organizations that which was asked for comes in, and the rows of none are told.
pub async fn one_of_several_organizations(factory: &impl StoreFactory, database: Database) {
    let source = source('e', ROWS, true, database).await;
    let other = "00000000-0000-4000-8000-00000000beef";
    let sql = format!(
        "INSERT INTO organizations (id, name, plan, monthly_ticket_limit, agent_limit, is_active, created_at, updated_at) \
         VALUES ('{other}', 'Other', 'free', 50, 3, TRUE, '2025-01-01 00:00:00+00', '2025-01-01 00:00:00+00'); \
         UPDATE users SET organization_id = '{other}' WHERE email = 'Ana.3@Example.com'; \
         UPDATE documents SET organization_id = NULL WHERE id = '{}'",
        Fill::new('e', ROWS, database).key("documents", 0)
    );
    source.run(&sql).await;
    let desk = Desk::new(factory.empty(&[]).await);
    let refused = scope(&desk, 'e').await.adopt(Product::E, &source.address(), &options()).await;
    assert_eq!(refused.expect_err("which one?").code(), Code::AdoptionTenant);
    let scope = desk.scope(OrganizationId::from(other.parse::<uuid::Uuid>().expect("a UUID")), Actor::system());
    let wanted = Options { organization: Some(other.to_owned()), ..options() };
    let report = scope.adopt(Product::E, &source.address(), &wanted).await.expect("the source is sound");
    assert_eq!(scope.organization().await.expect("it came in").name, "Other");
    let read: Vec<(&str, u64)> = report.tables.iter().map(|table| (&*table.table, table.read)).collect();
    assert!(read.contains(&("users", 1)) && read.contains(&("tickets", 0)), "{read:?}");
    let homeless = report.findings.iter().find(|told| told.table == "documents").expect("it is told");
    assert_eq!((homeless.finding, homeless.effect), (Finding::ReferenceMissing, Effect::LeftOut));
    assert!(report.is_whole(), "{}", told(&report));
    let people: Vec<User> = all(&scope).await;
    assert_eq!(people.len(), 1);
}

/// What is no database of the product is refused, and nothing is written.
pub async fn another_database_is_refused(factory: &impl StoreFactory, database: Database) {
    let source = Source::new(database).await;
    source.run("CREATE TABLE something (id INTEGER)").await;
    let desk = Desk::new(factory.empty(&[]).await);
    let scope = scope(&desk, 'd').await;
    let refused = scope.adopt_from(Product::D, &source.address(), None).await.expect_err("it is no product's");
    assert_eq!(refused.code(), Code::AdoptionSource);
    let missing = scope.adopt_from(Product::D, "/nowhere/at/all.sqlite", None).await.expect_err("nothing is there");
    assert_eq!(missing.code(), Code::AdoptionSource);
    let tickets = scope.repository::<Ticket>().list(Find::new().filter(field("id").is_present())).await;
    assert!(tickets.expect("the desk answers").items.is_empty());
}
