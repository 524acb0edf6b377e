//! What holds for any bytes: no panic, no row lost or counted twice, and agreement with the `csv` crate on well-formed
//! text.

use proptest::prelude::*;

use super::*;
use crate::import::records::{RawRow, Records, Step};

/// Bytes that often look like a log: rows of it, fragments of rows, quotes, line ends and noise.
fn dirty() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => (0..3usize, 0..12usize, "[ -~]{0,6}").prop_map(|(key, column, text)| {
            row(&[(0, ["A", "B", "C"][key]), (column, &text)]).into_bytes()
        }),
        2 => Just(row(&[]).into_bytes()),
        1 => "[\"\r\n,;x\u{FFFD}é]{0,12}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn check_counts(mut reader: TicketReader) -> Result<u64, TestCaseError> {
    let tickets: Vec<SourceTicket> = reader.by_ref().filter_map(Result::ok).collect();
    let report = reader.report();
    let events: usize = tickets.iter().map(|ticket| ticket.events.len()).sum();
    let by_reason: u64 = report.malformed().map(|group| group.tally.count).sum();
    prop_assert_eq!(report.rows, report.good_rows + report.malformed_rows);
    prop_assert_eq!(report.malformed_rows, by_reason);
    prop_assert_eq!((report.tickets, report.events), (tickets.len() as u64, events as u64));
    prop_assert!(tickets.iter().all(|ticket| !ticket.events.is_empty()));
    Ok(report.rows)
}

proptest! {
    #[test]
    fn any_bytes_are_counted_and_never_panic(bytes in dirty(), encoding in prop::sample::select(vec!["utf-8", "windows-1252", "utf-16le", "shift_jis", "gb18030"])) {
        let mut mapping = log_mapping();
        mapping.format.encoding = encoding.to_owned();
        let mut whole = if encoding == "utf-16le" { HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect() } else { HEADER.as_bytes().to_vec() };
        whole.extend(bytes);
        check_counts(reader(whole, &mapping))?;
    }

    #[test]
    fn without_quotes_the_rows_are_the_lines_that_are_not_blank(bytes in dirty()) {
        let mut mapping = log_mapping();
        mapping.format.quotes = false;
        let blank = |line: &[u8]| line.iter().all(|byte| *byte == b'\r');
        let expected = bytes.split(|byte| *byte == b'\n').filter(|line| !blank(line)).count() as u64;
        let mut whole = HEADER.as_bytes().to_vec();
        whole.extend(bytes);
        prop_assert_eq!(check_counts(reader(whole, &mapping))?, expected);
    }

    #[test]
    fn any_file_at_all_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), gzip in any::<bool>()) {
        let mut whole = if gzip { vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0] } else { Vec::new() };
        whole.extend(bytes);
        if let Ok(reader) = TicketReader::new(std::io::Cursor::new(whole), &log_mapping(), fixed_zone("UTC").unwrap()) {
            check_counts(reader)?;
        }
    }

    #[test]
    fn any_text_is_a_mapping_or_an_error(text in ".{0,200}", at in 0..LOG.len(), noise in "[\\{\\}\\[\\]\",:a1]{0,3}") {
        let _ = Mapping::from_json(&text);
        let _ = Mapping::from_json(&[&LOG[..at], &noise, &LOG[at..]].concat());
    }

    #[test]
    fn well_formed_rows_are_cut_as_the_csv_crate_writes_them(rows in prop::collection::vec(prop::collection::vec("[a,;\"é \r\n]{0,8}", 2..5), 0..20), crlf in any::<bool>()) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().flexible(true).terminator(terminator).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let mut records = Records::new(bytes.as_slice(), b',', true);
        let mut row = RawRow::default();
        for expected in &rows {
            prop_assert_eq!(records.next(&mut row).unwrap(), Step::Row);
            let cells: Vec<&str> = row.fields.iter().map(|field| std::str::from_utf8(&row.bytes[field.from..field.to]).unwrap()).collect();
            prop_assert_eq!(&cells, expected);
        }
        prop_assert_eq!(records.next(&mut row).unwrap(), Step::End);
        prop_assert_eq!(records.line(), 1 + bytes.iter().filter(|byte| **byte == b'\n').count() as u64);
    }
}
