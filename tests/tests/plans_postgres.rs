//! PostgreSQL answers every question by the index that is there for it, behind row-level security, because its planner
//! wants to: nothing is forbidden to it. The lists of hosts are left to SQLite: of so few rows as a test can afford for every
//! entity, this planner rightly takes any index that is good enough.

use std::sync::Arc;

use servicedesk::query::Tenant;
use servicedesk::query::sql::{self, Dialect};
use servicedesk::store::Store;
use servicedesk::store::postgres::PostgresStore;
use servicedesk_tests::plans::cases::{self, CASES};
use servicedesk_tests::plans::{agendas, check, check_known, own_statements, postgres, rows};
use servicedesk_tests::schema::place::{Schema, run};

const KNOWN: &[&str] = &[
    // The steps to a status are asked for whatever they come from, which no partial index can answer.
    "Tickets::transition: is not answered by status_transition_step",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_question_is_answered_by_its_index() {
    let schema = Schema::new().await;
    let store: Arc<dyn Store> = Arc::new(PostgresStore::connect(&schema.url(), schema.options()).await.unwrap());
    rows::fill(&store).await;
    // Months without a row would be read in no order, which costs nothing and says nothing.
    let months = "DO $$ DECLARE child regclass; BEGIN FOR child IN SELECT oid FROM pg_class WHERE relispartition AND relkind = 'r' \
        AND relname NOT LIKE '%_default' AND relnamespace = current_schema()::regnamespace \
        LOOP EXECUTE format('DROP TABLE %s', child); END LOOP; END $$";
    run(&mut schema.connect().await, months).await.unwrap();
    let mut connection = schema.connect().await;
    run(&mut connection, "ANALYZE").await.unwrap();
    let mut wrong = Vec::new();
    for case in CASES {
        let query = cases::ask(case, Arc::clone(&store)).await;
        postgres::serve(&mut connection, query.tenant).await.unwrap();
        for query in cases::pages(case, query) {
            let plan =
                postgres::explain(&mut connection, &sql::select(&query, Dialect::Postgres).unwrap()).await.unwrap();
            wrong.extend(check(case.asked_by, case.index, case.in_order, &plan));
        }
    }
    postgres::serve(&mut connection, Tenant::Organization(rows::organization_id(own_statements::SMALL))).await.unwrap();
    for own in own_statements::all(Dialect::Postgres) {
        let plan = postgres::explain(&mut connection, &own.sql).await.unwrap();
        wrong.extend(check(own.asked_by, own.index, own.in_order, &plan));
    }
    postgres::serve(&mut connection, Tenant::Agenda).await.unwrap();
    for (table, query) in agendas() {
        let sql = sql::select(&query, Dialect::Postgres).unwrap();
        let plan = postgres::explain(&mut connection, &sql).await.unwrap();
        assert_eq!(plan.indexes, [format!("{table}_agenda")], "{}", plan.text);
        // Few that are due may be sorted; what is not due is not read for it.
        assert!(!plan.scans && (query.limit > 1 || !plan.sorts), "{}", plan.text);
    }
    check_known(&wrong, KNOWN);
}
