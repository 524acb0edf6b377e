//! Real logs, read with the shipped mappings and compared with figures that were counted by other programs. The logs are
//! no part of the project: where they are absent, each test says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::*;
use crate::import::{Flag, SourceEvent, SourceState, SourceValue};
use crate::ticket::Level;

type Counts = BTreeMap<String, u64>;

/// The file in `shared/data` beside the workspace, or beside any folder around it, as for a git work tree elsewhere.
fn data(path: &str) -> Option<PathBuf> {
    let around = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(2);
    let found = around.map(|folder| folder.join("shared/data").join(path)).find(|file| file.exists());
    if found.is_none() {
        eprintln!("skipped: shared/data/{path} is not here");
    }
    found
}

fn mapping(name: &str) -> Mapping {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/service_desk/mappings").join(name);
    Mapping::load(path).unwrap()
}

fn golden(path: &str) -> Option<Value> {
    Some(serde_json::from_str(&fs::read_to_string(data(path)?).unwrap()).unwrap())
}

/// Days of Brasília are told by their UTC day here: every zone's midnight would do for comparing counts.
fn open(path: PathBuf, mapping: &Mapping) -> TicketReader {
    TicketReader::open(path, mapping, fixed_zone("UTC").unwrap()).unwrap()
}

fn counts<'a>(words: impl Iterator<Item = &'a str>) -> Counts {
    words.fold(Counts::new(), |mut counts, word| {
        *counts.entry(word.to_owned()).or_default() += 1;
        counts
    })
}

fn assert_counts(actual: &Counts, golden: &Value) {
    assert_eq!(&serde_json::to_value(actual).unwrap(), golden);
}

fn custom(state: &SourceState, name: &str) -> String {
    match state.custom.get(name) {
        None => String::new(),
        Some(SourceValue::Text(text)) => text.to_string(),
        Some(value) => serde_json::to_string(value).unwrap(),
    }
}

fn last(ticket: &SourceTicket) -> &SourceEvent {
    ticket.events.last().unwrap()
}

const LOG_FILE: &str = "uci_servicenow_incident_log/incident_event_log.csv.gz";

