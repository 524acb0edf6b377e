//! The log of an Italian help desk: another vocabulary, and a status for every activity.

use std::collections::HashMap;

use servicedesk::audit::AuditEntry;
use servicedesk::clock::Timestamp;
use servicedesk::query::{Condition, field};
use servicedesk::ticket::{Ticket, TicketId};
use servicedesk_examples::figures::{self, Names};
use servicedesk_examples::pages;
use servicedesk_examples::replay::Replay;

use super::{Counts, Golden, counts, data, imported, mapping};
use crate::contract::StoreFactory;

/// The desk's figures are the golden ones.
pub async fn has_its_golden_figures(factory: &impl StoreFactory) {
    let Some(log) = data("helpdesk_italy/helpdesk.csv.gz") else { return };
    let Some(golden) = data("helpdesk_italy/golden_helpdesk.json") else { return };
    let mut golden = Golden::read(&golden);
    let desk = imported(factory, &log, &mapping("helpdesk_italy")).await;
    let scope = &desk.scope;
    assert_eq!((desk.report.malformed_rows, desk.summary.refused_events), (0, 0));
    let figures = figures::read(scope, |_| {}).await.expect("the desk answers");
    golden.is("cases", figures.tickets);
    golden.is("events", figures.events);

    let names = Names::read(scope).await.expect("the desk answers");
    let level = "custom_fields.service_level";
    let mut replay = Replay::of([Ticket::STATUS_ID, level]);
    let mut activities: Vec<String> = Vec::new();
    let mut levels: HashMap<TicketId, String> = HashMap::new();
    let mut times: Vec<Timestamp> = Vec::new();
    pages::each(scope, field(AuditEntry::ENTITY).is("ticket"), |entry: AuditEntry| {
        replay.take(&entry, |event| {
            let status = event.after.text(Ticket::STATUS_ID).and_then(|id| names.status_key(id));
            activities.push(status.expect("a ticket has a status").to_owned());
            times.push(event.at);
            levels.entry(event.ticket).or_insert_with(|| event.after.text(level).unwrap_or_default().to_owned());
        });
    })
    .await
    .expect("the desk answers");
    golden.is("activities", counts(activities));
    golden.is("service_level", counts(levels.into_values()));
    let text = |at: &Timestamp| at.to_datetime().format("%Y/%m/%d %H:%M:%S%.3f").to_string();
    golden.is("min", times.iter().min().map(text));
    golden.is("max", times.iter().max().map(text));

    // The example's own sums over the same events.
    let mut standing: Vec<String> = Vec::new();
    pages::each(scope, Condition::always(), |ticket: Ticket| {
        standing.extend(names.status(ticket.status_id).map(|status| status.key.clone()));
    })
    .await
    .expect("the desk answers");
    let of_example = figures.states.iter().filter(|state| state.tickets > 0);
    assert_eq!(counts(standing), of_example.map(|state| (state.key.clone(), state.tickets)).collect::<Counts>());
    golden.finish();
}
