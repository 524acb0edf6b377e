//! What good rows become: tickets with their events, from event logs and from one-row tickets, in several encodings.

use super::*;
use crate::import::{EventKind, Flag, ReadError, SourceValue};
use crate::ticket::{Level, TicketSource, TicketType};

const TABLE: &str = r#"{
    "version": "servicedesk.import/1",
    "name": "a table",
    "format": {
        "delimiter": ";", "encoding": "windows-1252", "header": false, "timezone": "-03:00", "dates": ["%d/%m/%Y"],
        "columns": ["company", "subject", "opened", "answered", "closed", "outcome", "labels", "score"]
    },
    "layout": "tickets",
    "steps": { "opened": { "constant": "Open" }, "answered": { "constant": "Answered" }, "closed": "outcome" },
    "lifecycle": {
        "statuses": [
            { "key": "Open", "kind": "new" }, { "key": "Answered", "kind": "pending" },
            { "key": "Rated", "kind": "closed" }, { "key": "Unrated", "kind": "closed" }
        ],
        "transitions": [["Open", "Answered"]]
    },
    "fields": {
        "external_id": { "row_number": "2025-", "width": 4 }, "subject": { "template": "{company}: {subject}" },
        "type": { "constant": "request" }, "source": { "constant": "web" }, "opened_at": "opened",
        "first_response_at": "answered", "closed_at": "closed", "tags": { "columns": ["labels"], "separator": "|" },
        "custom_fields": { "score": { "column": "score", "type": "number" }, "day": { "column": "opened", "type": "date" } }
    }
}"#;

fn table(text: &str) -> TicketReader {
    let mapping = Mapping::from_json(TABLE).unwrap();
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
    TicketReader::new(std::io::Cursor::new(bytes.into_owned()), &mapping, fixed_zone("-03:00").unwrap()).unwrap()
}

#[test]
fn consecutive_rows_of_one_key_are_one_ticket() {
    let rows = row(&[]) + &row(&[(1, "Done"), (2, "3/2/2025 10:00"), (8, "1"), (9, "?")]) + &row(&[(0, "B")]);
    let mut reader = log(rows);
    let tickets = all(&mut reader);
    assert_eq!(tickets.len(), 2);
    let [created, changed] = tickets[0].events.as_slice() else { panic!("two events") };
    assert_eq!((created.kind, changed.kind), (EventKind::Created, EventKind::Changed));
    assert_eq!((created.state.status.as_ref(), changed.state.status.as_ref()), ("New", "Done"));
    assert_eq!((created.state.impact, created.state.urgency), (Some(Level::High), Some(Level::Low)));
    assert_eq!((created.state.source, created.state.priority.as_deref()), (Some(TicketSource::Phone), Some("P1")));
    assert_eq!((created.state.reopen_count, changed.state.reopen_count), (Some(0), Some(1)));
    assert_eq!(created.state.custom.get("ok"), Some(&SourceValue::Boolean(true)));
    assert_eq!(changed.state.custom.get("ok"), None, "fields vary from event to event");
    assert_eq!(created.state.custom.get("cost"), Some(&SourceValue::Decimal("1.50".into())));
    assert_eq!(created.state.custom.get("unheard of"), None);
    assert_eq!((reader.report().tickets, reader.report().events), (2, 3));
}

#[test]
fn a_row_that_is_a_ticket_becomes_its_events_by_date() {
    let mut reader =
        table("Ação;Fatura;01/02/2025;03/02/2025;05/02/2025;Rated;a| b |a;5\nX;?;01/02/2025;;05/02/2025;Unrated;;\n");
    let tickets = all(&mut reader);
    let story: Vec<_> =
        tickets[0].events.iter().map(|e| (e.kind, e.state.status.as_ref(), e.at.to_rfc3339())).collect();
    assert_eq!(
        story,
        [
            (EventKind::Created, "Open", "2025-02-01T03:00:00+00:00".to_owned()),
            (EventKind::Answered, "Answered", "2025-02-03T03:00:00+00:00".to_owned()),
            (EventKind::Closed, "Rated", "2025-02-05T03:00:00+00:00".to_owned()),
        ]
    );
    let state = &tickets[0].events[0].state;
    assert_eq!(tickets[0].external_id.as_ref(), "2025-0001");
    assert_eq!(state.subject.as_deref(), Some("Ação: Fatura"));
    assert_eq!((state.ticket_type, state.source), (Some(TicketType::Request), Some(TicketSource::Web)));
    assert_eq!(state.tags.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["a", "b"]);
    assert_eq!(
        state.custom.get("day").map(|day| serde_json::to_string(day).unwrap()).as_deref(),
        Some("\"2025-02-01\"")
    );
    let kinds: Vec<_> = tickets[1].events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Created, EventKind::Closed], "a step without its date does not happen");
    assert_eq!((reader.report().good_rows, reader.report().events), (2, 5));
}

#[test]
fn row_numbers_count_malformed_rows_so_that_they_stay_when_a_row_is_mended() {
    let mut reader = table("A;s;bad;;;;;\nB;s;01/02/2025;;;;;\n");
    let tickets = all(&mut reader);
    assert_eq!((tickets[0].external_id.as_ref(), tickets[0].line), ("2025-0002", 2));
}