#[test]
fn the_servicenow_log_has_its_golden_figures() {
    let Some(golden) = golden("uci_servicenow_incident_log/golden_incident_event_log.json") else { return };
    let Some(path) = data(LOG_FILE) else { return };
    let mapping = mapping("servicenow.json");
    let mut reader = open(path, &mapping);
    let tickets = all(&mut reader);
    let report = reader.report();
    assert_eq!(
        (report.events, report.tickets),
        (golden["events"].as_u64().unwrap(), golden["tickets"].as_u64().unwrap())
    );
    assert_eq!(report.malformed_rows, 0, "{:?}", refused(&reader));
    assert_eq!(report.flagged(Flag::BeforeOpening).count, 4);

    let status = |event: &SourceEvent| event.state.status.to_string();
    assert_counts(&counts(tickets.iter().map(|ticket| ticket.events[0].state.status.as_ref())), &golden["first_state"]);
    assert_counts(&counts(tickets.iter().map(|ticket| last(ticket).state.status.as_ref())), &golden["final_state"]);
    let moves =
        tickets.iter().flat_map(|ticket| ticket.events.windows(2)).filter(|pair| status(&pair[0]) != status(&pair[1]));
    let moves: Vec<String> = moves.map(|pair| format!("{}->{}", status(&pair[0]), status(&pair[1]))).collect();
    assert_counts(&counts(moves.iter().map(String::as_str)), &golden["transitions"]);
    let priorities = tickets.iter().map(|ticket| last(ticket).state.priority.as_deref().unwrap());
    assert_counts(&counts(priorities), &golden["final_priority"]);
    let promises: Vec<String> = tickets.iter().map(|ticket| custom(&last(ticket).state, "made_sla")).collect();
    assert_counts(&counts(promises.iter().map(String::as_str)), &golden["final_made_sla"]);

    let names = |level| match level {
        Level::High => "1 - High",
        Level::Medium => "2 - Medium",
        Level::Low => "3 - Low",
    };
    let mut matrix: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for event in tickets.iter().flat_map(|ticket| &ticket.events) {
        let (impact, urgency) = (event.state.impact.unwrap(), event.state.urgency.unwrap());
        let priority = event.state.priority.as_deref().unwrap();
        assert_eq!(mapping.priority_of(impact, urgency), Some(priority), "the mapping's matrix is the log's");
        matrix.entry(format!("{}|{}", names(impact), names(urgency))).or_default().insert(priority.to_owned());
    }
    assert_eq!(serde_json::to_value(matrix).unwrap(), golden["priority_matrix"]);

    let having = |wanted: &dyn Fn(&SourceTicket) -> bool| tickets.iter().filter(|ticket| wanted(ticket)).count() as u64;
    let number = |ticket: &SourceTicket, name: &str| custom(&last(ticket).state, name).parse::<u64>().unwrap();
    let figures = [
        ("tickets_reopened", having(&|ticket| last(ticket).state.reopen_count > Some(0))),
        ("tickets_reassigned_at_least_once", having(&|ticket| number(ticket, "reassignment_count") > 0)),
        ("sum_reassignment_count_final", tickets.iter().map(|ticket| number(ticket, "reassignment_count")).sum()),
        ("tickets_with_resolved_at", having(&|ticket| last(ticket).state.resolved_at.is_some())),
        ("tickets_with_problem_id", having(&|ticket| !custom(&last(ticket).state, "problem_id").is_empty())),
        ("tickets_with_rfc", having(&|ticket| !custom(&last(ticket).state, "rfc").is_empty())),
        ("tickets_with_ci", having(&|ticket| !custom(&last(ticket).state, "cmdb_ci").is_empty())),
        ("closed_by_system_user_908", having(&|ticket| last(ticket).actor.as_deref() == Some("Updated by 908"))),
    ];
    for (name, figure) in figures {
        assert_eq!(Some(figure), golden[name].as_u64(), "{name}");
    }
    // The golden figures count the null token as one group and one caller; here it is no value at all.
    let different = |name: fn(&SourceState) -> Option<&str>| {
        tickets.iter().filter_map(|ticket| name(&last(ticket).state)).collect::<BTreeSet<_>>().len() as u64
    };
    assert_eq!(Some(different(|state| state.team.as_deref()) + 1), golden["assignment_groups"].as_u64());
    assert_eq!(Some(different(|state| state.requester.as_deref()) + 1), golden["callers"].as_u64());
    let opened = tickets.iter().map(|ticket| ticket.opened_at.format("%Y-%m-%d %H:%M:%S").to_string());
    assert_eq!(opened.clone().min().as_deref(), golden["opened_min"].as_str());
    assert_eq!(opened.max().as_deref(), golden["opened_max"].as_str());
    let closed = tickets.iter().filter_map(|ticket| last(ticket).state.closed_at).max().unwrap();
    assert_eq!(Some(closed.format("%Y-%m-%d %H:%M:%S").to_string().as_str()), golden["closed_max"].as_str());
}

#[test]
fn the_italian_log_has_its_golden_figures() {
    let Some(golden) = golden("helpdesk_italy/golden_helpdesk.json") else { return };
    let Some(path) = data("helpdesk_italy/helpdesk.csv.gz") else { return };
    let mut reader = open(path, &mapping("helpdesk_italy.json"));
    let tickets = all(&mut reader);
    let report = reader.report();
    assert_eq!(
        (report.events, report.tickets),
        (golden["events"].as_u64().unwrap(), golden["cases"].as_u64().unwrap())
    );
    assert_eq!(report.malformed_rows, 0, "{:?}", refused(&reader));
    let events = || tickets.iter().flat_map(|ticket| &ticket.events);
    assert_counts(&counts(events().map(|event| event.state.status.as_ref())), &golden["activities"]);
    let levels: Vec<String> = tickets.iter().map(|ticket| custom(&ticket.events[0].state, "service_level")).collect();
    assert_counts(&counts(levels.iter().map(String::as_str)), &golden["service_level"]);
    let times = || events().map(|event| event.at.format("%Y/%m/%d %H:%M:%S%.3f").to_string());
    assert_eq!(times().min().as_deref(), golden["min"].as_str());
    assert_eq!(times().max().as_deref(), golden["max"].as_str());
}

