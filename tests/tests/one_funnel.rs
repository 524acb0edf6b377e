//! There is no second way to write: operations decide which rows come, change and go, and nothing else writes records.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src"), &mut found);
    found
}

/// The outbox is read and reported on by operations of its own; making a message is still the funnel's.
fn is_operation(path: &Path) -> bool {
    let outbox = path.components().any(|part| part.as_os_str() == "outbox");
    !outbox && path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("operations"))
}

/// Returns the lines that hold a word which only the funnel may use. The names of a history's fields are for reading.
fn offences(text: &str) -> Vec<&str> {
    let reads = |line: &str| {
        let mut rest = line.split("TicketHistory::").skip(1);
        rest.all(|after| after.starts_with(|letter: char| letter.is_ascii_uppercase()) && !after.starts_with("DEF"))
    };
    let writes =
        ["AuditEntry", "OutboxMessage", "Write::", "TicketHistory {", "Batch::new", "Batch {", ".desk().commit("];
    let offends = |line: &&str| !reads(line) || writes.iter().any(|word| line.contains(word));
    text.lines().filter(|line| !line.trim_start().starts_with("//")).filter(offends).collect()
}

#[test]
fn no_operation_writes_records_by_hand() {
    let operations: Vec<PathBuf> = all_sources().into_iter().filter(|path| is_operation(path)).collect();
    assert!(operations.len() >= 9, "the operations are where they are looked for: {operations:?}");
    for path in operations {
        let text = std::fs::read_to_string(&path).expect("a source");
        assert_eq!(offences(&text), Vec::<&str>::new(), "{}", path.display());
    }
}

/// Restoring an export and adopting a database are the exceptions that ARCHITECTURE.md names: their rows arrive with their own
/// history.
#[test]
fn records_are_made_in_the_unit_of_work_only() {
    let outside = |path: &PathBuf| {
        !path
            .components()
            .any(|part| ["unit_of_work", "store", "export", "adoption"].contains(&&*part.as_os_str().to_string_lossy()))
    };
    for path in all_sources().into_iter().filter(outside) {
        let text = std::fs::read_to_string(&path).expect("a source");
        for word in ["Write::Insert", "Write::Update", "Write::Delete", "Write::Add", "Write::Next"] {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            assert!(code.clone().all(|line| !line.contains(word)), "{} has {word}", path.display());
        }
    }
}

#[test]
fn an_offence_would_be_found() {
    for line in [
        "let entry = AuditEntry { id };",
        "batch.writes.push(Write::Delete { key, version });",
        "let record = TicketHistory { id };",
        "let record = TicketHistory::build(new, stamp);",
        "let query = Query::new(TicketHistory::DEF, organization);",
        "scope.desk().commit(batch).await?;",
    ] {
        assert_eq!(offences(line), [line]);
    }
    assert!(offences("find.filter(field(TicketHistory::TICKET_ID).is(id))").is_empty());
}
