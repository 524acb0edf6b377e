//! What asking costs before any store is asked: conditions, their SQL, cursors, the folding of text.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Draft as _, Entity as _, Row, Stamp};
use servicedesk::organization::OrganizationId;
use servicedesk::query::sql::{self, Dialect};
use servicedesk::query::{Condition, Cursor, Query, Sort, field, fold, matches};
use servicedesk::ticket::{NewTicket, StatusId, Ticket};

fn row() -> Row {
    let new = NewTicket {
        subject: "A impressora não imprime".to_owned(),
        tags: vec!["printer".to_owned()],
        ..NewTicket::default()
    };
    let stamp = Stamp { id: uuid::Uuid::max(), organization_id: OrganizationId::default(), at: Timestamp::EPOCH };
    Ticket::build(new, stamp).into_row()
}

fn condition() -> Condition {
    Condition::all([
        field(Ticket::STATUS_ID).is(StatusId::default()),
        Condition::any([field(Ticket::SUBJECT).contains("impressora"), field(Ticket::TAGS).has("vpn")]),
        field(Ticket::RESOLVED_AT).is_absent(),
    ])
}

fn query() -> Query {
    let by_status = field(Ticket::STATUS_ID).is(StatusId::default());
    let newest_first = [Sort::descending(Ticket::CREATED_AT)];
    Query::new(Ticket::DEF, OrganizationId::default()).filter(by_status).sort(newest_first)
}

fn measure(criterion: &mut Criterion) {
    let (row, condition, query) = (row(), condition(), query());
    criterion.bench_function("evaluate a condition of four tests", |bench| {
        bench.iter(|| matches(Ticket::DEF, black_box(&condition), black_box(&row)));
    });
    criterion.bench_function("compile a page to SQL", |bench| {
        bench.iter(|| sql::select(black_box(&query), Dialect::Sqlite));
    });
    criterion.bench_function("write a cursor", |bench| bench.iter(|| Cursor::at(black_box(&query), &row)));
    let cursor = Cursor::at(&query, &row);
    criterion.bench_function("read a cursor", |bench| bench.iter(|| black_box(&cursor).read(&query)));
    criterion.bench_function("fold ASCII text", |bench| {
        bench.iter(|| fold::fold(black_box("The printer on floor 12 does not work since this morning")));
    });
    criterion.bench_function("fold Portuguese text", |bench| {
        bench.iter(|| fold::fold(black_box("A impressora não imprime desde a última atualização de segunda")));
    });
}

criterion_group!(benches, measure);
criterion_main!(benches);