#[test]
fn an_absent_value_in_a_template_is_a_dash_and_all_absent_is_none() {
    let tickets = all(&mut table(";Fatura;01/02/2025;;;;;\n;;01/02/2025;;;;;\n"));
    let subjects: Vec<_> = tickets.iter().map(|ticket| ticket.events[0].state.subject.as_deref()).collect();
    assert_eq!(subjects, [Some("-: Fatura"), None]);
}

#[test]
fn a_one_row_ticket_that_comes_twice_is_refused_even_at_once() {
    let mut mapping = Mapping::from_json(TABLE).unwrap();
    let company = crate::import::ValueSource::Column { name: "company".to_owned(), required: false };
    mapping.fields.insert(crate::import::TicketField::ExternalId, company);
    let mut reader = reader(b"A;s;01/02/2025;;;;;\nA;s;01/02/2025;;;;;\n".to_vec(), &mapping);
    assert_eq!(all(&mut reader).len(), 1);
    assert_eq!(refused(&reader), [(Reason::KeyReappears, Some("company".to_owned()), vec![2])]);
}

#[test]
fn lines_are_physical_through_quoted_line_ends_blank_lines_and_crlf() {
    let quoted = row(&[]).replace("a note", "\"two\r\nlines, and \"\"quotes\"\" ção\"");
    let mut reader = log(row(&[]).replace('\n', "\r\n") + "\n\r\n" + &quoted + &row(&[]));
    let tickets = all(&mut reader);
    let lines: Vec<_> = tickets[0].events.iter().map(|event| event.line).collect();
    assert_eq!(lines, [2, 5, 7]);
    let subjects: Vec<_> = tickets[0].events.iter().map(|event| event.state.subject.as_deref().unwrap()).collect();
    assert_eq!(subjects, ["a note", "two\r\nlines, and \"quotes\" ção", "a note"]);
    assert_eq!(reader.report().rows, 3, "blank lines are not rows");
}

#[test]
fn the_last_row_needs_no_line_end() {
    assert_eq!(all(&mut log(row(&[]).trim_end())).len(), 1);
    assert_eq!(all(&mut log(row(&[]).trim_end().to_owned() + "\r")).len(), 1);
    assert_eq!(all(&mut log("")).len(), 0);
}

#[test]
fn times_that_run_backwards_are_accepted_and_flagged() {
    let mut reader = log(row(&[(2, "1/2/2025 08:00")]) + &row(&[(2, "1/2/2025 07:59")]) + &row(&[]));
    assert_eq!(all(&mut reader)[0].events.len(), 3);
    assert_eq!(reader.report().flagged(Flag::TimeWentBack).lines, [3]);
    assert_eq!(reader.report().flagged(Flag::BeforeOpening).lines, [2, 3]);
}

#[test]
fn a_local_time_that_does_not_exist_is_the_callers_to_say() {
    let mapping = log_mapping();
    let bytes = std::io::Cursor::new(HEADER.to_owned() + &row(&[]));
    let mut reader = TicketReader::new(bytes, &mapping, |_| None).unwrap();
    assert!(all(&mut reader).is_empty());
    assert_eq!(refused(&reader), [(Reason::BadDate, Some("opened".to_owned()), vec![2])]);
}

#[test]
fn utf16_is_read_like_anything_else() {
    let mut mapping = log_mapping();
    mapping.format.encoding = "utf-16le".to_owned();
    let text = HEADER.to_owned() + &row(&[(11, "ação 👍")]);
    let bytes = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let tickets = all(&mut reader(bytes, &mapping));
    assert_eq!(tickets[0].events[0].state.subject.as_deref(), Some("ação 👍"));
}

#[test]
fn a_file_without_the_columns_of_its_mapping_is_not_begun() {
    let open = |text: &str| {
        let bytes = std::io::Cursor::new(text.to_owned());
        TicketReader::new(bytes, &log_mapping(), fixed_zone("UTC").unwrap()).err().unwrap()
    };
    let error = open(&HEADER.replace("opened", "created"));
    assert_eq!(error.to_string(), "the file has no column `opened`");
    let error = open(&HEADER.replace("opened", "when"));
    assert_eq!(error.to_string(), "the file has the column `when` more than once");
    assert!(matches!(open(""), ReadError::Header { .. }));
    assert!(matches!(open("\"id\n"), ReadError::Header { .. }));
    let missing = TicketReader::open("/no/such/file", &log_mapping(), fixed_zone("UTC").unwrap());
    assert!(matches!(missing.err(), Some(ReadError::Io { line: 0, .. })));
    let long = TicketReader::open("x".repeat(5_000), &log_mapping(), fixed_zone("UTC").unwrap());
    assert!(matches!(long.err(), Some(ReadError::PathTooLong)));
}

#[test]
fn progress_is_in_bytes_of_the_file() {
    let rows = row(&[]).repeat(5_000);
    let total = (HEADER.len() + rows.len()) as u64;
    let mut reader = log(rows).with_total_bytes(total);
    assert!(reader.progress().bytes_read < total);
    all(&mut reader);
    assert_eq!((reader.progress().bytes_read, reader.progress().total_bytes), (total, Some(total)));
}

#[test]
fn a_reader_may_move_to_another_thread() {
    let mut reader = log(row(&[]));
    assert_eq!(std::thread::spawn(move || all(&mut reader).len()).join().unwrap(), 1);
}
