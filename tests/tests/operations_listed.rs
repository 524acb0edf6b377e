//! What a Rust program can call, every other language can: each public asynchronous function of an area is an operation.

use std::collections::BTreeSet;
use std::path::Path;

use servicedesk::operation::AREAS;

/// Functions that take or give what no other language has, each with the operation that stands for it.
const REPLACED: [(&str, &str); 6] = [
    ("export", "export_to_file"),
    ("restore", "restore_from_file"),
    ("run", "import_from_file"),
    ("upload_from", "upload"),
    ("download_to", "download"),
    ("adopt", "adopt_from"),
];

/// Folders that no request of a host enters directly.
const INNER: [&str; 6] = ["store", "query", "unit_of_work", "entity", "clock", "operation"];

#[test]
fn every_public_asynchronous_function_is_an_operation() {
    let listed: BTreeSet<&str> =
        AREAS.iter().flat_map(|area| area.operations()).map(|operation| operation.name).collect();
    let mut found = 0;
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    visit(&core, &mut |path, text| {
        let inner = path.strip_prefix(&core).ok().and_then(|path| path.iter().next());
        if INNER.iter().any(|folder| inner.is_some_and(|inner| inner == *folder)) {
            return;
        }
        for line in text.lines() {
            let Some(rest) = line.trim_start().strip_prefix("pub async fn ") else { continue };
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            let replaced = REPLACED.iter().find(|(function, _)| *function == name);
            let wanted = replaced.map_or(name, |(_, operation)| operation);
            // `restore` is both: that of a ticket is an operation, that of a file is replaced by one.
            assert!(listed.contains(wanted) || listed.contains(name), "{name} in {} is no operation", path.display());
            found += 1;
        }
    });
    assert!(found > 40, "only {found} functions were found: does this test still read the sources?");
}

fn visit(folder: &Path, see: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the sources are there").path();
        if path.is_dir() {
            visit(&path, see);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            see(&path, &std::fs::read_to_string(&path).expect("sources are text"));
        }
    }
}
