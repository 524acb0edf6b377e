//! An entity of the tests only, on every store: what `scope.repository` does for it, and what is left behind.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;
use servicedesk::audit::{AuditAction, AuditEntry};
use servicedesk::entity::{Change, Entity as _};
use servicedesk::identity::{NewUser, User};
use servicedesk::organization::NewOrganization;
use servicedesk::query::{Find, field};
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::{ChangeKind, Store};
use servicedesk::ticket::TicketHistory;
use servicedesk::{Code, Desk, Error};
use servicedesk_tests::contract::StoreFactory;
use servicedesk_tests::factories::{MemoryFactory, SqliteFactory};
use servicedesk_tests::patience::Patience;
use servicedesk_tests::postgres::PostgresFactory;
use servicedesk_tests::schema::loan::{Condition, Loan, LoanPatch, NewLoan};

/// Returns a desk with somebody who borrows.
async fn borrower<F: StoreFactory>(factory: &F) -> (Scope, User) {
    let desk = Desk::new(factory.empty(&[Loan::DEF]).await);
    let acme = NewOrganization { name: "Acme".to_owned(), slug: "acme".to_owned(), ..Default::default() };
    let scope = desk.scope(desk.create_organization(acme).await.unwrap().id, Actor::system());
    let rita = scope.users().create(NewUser { display_name: "Rita".to_owned(), ..Default::default() }).await.unwrap();
    (scope, rita)
}

fn day(day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 3, day)
}

fn laptop(user: &User) -> NewLoan {
    NewLoan {
        user_id: user.id,
        device: "Laptop 7".to_owned(),
        amount: "1250.50".parse().unwrap(),
        condition: Condition::Used,
        due_on: day(10),
        tags: vec!["charger".to_owned()],
        note: Some("until friday".to_owned()),
        details: Some(json!({ "serial": "X-1" })),
        ..NewLoan::default()
    }
}

async fn a_loan_is_made_read_changed_and_deleted(factory: impl StoreFactory) {
    let (scope, rita) = borrower(&factory).await;
    let loans = scope.repository::<Loan>();
    let made = loans.create(laptop(&rita)).await.unwrap();
    assert_eq!((made.version, made.prolonged, made.returned_at), (1, 0, None));
    assert!(loans.get(made.id).await.unwrap() == made);

    let patch =
        LoanPatch { due_on: day(20).into(), note: Change::Set(None), prolonged: 1.into(), ..LoanPatch::default() };
    let changed = loans.update(made.id, 1, patch.clone()).await.unwrap();
    assert_eq!((changed.version, changed.due_on, changed.prolonged), (2, day(20), 1));
    assert_eq!((changed.note.as_ref(), &changed.details), (None, &made.details));
    assert!(loans.get(made.id).await.unwrap() == changed);
    assert_eq!(loans.update(made.id, 1, patch).await.unwrap_err().code(), Code::StaleVersion);

    loans.delete(made.id, 2).await.unwrap();
    assert_eq!(loans.get(made.id).await.unwrap_err().code(), Code::NotFound);
    let kept = loans.list(Find::new().with_deleted()).await.unwrap().items;
    assert!(kept[0].deleted_at.is_some() && kept[0].id == made.id);
}

async fn loans_are_listed_by_what_they_hold(factory: impl StoreFactory) {
    let (scope, rita) = borrower(&factory).await;
    let loans = scope.repository::<Loan>();
    for number in 1..=4_u32 {
        let new = NewLoan {
            device: format!("Câmera {number}"),
            amount: Decimal::from(number * 100),
            due_on: day(30 - number).filter(|_| number != 4),
            tags: if number == 2 { vec!["tripod".to_owned()] } else { Vec::new() },
            condition: if number == 3 { Condition::LikeNew } else { Condition::Used },
            ..laptop(&rita)
        };
        loans.create(new).await.unwrap();
    }
    let cases = [
        (field(Loan::USER_ID).is(rita.id), vec![4, 3, 2, 1]),
        (field(Loan::DUE_ON).less_than(day(28)), vec![3]),
        (field(Loan::DUE_ON).is_absent(), vec![4]),
        (field(Loan::AMOUNT).at_least(Decimal::from(200)), vec![4, 3, 2]),
        (field(Loan::TAGS).has("tripod"), vec![2]),
        (field(Loan::DEVICE).contains("CAMERA 1"), vec![1]),
        (field(Loan::CONDITION).is(Condition::LikeNew), vec![3]),
        (field(Loan::DEVICE).is("Laptop 7"), vec![]),
    ];
    for (condition, expected) in cases {
        let find = Find::new().filter(condition.clone()).ascending(Loan::DUE_ON).limit(3);
        let mut found: Vec<String> = Vec::new();
        let mut next = None;
        let mut patience = Patience::new(100, "the last page is reached");
        loop {
            patience.round();
            let page = loans.list(find.clone().after(next)).await.unwrap();
            found.extend(page.items.into_iter().map(|loan| loan.device));
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        let expected: Vec<String> = expected.into_iter().map(|number| format!("Câmera {number}")).collect();
        assert_eq!(found, expected, "{}", condition.to_json());
        assert_eq!(loans.count(Find::new().filter(condition)).await.unwrap(), expected.len() as u64);
    }
}

async fn a_loan_leaves_audit_entries_and_feed_records_and_no_history(factory: impl StoreFactory) {
    let (scope, rita) = borrower(&factory).await;
    let organization = scope.organization_id();
    let begin = scope.desk().store().changes(organization, "", 1_000).await.unwrap().position;
    let loans = scope.repository::<Loan>();
    let loan = loans.create(laptop(&rita)).await.unwrap();
    loans.update(loan.id, 1, LoanPatch { prolonged: 2.into(), ..LoanPatch::default() }).await.unwrap();
    loans.delete(loan.id, 2).await.unwrap();

    let of_loan = Find::new().filter(field(AuditEntry::ENTITY).is("loan")).ascending(AuditEntry::CREATED_AT);
    let entries = scope.repository::<AuditEntry>().list(of_loan).await.unwrap().items;
    let actions: Vec<AuditAction> = entries.iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [AuditAction::Create, AuditAction::Update, AuditAction::Delete]);
    assert!(entries.iter().all(|entry| entry.entity_id == loan.id.as_uuid()));
    assert_eq!(entries[0].changes["amount"], json!([null, "1250.50"]));
    assert_eq!(entries[1].changes, json!({ "prolonged": [0, 2] }));

    let records = scope.desk().store().changes(organization, &begin, 1_000).await.unwrap().records;
    // The time of change is among the fields only when it differs.
    let fields = |names: &[String]| names.iter().filter(|name| *name != Loan::UPDATED_AT).cloned().collect::<Vec<_>>();
    let records: Vec<_> = records
        .iter()
        .map(|record| (record.table.as_str(), record.id, record.kind, fields(&record.fields).join(" ")))
        .collect();
    let id = loan.id.as_uuid();
    assert_eq!(
        records,
        [
            ("loan", id, ChangeKind::Insert, String::new()),
            ("loan", id, ChangeKind::Update, "prolonged".to_owned()),
            ("loan", id, ChangeKind::Update, "deleted_at".to_owned()),
        ]
    );
    assert_eq!(
        scope.repository::<TicketHistory>().count(Find::new().filter(field("action").is_present())).await.unwrap(),
        0
    );
}

