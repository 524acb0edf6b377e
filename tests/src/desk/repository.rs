//! Entities without rules of their own: numbers that the library gives, rows that come back, rows that nobody changes, and
//! secrets that nobody is told.

use std::collections::BTreeSet;

use serde_json::json;
use servicedesk::asset::{Asset, NewAsset};
use servicedesk::audit::{AuditAction, AuditEntry};
use servicedesk::change::{ChangeRequest, NewChangeRequest};
use servicedesk::identity::{AuthEvent, AuthEventKind, Credential, CredentialPatch, NewAuthEvent, NewCredential};
use servicedesk::knowledge::{Article, NewArticle};
use servicedesk::operation::AREAS;
use servicedesk::query::{Condition, Find, field};
use servicedesk::{Code, Error};

use super::fixture::{Fixture, instant, refused};
use super::{DeskFactory, together};

const SECRET: &str = "$argon2id$v=19$not-to-be-told";

fn change(title: &str) -> NewChangeRequest {
    NewChangeRequest { title: title.into(), ..Default::default() }
}

pub async fn numbers_of_every_entity_have_no_gaps(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let changes = desk.scope.repository::<ChangeRequest>();
    let made = together(16, |_| async {
        assert!(changes.create(change("")).await.is_err(), "a refused one must not leave a hole");
        let mut numbers = Vec::new();
        for _ in 0..5 {
            numbers.push(changes.create(change("A new router")).await.unwrap().number);
        }
        numbers
    });
    let made: BTreeSet<String> = made.into_iter().flatten().collect();
    assert_eq!(made, (1..=80).map(|number| format!("CHG-2026-{number:04}")).collect());
    let assets = desk.scope.repository::<Asset>();
    let router = || NewAsset { name: "Router".into(), ..Default::default() };
    assert_eq!(assets.create(router()).await.unwrap().number, "AST-2026-0001", "each entity has a sequence of its own");
    // The organization is in São Paulo, where the year begins three hours later.
    desk.clock.set(instant("2027-01-01T02:59:59Z"));
    assert_eq!(assets.create(router()).await.unwrap().number, "AST-2026-0002");
    desk.clock.set(instant("2027-01-01T03:00:00Z"));
    assert_eq!(assets.create(router()).await.unwrap().number, "AST-2027-0001");
    let stored = changes.list(Find::new().ascending(ChangeRequest::NUMBER).limit(1)).await.unwrap();
    assert_eq!(stored.items[0].number, "CHG-2026-0001");
}

pub async fn a_deleted_row_comes_back(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let articles = desk.scope.repository::<Article>();
    let new = NewArticle { title: "Printers".into(), content: "Switch it on.".into(), ..Default::default() };
    let article = articles.create(new).await.unwrap();
    articles.delete(article.id, 1).await.unwrap();
    assert_eq!(refused(articles.get(article.id).await).code(), Code::NotFound);
    let restored = articles.restore(article.id).await.unwrap();
    assert_eq!((restored.version, restored.deleted_at, &*restored.title), (3, None, "Printers"));
    assert_eq!(articles.get(article.id).await.unwrap(), restored);
    assert_eq!(articles.restore(article.id).await.unwrap(), restored, "one that is there stays as it is");
    let entries = entries_of(&desk, article.id.as_uuid()).await;
    let actions: Vec<AuditAction> = entries.iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [AuditAction::Create, AuditAction::Delete, AuditAction::Restore]);
    let neighbour = desk.neighbour().await;
    let foreign = neighbour.scope.repository::<Article>().restore(article.id).await;
    assert_eq!(refused(foreign).code(), Code::NotFound);
}

pub async fn what_is_recorded_is_not_changed(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let events = desk.scope.repository::<AuthEvent>();
    let new = NewAuthEvent { kind: AuthEventKind::SignInFailed, ..Default::default() };
    let event = events.create(new).await.unwrap();
    assert_eq!(events.get(event.id).await.unwrap(), event);
    for def in servicedesk::ENTITIES.iter().filter(|def| def.append_only) {
        let area = AREAS.iter().find(|area| area.name == def.collection).expect("every entity has an area");
        let changing: Vec<_> = area
            .operations()
            .map(|operation| operation.name)
            .filter(|name| ["update", "delete", "restore"].contains(name))
            .collect();
        assert!(changing.is_empty(), "{}: {changing:?}", def.name);
    }
}

pub async fn a_secret_is_told_to_nobody(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let credentials = desk.scope.repository::<Credential>();
    let new = NewCredential { user_id: desk.agent(0), password_hash: Some(SECRET.into()), ..Default::default() };
    let credential = credentials.create(new).await.unwrap();
    let patch = CredentialPatch { password_hash: Some(format!("{SECRET}-2")).into(), ..Default::default() };
    let credential = credentials.update(credential.id, 1, patch).await.unwrap();
    assert_eq!(credential.password_hash, Some(format!("{SECRET}-2")), "whoever holds the row has it");
    assert!(!format!("{credential:?}").contains(SECRET));
    let entries = entries_of(&desk, credential.id.as_uuid()).await;
    let told: Vec<_> = entries.iter().map(|entry| entry.changes["password_hash"].clone()).collect();
    assert_eq!(told, [json!([null, "…"]), json!(["…", "…"])]);

    let by = |condition: Condition| credentials.list(Find::new().filter(condition));
    let hash = || field(Credential::PASSWORD_HASH);
    assert_eq!(by(hash().is(format!("{SECRET}-2"))).await.unwrap().items.len(), 1);
    let of_field =
        |error: Error| assert_eq!((error.code(), error.fields()), (Code::FieldKind, &["password_hash".to_owned()][..]));
    for condition in [hash().starts_with("$argon"), hash().contains("id"), hash().less_than("z"), hash().at_least("$")]
    {
        of_field(refused(by(condition).await));
    }
    of_field(refused(credentials.list(Find::new().ascending(Credential::PASSWORD_HASH)).await));
}

async fn entries_of(desk: &Fixture, id: uuid::Uuid) -> Vec<AuditEntry> {
    let find = Find::new().filter(field(AuditEntry::ENTITY_ID).is(id)).ascending(AuditEntry::CREATED_AT);
    desk.scope.repository::<AuditEntry>().list(find).await.unwrap().items
}
