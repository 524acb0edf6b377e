//! SQLite answers every question by the index that is there for it: with statistics, and without, as a file that was never
//! analysed has none.

use std::sync::Arc;

use servicedesk::ENTITIES;
use servicedesk::entity::Entity as _;
use servicedesk::organization::OrganizationId;
use servicedesk::query::sql::{self, Dialect};
use servicedesk::query::{Matching, Query, Sort, field};
use servicedesk::store::Store;
use servicedesk::store::sqlite::{Durability, Options, SqliteStore};
use servicedesk::ticket::Ticket;
use servicedesk_tests::plans::cases::{self, CASES};
use servicedesk_tests::plans::{Plan, agendas, check, check_known, own_statements, rows, sqlite};
use servicedesk_tests::schema::place::File;

/// The steps to a status are asked for whatever they come from, which no partial index can answer.
const KNOWN: &[&str] = &["Tickets::transition: is not answered by status_transition_step"];
/// Without statistics SQLite takes the organization for a narrow choice, and reads all of it for the order of the ids.
const KNOWN_WITHOUT_STATISTICS: &[&str] = &[
    "Tickets::explain_assignment: is not answered by team_member_user",
    "Tickets::transition: is not answered by status_transition_step",
    "Importer::run: is not answered by ticket_external_id",
];

#[test]
fn every_index_has_a_question_of_its_own() {
    let mut declared: Vec<&str> = ENTITIES.iter().flat_map(|def| def.indexes).map(|index| index.name).collect();
    let mut asked: Vec<&str> = cases::all().iter().map(|case| case.index).collect();
    declared.sort_unstable();
    asked.sort_unstable();
    assert_eq!(declared, asked);
}

#[tokio::test]
async fn every_question_is_answered_by_its_index() {
    let place = File::new();
    let options = Options { durability: Durability::Normal, ..Options::default() };
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(place.path(), options).unwrap());
    rows::fill(&store).await;
    let file = place.connect();
    let explain = |sql: &sql::Sql| sqlite::explain(&file, sql).unwrap();
    for known in [KNOWN_WITHOUT_STATISTICS, KNOWN] {
        let mut wrong = Vec::new();
        for case in &cases::all() {
            let query = cases::ask(case, Arc::clone(&store)).await;
            for query in cases::pages(case, query) {
                let plan = explain(&sql::select(&query, Dialect::Sqlite).unwrap());
                wrong.extend(check(case.asked_by, case.index, case.in_order, &plan));
            }
        }
        for own in own_statements::all(Dialect::Sqlite) {
            wrong.extend(check(own.asked_by, own.index, own.in_order, &explain(&own.sql)));
        }
        for (table, query) in agendas() {
            let plan = explain(&sql::select(&query, Dialect::Sqlite).unwrap());
            assert_eq!(plan.indexes, [format!("{table}_agenda")], "{}", plan.text);
            assert!(!plan.sorts, "{}", plan.text);
        }
        check_known(&wrong, known);
        file.execute_batch("ANALYZE").unwrap();
    }
}

/// The indexes that the store keeps by itself are no entity's: a custom field and a word are found through them.
#[tokio::test]
async fn custom_fields_and_words_are_found_through_their_indexes() {
    let place = File::new();
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(place.path(), Options::default()).unwrap());
    rows::fill(&store).await;
    let file = place.connect();
    for analysed in [false, true] {
        let by_member = Query::new(Ticket::DEF, OrganizationId::default()).filter(field("custom_fields.floor").is(3));
        // Rows are looked up by what their member says; how many there are, the index knows by itself.
        let both = &["PRIMARY KEY", "sqlite_autoindex_ticket_1"][..];
        let sorted = by_member.clone().sort([Sort::descending("id")]);
        for (query, indexes) in [(by_member.clone(), both), (by_member.count(), &both[..1]), (sorted, both)] {
            let plan = sqlite::explain(&file, &sql::select(&query, Dialect::Sqlite).unwrap()).unwrap();
            assert!(!plan.scans && !plan.sorts, "{analysed}: {plan:?}");
            assert_eq!(plan.indexes, indexes, "{analysed}: {plan:?}");
        }
        let by_word = Query::new(Ticket::DEF, OrganizationId::default()).matching(Matching::read("toner").unwrap());
        let plan = sqlite::explain(&file, &sql::select(&by_word, Dialect::Sqlite).unwrap()).unwrap();
        let steps = [
            "SCAN search_text VIRTUAL TABLE INDEX 0:M",
            "SEARCH e USING INTEGER PRIMARY KEY",
            "SEARCH ticket USING INDEX",
        ];
        let mut lines = plan.text.lines();
        assert!(steps.iter().all(|step| lines.any(|line| line.starts_with(step))), "{analysed}: {}", plan.text);
        file.execute_batch("ANALYZE").unwrap();
    }
}

#[tokio::test]
async fn a_plan_without_its_index_is_found_wanting() {
    let place = File::new();
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(place.path(), Options::default()).unwrap());
    let case = CASES.iter().find(|case| case.index == "ticket_created").unwrap();
    let sql = sql::select(&cases::ask(case, store).await, Dialect::Sqlite).unwrap();
    let file = place.connect();
    let plan = |change: &str| -> Plan {
        file.execute_batch(change).unwrap();
        sqlite::explain(&file, &sql).unwrap()
    };
    assert_eq!(check(case.asked_by, case.index, true, &plan("")), None);
    let other = plan("DROP INDEX ticket_created; CREATE INDEX ticket_created ON ticket (organization_id, subject)");
    assert!(other.sorts, "{other:?}");
    assert!(check(case.asked_by, case.index, true, &other).is_some());
    assert!(check(case.asked_by, case.index, true, &plan("DROP INDEX ticket_created")).is_some());
}
