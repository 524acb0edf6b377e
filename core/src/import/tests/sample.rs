//! The shipped sample is what the generator yields, and its mapping reads every row of it.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::import::{EventKind, SampleLog};

fn example(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/service_desk").join(path)
}

/// To write it anew after a change of the generator: `BLESS=1 cargo test -p servicedesk import::tests::sample`.
#[test]
fn the_shipped_file_is_what_the_generator_yields() {
    let mut yielded = Vec::new();
    SampleLog::default().write(&mut yielded).unwrap();
    let path = example("data/incidents.csv");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &yielded).unwrap();
    }
    assert!(std::fs::read(&path).unwrap() == yielded, "run it again with BLESS=1");
}

#[test]
fn its_mapping_reads_every_row() {
    let mapping = Mapping::load(example("mappings/sample.json")).unwrap();
    let mut reader =
        TicketReader::open(example("data/incidents.csv"), &mapping, fixed_zone("-03:00").unwrap()).unwrap();
    let tickets = all(&mut reader);
    assert_eq!((tickets.len(), reader.report().malformed_rows), (300, 0), "{:?}", refused(&reader));
    assert_eq!(reader.report().flagged(crate::import::Flag::TimeWentBack).count, 0);
    let events = || tickets.iter().flat_map(|ticket| &ticket.events);
    let statuses: BTreeSet<&str> = events().map(|event| event.state.status.as_ref()).collect();
    assert_eq!(statuses.into_iter().collect::<Vec<_>>(), ["Active", "Awaiting User", "Closed", "New", "Resolved"]);
    let teams: BTreeSet<&str> = events().filter_map(|event| event.state.team.as_deref()).collect();
    assert_eq!(teams.len(), 4);
    assert!(tickets.iter().all(|ticket| ticket.events[0].kind == EventKind::Created));
    assert!(events().any(|event| event.state.reopen_count > Some(0)), "some are opened again");
    for state in events().map(|event| &event.state) {
        let given = mapping.priority_of(state.impact.unwrap(), state.urgency.unwrap());
        assert_eq!(given, state.priority.as_deref());
    }
}

#[test]
fn another_seed_is_another_log_and_the_same_seed_the_same() {
    let log = |seed| {
        let mut bytes = Vec::new();
        SampleLog { tickets: 20, seed }.write(&mut bytes).unwrap();
        bytes
    };
    assert!(log(1) == log(1) && log(1) != log(2));
}
