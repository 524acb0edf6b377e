//! Every way a row can be malformed: the reason, the column and the line that the report gives, and that the rows around
//! it are read.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

use super::*;
use crate::import::limits::{MAX_EVENTS_PER_TICKET, MAX_KEY_BYTES, MAX_NAME_BYTES, MAX_ROW_BYTES};
use crate::import::{Flag, ReadError};

/// What is wrong, which cells are replaced, and what the report says of the row: the reason and the column.
type Case<'a> = (&'a str, &'a [(usize, &'a str)], Reason, Option<&'a str>);

#[test]
fn a_malformed_row_is_named_and_its_neighbours_are_read() {
    let long_key = "k".repeat(MAX_KEY_BYTES + 1);
    let long_note = "n".repeat(MAX_NAME_BYTES + 1);
    let cases: &[Case<'_>] = &[
        ("a date in another format", &[(2, "2025-02-01 10:00")], Reason::BadDate, Some("when")),
        ("a day that does not exist", &[(3, "30/2/2025 10:00")], Reason::BadDate, Some("opened")),
        ("a status not in the lifecycle", &[(1, "new")], Reason::UnknownStatus, Some("state")),
        ("a priority not in the list", &[(4, "P9")], Reason::UnknownPriority, Some("priority")),
        ("an impact not in its table", &[(5, "high")], Reason::UnknownImpact, Some("impact")),
        ("an urgency not of the desk's words", &[(6, "1 - High")], Reason::UnknownUrgency, Some("urgency")),
        ("a channel not in its table", &[(7, "Fax")], Reason::UnknownValue, Some("channel")),
        ("no key", &[(0, "")], Reason::MissingValue, Some("id")),
        ("a null token for a key", &[(0, "?")], Reason::MissingValue, Some("id")),
        ("no status", &[(1, "?")], Reason::MissingValue, Some("state")),
        ("no date of the event", &[(2, " ")], Reason::MissingValue, Some("when")),
        ("no date of opening", &[(3, "?")], Reason::MissingValue, Some("opened")),
        ("a counter that is no number", &[(8, "two")], Reason::BadNumber, Some("count")),
        ("a negative counter", &[(8, "-1")], Reason::BadNumber, Some("count")),
        ("a decimal in another notation", &[(10, "1.50")], Reason::BadNumber, Some("cost")),
        ("neither yes nor no", &[(9, "TRUE")], Reason::BadBoolean, Some("ok")),
        ("a key too long", &[(0, &long_key)], Reason::TextTooLong, Some("id")),
        ("a subject too long", &[(11, &long_note)], Reason::TextTooLong, Some("note")),
        ("a NUL", &[(11, "a\0b")], Reason::NulInText, Some("note")),
        ("a NUL in an optional number", &[(8, "\0")], Reason::NulInText, Some("count")),
    ];
    for (case, changes, reason, column) in cases {
        let mut reader = log(row(&[]) + &row(changes) + &row(&[(1, "Done")]));
        let tickets = all(&mut reader);
        assert_eq!(refused(&reader), [(*reason, column.map(str::to_owned), vec![3])], "{case}");
        let lines: Vec<u64> = tickets.iter().flat_map(|ticket| &ticket.events).map(|event| event.line).collect();
        assert_eq!(lines, [2, 4], "{case}: the rows around it");
        let report = reader.report();
        assert_eq!((report.rows, report.good_rows, report.malformed_rows), (3, 2, 1), "{case}");
    }
}

#[test]
fn a_cut_line_has_the_wrong_number_of_fields() {
    let cut = "A,New,1/2/20\n";
    let mut reader = log(row(&[]) + cut + &row(&[]).replace('\n', ",extra\n") + &row(&[]));
    assert_eq!(all(&mut reader)[0].events.len(), 2);
    assert_eq!(refused(&reader), [(Reason::WrongFieldCount, None, vec![3, 4])]);
}

