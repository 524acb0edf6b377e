//! Values, errors that tell nothing of them, and what one statement can do.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Place, batch, insert, next, organization, page, run, tag};
use crate::Code;
use crate::clock::Timestamp;
use crate::entity::{Entity as _, Value};
use crate::identity::{User, UserKind, UserStatus};
use crate::organization::{Organization, OrganizationId};
use crate::query::{Query, Sort, field};
use crate::store::postgres::single;
use crate::store::{Expect, Key, Store as _, Write};
use crate::ticket::Tag;

fn user(organization_id: OrganizationId, email: &str) -> User {
    User {
        id: Uuid::now_v7().into(),
        organization_id,
        email: Some(email.to_owned()),
        email_verified: false,
        first_name: None,
        last_name: None,
        display_name: "A person".to_owned(),
        phone: None,
        avatar_url: None,
        timezone: None,
        locale: None,
        kind: UserKind::Requester,
        status: UserStatus::Active,
        is_approved: true,
        cpf: None,
        cpf_index: None,
        ticket_capacity: None,
        open_ticket_count: 0,
        last_assigned_at: None,
        last_login_at: None,
        external_id: None,
        version: 1,
        created_at: Timestamp::EPOCH,
        updated_at: Timestamp::EPOCH,
        deleted_at: None,
    }
}

#[tokio::test]
async fn an_error_repeats_no_value() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    let commit = || store.commit(batch(id, [insert(user(id, "secret@example.org"))]));
    commit().await.unwrap();
    let error = commit().await.unwrap_err();
    assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["email".to_owned()][..]));
    let mut told = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        told += &format!("{cause} {cause:?}");
        source = cause.source();
    }
    assert!(told.contains("app_user_email") && !told.contains("secret"), "{told}");
}

#[tokio::test]
async fn a_stored_value_that_does_not_fit_names_its_field() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    store.commit(batch(id, [insert(tag(id, "a"))])).await.unwrap();
    let mut raw = place.raw().await;
    for (alteration, field) in [
        ("UPDATE tag SET created_at='10000-01-01'", "created_at"),
        ("UPDATE tag SET created_at=now(), updated_at='infinity'", "updated_at"),
    ] {
        run(&mut raw, alteration).await.unwrap();
        let error = store.read(&[Query::new(Tag::DEF, id)]).await.unwrap_err();
        assert_eq!((error.code(), error.fields()), (Code::RowCorrupt, &[field.to_owned()][..]));
    }
    let sql = "SELECT '12345678901234567890123456789012345.5'::numeric, '1e-29'::numeric, 'NaN'::numeric, '79228162514264337593543950335'::numeric";
    let row = sqlx::query(sql).fetch_one(&mut raw).await.unwrap();
    let read = |index| super::super::row::read_value(&row, index, crate::entity::Kind::Decimal);
    assert_eq!([read(0), read(1), read(2), read(3)], [None, None, None, Some(Value::Decimal(Decimal::MAX))]);
}

#[tokio::test]
async fn a_list_of_values_of_every_kind_is_found() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    let person = User { ticket_capacity: Some(7), last_login_at: Some(Timestamp::MIN), ..user(id, "ana@example.org") };
    store.commit(batch(id, [insert(person.clone()), insert(user(id, "bia@example.org"))])).await.unwrap();
    for condition in [
        field("id").is_in([person.id.as_uuid(), Uuid::nil()]),
        field("email").is_in(["ana@example.org", "a\"b,{}\\"]),
        field("kind").is_in(["requester"]).and(field("ticket_capacity").is_in([7, 8])),
        field("last_login_at").is_in([Timestamp::MIN, Timestamp::MAX]),
        field("email").ends_with("NÁ@example.org"),
    ] {
        let found = page(&store, Query::new(User::DEF, id).filter(condition)).await;
        assert_eq!(found.rows, [person.clone().into_row()]);
    }
    let both = Query::new(User::DEF, id).filter(field("is_approved").is_in([true])).count();
    assert_eq!(page(&store, both).await.count, 2);
}

/// What is read together is one statement, or a transaction when it is a lot; the answers are the same.
#[tokio::test]
async fn queries_are_answered_alike_together_and_one_by_one() {
    let place = Place::new().await;
    let store = place.open().await;
    let id = organization(&store).await;
    let names: Vec<String> = (0..30).map(|number| format!("{number:02} \"{{}},\\ é")).collect();
    store.commit(batch(id, names.iter().map(|name| insert(tag(id, name))))).await.unwrap();
    store.commit(batch(id, [insert(user(id, "ana@example.org"))])).await.unwrap();
    let by_name = Query::new(Tag::DEF, id).sort([Sort::descending("name")]);
    let queries = [
        by_name.clone().limit(30),
        by_name.clone().limit(29),
        by_name.clone().count(),
        Query::new(User::DEF, id),
        Query::by_id(Organization::DEF, id, id.as_uuid()),
        Query::by_id(Tag::DEF, id, Uuid::nil()),
    ];
    let mut alone = Vec::new();
    for query in queries.clone() {
        alone.push(page(&store, query).await);
    }
    assert_eq!((alone[0].rows.len(), alone[0].more, alone[1].more, alone[2].count), (30, false, true, 30));
    assert_eq!(store.read(&queries).await.unwrap(), alone);
    let many = [
        &queries[..],
        &[
            by_name.clone().limit(1_000),
            by_name.clone().limit(1_000),
            by_name.clone().limit(1_000),
            by_name.limit(1_000),
        ],
    ]
    .concat();
    assert_eq!(store.read(&many).await.unwrap()[..queries.len()], alone);
}

/// The order of a batch decides; whatever one statement cannot keep in order is not one statement.
#[test]
fn writes_that_depend_on_one_another_are_not_one_statement() {
    let id = OrganizationId::from(Uuid::now_v7());
    let (first, second) = (tag(id, "a"), tag(id, "b"));
    let key = Key { entity: Tag::DEF, id: first.id.as_uuid() };
    let rename = || Write::Update { key, version: 1, changes: vec![(2, Value::Text("c".to_owned()))] };
    let remove = || Write::Delete { key, version: Some(1) };
    let is_one = |writes: Vec<Write>, expect: Vec<Expect>| {
        let mut batch = batch(id, writes);
        batch.expect = expect;
        single::compile(&batch).unwrap().is_some()
    };
    assert!(is_one(vec![next("a"), next("b"), insert(first.clone()), insert(second.clone())], vec![]));
    assert!(is_one(vec![rename(), insert(second.clone())], vec![Expect::Version(key, 1)]));
    assert!(is_one(vec![insert(first.clone())], vec![Expect::Absent(key)]));
    assert!(is_one(vec![rename()], vec![Expect::Present(key, "actor")]));
    assert!(is_one(vec![insert(second.clone())], vec![Expect::Present(key, "actor")]));
    assert!(!is_one(vec![insert(first.clone())], vec![Expect::Present(key, "actor")]), "it is not there before");
    assert!(!is_one(vec![next("a"), next("a")], vec![]), "one sequence twice");
    assert!(!is_one(vec![insert(first.clone()), rename()], vec![]), "one row twice");
    assert!(!is_one(vec![insert(second.clone()), rename()], vec![]), "a name that is given up too late");
    assert!(!is_one(vec![remove(), rename()], vec![]));
    assert!(!is_one(vec![rename()], vec![Expect::Version(key, 2)]), "two versions of one row");
    assert!(!is_one(vec![insert(second)], vec![Expect::Absent(key)]), "nothing keeps it absent");
}
