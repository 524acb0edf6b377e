//! The reader as a specification: what is refused and why, that nothing panics or gets lost, and that real logs come out
//! with the figures that were counted by other means.

mod malformed;
mod mapping;
mod properties;
mod real_logs;
mod sample;
mod tickets;

use super::{Mapping, Reason, SourceTicket, TicketReader, fixed_zone};

/// A log of events with the columns id, state, when, opened, priority, impact, count, ok, note.
const LOG: &str = r#"{
    "version": "servicedesk.import/1",
    "name": "a log",
    "format": { "nulls": ["?"], "dates": ["%d/%m/%Y %H:%M"] },
    "layout": "events",
    "lifecycle": {
        "statuses": [{ "key": "New", "kind": "new" }, { "key": "Done", "kind": "closed" }],
        "transitions": "any"
    },
    "priorities": [{ "key": "P1", "name": "High", "level": 1 }],
    "values": { "impact": { "1 - High": "high" }, "source": { "Phone": "phone" } },
    "fields": {
        "external_id": "id", "status": "state", "event_at": "when", "opened_at": "opened", "priority": "priority",
        "impact": "impact", "urgency": "urgency", "source": "channel", "reopen_count": "count", "subject": "note",
        "custom_fields": {
            "ok": { "column": "ok", "type": "boolean" },
            "cost": { "column": "cost", "type": "number", "decimal": "," }
        }
    }
}"#;
const HEADER: &str = "id,state,when,opened,priority,impact,urgency,channel,count,ok,cost,note\n";
/// A row that is good but for what a test changes in it; line 2 when it is first.
const GOOD: [&str; 12] =
    ["A", "New", "1/2/2025 10:00", "1/2/2025 09:00", "P1", "1 - High", "low", "Phone", "0", "true", "1,50", "a note"];

fn log_mapping() -> Mapping {
    Mapping::from_json(LOG).unwrap()
}

/// The good row with some columns changed.
fn row(changes: &[(usize, &str)]) -> String {
    let mut cells = GOOD.map(str::to_owned);
    for (index, value) in changes {
        cells[*index] = (*value).to_owned();
    }
    let quoted = cells.map(|cell| if cell.contains(',') { format!("\"{cell}\"") } else { cell });
    quoted.join(",") + "\n"
}

/// A reader of the log's header and these bytes.
fn log(rows: impl AsRef<[u8]>) -> TicketReader {
    let mut bytes = HEADER.as_bytes().to_vec();
    bytes.extend_from_slice(rows.as_ref());
    reader(bytes, &log_mapping())
}

fn reader(bytes: Vec<u8>, mapping: &Mapping) -> TicketReader {
    TicketReader::new(std::io::Cursor::new(bytes), mapping, fixed_zone("UTC").unwrap()).unwrap()
}

/// Every ticket of a file that can be read to its end.
fn all(reader: &mut TicketReader) -> Vec<SourceTicket> {
    reader.by_ref().collect::<Result<_, _>>().unwrap()
}

/// Reason, column and lines of what was refused.
fn refused(reader: &TicketReader) -> Vec<(Reason, Option<String>, Vec<u64>)> {
    let groups = reader.report().malformed();
    groups.map(|group| (group.reason, group.column.map(str::to_owned), group.tally.lines.clone())).collect()
}