#[test]
fn bytes_outside_the_encoding_refuse_the_row_and_name_the_column() {
    let mut rows = row(&[]).into_bytes();
    rows.extend(
        row(&[(11, "XYZ")]).replace("XYZ", "\u{1}").into_bytes().iter().map(|b| if *b == 1 { 0xE7 } else { *b }),
    );
    let mut reader = log(rows);
    assert_eq!(all(&mut reader)[0].events.len(), 1);
    assert_eq!(refused(&reader), [(Reason::InvalidEncoding, Some("note".to_owned()), vec![3])]);
}

#[test]
fn an_undefined_byte_of_windows_1252_refuses_the_row() {
    let mut mapping = log_mapping();
    mapping.format.encoding = "windows-1252".to_owned();
    let mut bytes = HEADER.as_bytes().to_vec();
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    bytes.extend(latin(&row(&[(11, "ação")])));
    bytes.extend(latin(&row(&[(11, "a\u{8D}b")])));
    let mut reader = reader(bytes, &mapping);
    assert_eq!(all(&mut reader)[0].events[0].state.subject.as_deref(), Some("ação"));
    assert_eq!(refused(&reader), [(Reason::InvalidEncoding, Some("note".to_owned()), vec![3])]);
}

#[test]
fn characters_lost_before_are_accepted_and_flagged() {
    let mut reader = log(row(&[(11, "a\u{FFFD}\u{FFFD}o")]) + &row(&[]));
    let tickets = all(&mut reader);
    assert_eq!(tickets[0].events[0].state.subject.as_deref(), Some("a\u{FFFD}\u{FFFD}o"), "as it is, not guessed");
    let flagged = reader.report().flagged(Flag::ReplacementCharacter);
    assert_eq!((flagged.count, flagged.lines), (1, vec![2]));
    assert_eq!(reader.report().malformed_rows, 0);
}

#[test]
fn a_quote_that_never_ends_costs_one_line() {
    let open = row(&[]).replace("a note", "\"a note");
    let mut reader = log(row(&[]) + &open + &row(&[(0, "B"), (10, "2")]) + &row(&[(0, "C"), (10, "2")]));
    let keys: Vec<_> = all(&mut reader).iter().map(|ticket| ticket.external_id.to_string()).collect();
    assert_eq!(keys, ["A", "B", "C"]);
    assert_eq!(refused(&reader), [(Reason::UnterminatedQuote, None, vec![3])]);
}

#[test]
fn text_after_a_closing_quote_costs_one_line() {
    let stray = row(&[]).replace("a note", "\"a\" note");
    let mut reader = log(row(&[]) + &stray + &row(&[]));
    assert_eq!(all(&mut reader)[0].events.len(), 2);
    assert_eq!(refused(&reader), [(Reason::StrayQuote, None, vec![3])]);
}

#[test]
fn a_row_longer_than_any_row_may_be_is_passed_over() {
    let endless = "x".repeat(MAX_ROW_BYTES * 2) + "\n";
    let quoted = format!("\"{}", "x\n".repeat(MAX_ROW_BYTES));
    let mut reader = log(row(&[]) + &endless + &row(&[]) + &quoted);
    assert_eq!(all(&mut reader)[0].events.len(), 2);
    let groups = refused(&reader);
    assert_eq!(groups[0].0, Reason::WrongFieldCount, "the lines after the open quote, one by one");
    assert_eq!(groups[1], (Reason::RowTooLong, None, vec![3]));
    assert_eq!(groups[2], (Reason::UnterminatedQuote, None, vec![5]));
}

#[test]
fn a_ticket_whose_first_row_is_malformed_is_created_by_its_next_good_row() {
    let mut reader = log(row(&[(2, "?")]) + &row(&[(1, "Done"), (2, "2/2/2025 10:00")]));
    let tickets = all(&mut reader);
    assert_eq!((tickets.len(), tickets[0].line, tickets[0].events.len()), (1, 3, 1));
    assert_eq!(tickets[0].opened_at.to_rfc3339(), "2025-02-01T09:00:00+00:00", "the opening is on every row");
}

