//! A log in which every kind of malformed row occurs: the good rows are in the desk, the others are told by their lines.

use std::collections::BTreeMap;

use servicedesk::block_on;
use servicedesk::import::limits::{MAX_EVENTS_PER_TICKET, MAX_ROW_BYTES, MAX_TAGS, MAX_TEXT_BYTES};
use servicedesk::import::{self, Flag, Mapping, Reason};
use servicedesk::ticket::Ticket;
use servicedesk_tests::sample_log::{self, Folder};

const MAPPING: &str = r#"{
    "version": "servicedesk.import/1",
    "name": "a log with everything",
    "format": { "dates": ["%Y-%m-%d %H:%M"] },
    "layout": "events",
    "lifecycle": {
        "statuses": [{ "key": "New", "kind": "new" }, { "key": "Done", "kind": "closed" }],
        "transitions": "any"
    },
    "priorities": [{ "key": "P1", "name": "First", "level": 1 }],
    "fields": {
        "external_id": "id", "status": "state", "event_at": "at", "priority": "priority", "impact": "impact",
        "urgency": "urgency", "source": "channel", "description": "text", "tags": { "columns": ["tags"], "separator": "|" },
        "custom_fields": {
            "count": { "column": "count", "type": "number" },
            "paid": { "column": "paid", "type": "boolean", "true": ["Y"], "false": ["N"] }
        }
    }
}"#;

const COLUMNS: [&str; 11] =
    ["id", "state", "at", "priority", "impact", "urgency", "channel", "text", "tags", "count", "paid"];

/// A log that is being written, with the lines that must be refused.
#[derive(Default)]
struct Log {
    bytes: Vec<u8>,
    line: u64,
    good: BTreeMap<String, u64>,
    bad: BTreeMap<Reason, Vec<u64>>,
}

impl Log {
    fn line(&mut self, bytes: &[u8]) -> u64 {
        self.bytes.extend_from_slice(bytes);
        self.bytes.push(b'\n');
        self.line += 1;
        self.line
    }

    /// A row of that ticket with some cells changed.
    fn row(id: &str, changes: &[(&str, &str)]) -> String {
        let usual = [id, "New", "2025-02-03 10:00", "P1", "high", "low", "email", "text", "a|b", "1", "Y"];
        let cells = COLUMNS.iter().zip(usual).map(|(column, usual)| {
            changes.iter().find(|(changed, _)| changed == column).map_or(usual, |(_, value)| value)
        });
        cells.collect::<Vec<_>>().join(",")
    }

    fn good(&mut self, id: &str) {
        self.line(Self::row(id, &[]).as_bytes());
        *self.good.entry(id.to_owned()).or_default() += 1;
    }

    fn bad(&mut self, reason: Reason, bytes: impl AsRef<[u8]>) {
        let line = self.line(bytes.as_ref());
        self.bad.entry(reason).or_default().push(line);
    }
}

fn log() -> Log {
    let mut log = Log::default();
    log.line(COLUMNS.join(",").as_bytes());
    let changed = |column: &str, value: &str| Log::row("A", &[(column, value)]);
    log.good("A");
    log.bad(Reason::WrongFieldCount, "A,New,2025-02-0");
    log.bad(Reason::BadDate, changed("at", "03/02/2025"));
    log.bad(Reason::BadDate, changed("at", "2025-02-30 10:00"));
    log.bad(Reason::UnknownStatus, changed("state", "Lost"));
    log.good("A");
    log.bad(Reason::UnknownPriority, changed("priority", "P9"));
    log.bad(Reason::UnknownImpact, changed("impact", "huge"));
    log.bad(Reason::UnknownUrgency, changed("urgency", "now"));
    log.bad(Reason::UnknownValue, changed("channel", "pigeon"));
    log.bad(Reason::MissingValue, changed("at", ""));
    log.bad(Reason::BadNumber, changed("count", "many"));
    log.bad(Reason::BadBoolean, changed("paid", "perhaps"));
    log.bad(Reason::TextTooLong, changed("text", &"x".repeat(MAX_TEXT_BYTES + 1)));
    log.bad(Reason::RowTooLong, changed("text", &"x".repeat(MAX_ROW_BYTES)));
    log.bad(Reason::NulInText, changed("text", "a\0b"));
    log.bad(
        Reason::InvalidEncoding,
        changed("text", "a#b")
            .into_bytes()
            .iter()
            .map(|byte| if *byte == b'#' { 0xE7 } else { *byte })
            .collect::<Vec<u8>>(),
    );
    log.bad(Reason::StrayQuote, changed("text", "\"a\" b"));
    let tags = (0..=MAX_TAGS).map(|tag| format!("t{tag}")).collect::<Vec<_>>().join("|");
    log.bad(Reason::TooManyTags, changed("tags", &tags));
    log.good("A");
    log.good("B");
    log.bad(Reason::KeyReappears, Log::row("A", &[]));
    for _ in 0..MAX_EVENTS_PER_TICKET {
        log.good("C");
    }
    log.bad(Reason::TooManyEvents, Log::row("C", &[]));
    log.good("D");
    // The last, because until the file's end nobody knows that the quote is never closed.
    log.bad(Reason::UnterminatedQuote, changed("text", "\"open"));
    log.good("E");
    log
}

#[test]
fn good_rows_come_in_and_the_others_are_told_by_their_lines() {
    let folder = Folder::new();
    let (desk, log) = (sample_log::desk(&folder.file("desk.db")), log());
    for reason in Reason::ALL {
        assert!(log.bad.contains_key(reason), "the log has no row of the kind {reason}");
    }
    let mapping = Mapping::from_json(MAPPING).expect("the mapping is sound");
    let mut reader = import::read(std::io::Cursor::new(log.bytes), &mapping).expect("the log fits its mapping");
    let tickets: Vec<Ticket> = block_on(async {
        let scope = sample_log::scope(&desk).await;
        let summary = scope.importer(&mapping).run(&mut reader, |_| {}).await.expect("the import runs to its end");
        assert_eq!(summary.refused_events, 0);
        sample_log::tickets(&scope).await
    });
    let report = reader.report();
    let found: BTreeMap<Reason, Vec<u64>> = Reason::ALL.iter().map(|reason| (*reason, report.lines(*reason))).collect();
    assert_eq!(found, log.bad);
    assert_eq!(report.malformed_rows as usize, log.bad.values().map(Vec::len).sum::<usize>());
    assert_eq!(report.rows, report.good_rows + report.malformed_rows);
    let events: BTreeMap<String, u64> = tickets
        .iter()
        .map(|ticket| (ticket.external_id.clone().unwrap_or_default(), ticket.version.unsigned_abs()))
        .collect();
    assert_eq!(events, log.good, "a version for every good row");
    assert!(Flag::ALL.iter().all(|flag| report.flagged(*flag).count == 0));
}
