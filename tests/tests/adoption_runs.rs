//! The five products' databases become desks, and the proof of each adoption shows that nothing was dropped.

use std::sync::Arc;

use servicedesk::Desk;
use servicedesk::adoption::{AdoptionReport, Effect, Finding, Options, Product};
use servicedesk::organization::{NewOrganization, OrganizationId};
use servicedesk::scope::{Actor, Scope};
use servicedesk_tests::adoption::fill::Fill;
use servicedesk_tests::adoption::schema::{self, Database};
use servicedesk_tests::adoption::source::Source;
use servicedesk_tests::contract::{StoreFactory, run};
use servicedesk_tests::factories::{MemoryFactory, SqliteFactory};

const PRODUCTS: [(char, Product); 5] =
    [('a', Product::A), ('b', Product::B), ('c', Product::C), ('d', Product::D), ('e', Product::E)];

async fn source(product: char, rows: usize, own: bool, database: Database) -> Source {
    let source = Source::new(database).await;
    let tables = schema::tables(product, own);
    source.run(&schema::sql(&tables, database)).await;
    source.run(&Fill::new(product, rows, database).sql(&tables)).await;
    source
}

async fn scope(desk: &Desk, product: Product) -> Scope {
    if product == Product::D {
        let new = NewOrganization {
            name: "D".into(),
            slug: "d".into(),
            timezone: "America/Sao_Paulo".into(),
            ..Default::default()
        };
        let organization = desk.create_organization(new).await.expect("the desk takes it");
        return desk.scope(organization.id, Actor::system());
    }
    desk.scope(OrganizationId::from(uuid::Uuid::from_u128(0xadd)), Actor::system())
}

fn options() -> Options {
    let encrypt = |_: &str, secret: &[u8]| Some(secret.iter().rev().copied().collect());
    Options { encrypt: Some(Arc::new(encrypt)), ..Options::default() }
}

fn told(report: &AdoptionReport) -> String {
    let tables = report.tables.iter().filter(|table| !table.is_whole()).map(|table| format!("{table:?}"));
    let findings = report.findings.iter().map(|told| {
        let (key, column) = (told.key.as_deref().unwrap_or("*"), told.column.as_deref().unwrap_or("*"));
        format!("{}[{key}].{column}: {:?} {:?}", told.table, told.finding, told.effect)
    });
    tables.chain(findings).take(40).collect::<Vec<_>>().join("\n")
}

async fn comes_in_whole(factory: &impl StoreFactory, database: Database, own: bool) {
    for (letter, product) in PRODUCTS {
        let source = source(letter, 12, own, database).await;
        let desk = Desk::new(factory.empty(&[]).await);
        let scope = scope(&desk, product).await;
        let report = scope.adopt(product, &source.address(), &options()).await.unwrap_or_else(|error| panic!("{letter}: {error:?}"));
        if report.finding_count > 0 || !report.is_whole() {
            println!("=== {letter}: {}", told(&report));
            continue;
        }
        let tables = schema::tables(letter, own);
        assert_eq!(report.tables.len(), tables.len(), "{letter}: every table is told");
        for table in &report.tables {
            let rows = if ["organizations", "company_settings"].contains(&&*table.table) { 1 } else { 12 };
            assert_eq!((table.read, table.left_out), (rows, 0), "{letter}: {table:?}");
            assert!(table.expected >= table.read, "{letter}: {table:?}");
        }
        let again = scope.adopt(product, &source.address(), &options()).await.expect("the source is sound");
        assert!(again.is_whole() && again.finding_count == 0, "{letter} again: {}", told(&again));
        assert!(again.tables.iter().all(|table| table.written == 0 && table.already_there == table.read), "{letter}");
        for (first, second) in report.tables.iter().zip(&again.tables) {
            assert_eq!(first.desk_checksum, second.desk_checksum, "{letter}: {}", first.table);
        }
        let _ = (Effect::Told, Finding::Differs);
    }
}

#[test]
fn sqlite_becomes_a_desk_in_memory() {
    run(comes_in_whole(&MemoryFactory, Database::Sqlite, true));
}

#[test]
fn sqlite_becomes_a_desk_in_sqlite() {
    run(comes_in_whole(&SqliteFactory::new().hasty(), Database::Sqlite, true));
}

#[test]
fn the_tables_of_the_pages_become_a_desk() {
    run(comes_in_whole(&MemoryFactory, Database::Sqlite, false));
}