#[test]
fn a_ticket_without_a_good_row_is_not_a_ticket_and_its_key_is_not_taken() {
    let mut reader = log(row(&[(2, "?")]) + &row(&[(0, "B")]) + &row(&[]));
    let keys: Vec<_> = all(&mut reader).iter().map(|ticket| ticket.external_id.to_string()).collect();
    assert_eq!(keys, ["B", "A"]);
}

#[test]
fn a_key_that_comes_back_is_refused_row_by_row_and_interrupts_nothing() {
    let mut reader = log(row(&[]) + &row(&[(0, "B")]) + &row(&[]) + &row(&[(0, "B")]) + &row(&[]));
    let tickets = all(&mut reader);
    let sizes: Vec<_> = tickets.iter().map(|ticket| (ticket.external_id.as_ref(), ticket.events.len())).collect();
    assert_eq!(sizes, [("A", 1), ("B", 2)]);
    assert_eq!(refused(&reader), [(Reason::KeyReappears, Some("id".to_owned()), vec![4, 6])]);
}

#[test]
fn a_ticket_has_a_limit_of_events() {
    let mut reader = log(row(&[]).repeat(MAX_EVENTS_PER_TICKET + 2) + &row(&[(0, "B")]));
    let tickets = all(&mut reader);
    assert_eq!((tickets.len(), tickets[0].events.len()), (2, MAX_EVENTS_PER_TICKET));
    assert_eq!(reader.report().count(Reason::TooManyEvents), 2);
}

#[test]
fn line_numbers_are_bounded_and_counts_are_exact() {
    let rows: String = (0..1_500).map(|index| row(&[if index % 2 == 0 { (2, "?") } else { (3, "?") }])).collect();
    let mut reader = log(rows);
    assert!(all(&mut reader).is_empty());
    assert_eq!(reader.report().count(Reason::MissingValue), 1_500);
    assert_eq!(reader.report().lines(Reason::MissingValue), (2..1_002).collect::<Vec<u64>>());
}

#[test]
fn the_report_never_holds_a_value_of_the_file() {
    let mut reader = log(row(&[(1, "Maria da Silva"), (11, "\0")]) + &row(&[(8, "123.456.789-09")]));
    assert!(all(&mut reader).is_empty());
    let json = serde_json::to_string(reader.report()).unwrap();
    assert!(json.contains(r#""reason":"bad_number","column":"count","count":1,"lines":[3]"#), "{json}");
    assert!(!json.contains("Maria") && !json.contains("123.456"), "{json}");
}

#[test]
fn a_gzip_cut_in_the_middle_gives_what_was_whole_and_then_the_error() {
    let rows: String = (0..20_000)
        .map(|index| row(&[(0, &format!("T{index:05}")), (11, &format!("{}", index * 7919 % 10_007))]))
        .collect();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all((HEADER.to_owned() + &rows).as_bytes()).unwrap();
    let whole = encoder.finish().unwrap();

    let mut complete = reader(whole.clone(), &log_mapping());
    assert_eq!(all(&mut complete).len(), 20_000);

    let mut cut = reader(whole[..whole.len() / 2].to_vec(), &log_mapping());
    let mut outcomes: Vec<_> = cut.by_ref().collect();
    let Some(Err(ReadError::Gzip { line, cut: true })) = outcomes.pop() else {
        panic!("the last outcome is the error")
    };
    assert!(outcomes.len() > 1_000 && outcomes.iter().all(Result::is_ok));
    assert_eq!(line, outcomes.len() as u64 + 2, "the header, the whole rows, and the one that was cut");
    assert_eq!(cut.report().malformed_rows, 0);
    assert!(cut.next().is_none());

    let mut damaged = whole;
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0x55);
    let outcomes: Vec<_> = reader(damaged, &log_mapping()).collect();
    assert!(matches!(outcomes.last(), Some(Err(ReadError::Gzip { .. }))));
}