async fn what_a_loan_must_not_hold_is_refused_with_its_field(factory: impl StoreFactory) {
    let (scope, rita) = borrower(&factory).await;
    let loans = scope.repository::<Loan>();
    let nobody = NewLoan { user_id: uuid::Uuid::now_v7().into(), ..laptop(&rita) };
    let wrong = [
        (NewLoan { device: " ".to_owned(), ..laptop(&rita) }, Code::Required, Loan::DEVICE),
        (NewLoan { device: "x".repeat(101), ..laptop(&rita) }, Code::TextTooLong, Loan::DEVICE),
        (NewLoan { amount: Decimal::from(-1), ..laptop(&rita) }, Code::NumberRange, Loan::AMOUNT),
        (NewLoan { prolonged: 4, ..laptop(&rita) }, Code::NumberRange, Loan::PROLONGED),
        (NewLoan { tags: vec!["x".to_owned(); 4], ..laptop(&rita) }, Code::ListTooLong, Loan::TAGS),
        (NewLoan { note: Some("a\0b".to_owned()), ..laptop(&rita) }, Code::TextNul, Loan::NOTE),
        (NewLoan { details: Some(json!("x".repeat(1_001))), ..laptop(&rita) }, Code::BytesTooLong, Loan::DETAILS),
        (nobody, Code::ReferenceMissing, Loan::USER_ID),
    ];
    for (new, code, field) in wrong {
        refused(loans.create(new).await, code, field);
    }
    assert_eq!(loans.count(Find::new().filter(field(Loan::ID).is_present())).await.unwrap(), 0);

    let loan = loans.create(laptop(&rita)).await.unwrap();
    refused(loans.create(laptop(&rita)).await, Code::DuplicateValue, Loan::DEVICE);
    let patch = LoanPatch { prolonged: 4.into(), ..LoanPatch::default() };
    refused(loans.update(loan.id, 1, patch).await, Code::NumberRange, Loan::PROLONGED);
    assert!(loans.get(loan.id).await.unwrap() == loan);

    // What came back may be lent again.
    let back = LoanPatch { returned_at: Some(loan.created_at).into(), ..LoanPatch::default() };
    loans.update(loan.id, 1, back).await.unwrap();
    loans.create(laptop(&rita)).await.unwrap();
}

#[track_caller]
fn refused(answer: Result<Loan, Error>, code: Code, field: &str) {
    let error = answer.map(|_| "a loan").unwrap_err();
    assert_eq!((error.code(), error.fields()), (code, [field.to_owned()].as_slice()));
}

/// Makes a test of each point for each store.
macro_rules! on_every_store {
    ($points:tt $($store:ident: $factory:expr;)+) => { $(on_every_store! { @ $store $factory, $points })+ };
    (@ $store:ident $factory:expr, [$($point:ident),+ $(,)?]) => {
        mod $store {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $point() {
                    super::$point($factory).await;
                }
            )+
        }
    };
}

on_every_store! {
    [
        a_loan_is_made_read_changed_and_deleted,
        loans_are_listed_by_what_they_hold,
        a_loan_leaves_audit_entries_and_feed_records_and_no_history,
        what_a_loan_must_not_hold_is_refused_with_its_field,
    ]
    memory: MemoryFactory;
    sqlite: SqliteFactory::new();
    postgres: PostgresFactory::new();
}