#[test]
fn the_brazilian_complaints_have_their_golden_figures() {
    let Some(golden) = golden("consumidor_gov_br/golden_reclamacoes_2014-08_2015-01.json") else { return };
    let Some(path) = data("consumidor_gov_br/reclamacoes_2014-08_2015-01.csv.gz") else { return };
    let mut reader = open(path, &mapping("consumidor_gov_br.json"));
    let tickets = all(&mut reader);
    assert_eq!(Some(reader.report().rows), golden["rows"].as_u64());
    assert_eq!(reader.report().malformed_rows, 0, "{:?}", refused(&reader));
    for field in ["avaliacao", "grupo_problema", "nota", "situacao", "uf"] {
        let values: Vec<String> = tickets.iter().map(|ticket| custom(&last(ticket).state, field)).collect();
        assert_counts(&counts(values.iter().map(String::as_str)), &golden[field]);
    }
    let companies = counts(tickets.iter().map(|ticket| last(ticket).state.team.as_deref().unwrap()));
    for (company, count) in golden["top_empresas"].as_object().unwrap() {
        assert_eq!(companies.get(company.trim()).copied(), count.as_u64(), "{company}");
    }
    let answered = tickets.iter().filter(|ticket| last(ticket).state.first_response_at.is_some());
    assert_eq!(Some(answered.clone().count() as u64), golden["com_resposta"].as_u64());
    let in_calendar_days = answered.filter(|ticket| {
        let state = &last(ticket).state;
        let days = (state.first_response_at.unwrap() - ticket.opened_at).num_days();
        state.custom.get("tempo_resposta") == Some(&SourceValue::Integer(days))
    });
    assert_eq!(Some(in_calendar_days.count() as u64), golden["tempo_resposta==dias_corridos"].as_u64());
}

#[test]
fn a_month_in_its_original_bytes_says_the_same_as_the_table() {
    let Some(raw) = data("consumidor_gov_br/raw_cp1252_2014-08_dev.csv") else { return };
    let Some(table) = data("consumidor_gov_br/reclamacoes_2014-08_2015-01.csv.gz") else { return };
    let mut reader = open(raw, &mapping("consumidor_gov_br_raw.json"));
    let month = all(&mut reader);
    assert_eq!((month.len(), reader.report().malformed_rows), (3_810, 0), "{:?}", refused(&reader));
    assert_eq!(reader.report().flagged(Flag::ReplacementCharacter).count, 0);
    let table = all(&mut open(table, &mapping("consumidor_gov_br.json")));
    let of_month: Vec<_> = table.iter().filter(|ticket| ticket.external_id.starts_with("2014-08-")).collect();
    assert_eq!(of_month.len(), month.len());
    for (original, cleaned) in month.iter().zip(of_month) {
        let states = |ticket: &SourceTicket| ticket.events.iter().map(|event| event.state.clone()).collect::<Vec<_>>();
        assert_eq!(states(original), states(cleaned), "line {}", original.line);
    }
}

#[test]
fn files_with_lost_characters_are_accepted_and_flagged() {
    let mut mapping = mapping("consumidor_gov_br_raw.json");
    mapping.format.encoding = "utf-8".to_owned();
    for (month, rows) in [("05", 70), ("06", 585)] {
        let path = format!("consumidor_gov_br/encoding_torture_2014-05_2014-06/2014-{month}.csv");
        let Some(path) = data(&path) else { return };
        let mut reader = open(path, &mapping);
        let tickets = all(&mut reader);
        assert_eq!((tickets.len() as u64, reader.report().malformed_rows), (rows, 0), "{:?}", refused(&reader));
        assert_eq!(reader.report().flagged(Flag::ReplacementCharacter).count, rows, "every row lost an accent");
        assert!(tickets.iter().any(|ticket| custom(&last(ticket).state, "avaliacao").starts_with("N\u{FFFD}o")));
    }
}
