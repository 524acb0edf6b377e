//! What rows cost between a struct and a store.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Draft as _, Entity as _, Stamp};
use servicedesk::organization::OrganizationId;
use servicedesk::store::{Batch, BatchId, Write};
use servicedesk::ticket::{NewTicket, Ticket};

fn ticket() -> Ticket {
    let new = NewTicket {
        subject: "The printer does not print".to_owned(),
        description: Some("Since this morning.".repeat(20)),
        requester_name: Some("Ana".to_owned()),
        requester_email: Some("ana@example.com".to_owned()),
        tags: vec!["printer".to_owned()],
        custom_fields: Some(serde_json::json!({ "floor": 12 })),
        ..NewTicket::default()
    };
    let stamp = Stamp { id: uuid::Uuid::max(), organization_id: OrganizationId::default(), at: Timestamp::EPOCH };
    Ticket::build(new, stamp)
}

fn measure(criterion: &mut Criterion) {
    let ticket = ticket();
    criterion.bench_function("a ticket to its row", |bench| {
        bench.iter_batched(|| ticket.clone(), Ticket::into_row, BatchSize::SmallInput);
    });
    let row = ticket.clone().into_row();
    criterion.bench_function("a row to its ticket", |bench| {
        bench.iter_batched(|| row.clone(), Ticket::from_row, BatchSize::SmallInput);
    });
    let mut batch = Batch::new(BatchId::default(), OrganizationId::default(), Timestamp::EPOCH);
    for _ in 0..256 {
        batch.writes.push(Write::Insert { entity: Ticket::DEF, row: row.clone() });
    }
    criterion.bench_function("the feed of a batch of 256 tickets", |bench| bench.iter(|| black_box(&batch).feed()));
}

criterion_group!(benches, measure);
criterion_main!(benches);
