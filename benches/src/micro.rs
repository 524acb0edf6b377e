//! The figures that criterion left for the small parts, read back for the page.

use std::path::Path;

use serde_json::Value as Json;

use crate::Outcome;
use crate::report::{Row, Section, time};

/// Reads what `cargo bench` measured.
pub(crate) fn gather(target: &Path) -> Outcome<Section> {
    let folder = target.join("criterion");
    let mut rows = Vec::new();
    let mut names: Vec<String> = std::fs::read_dir(&folder)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name != "report")
        .collect();
    names.sort();
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name).join("new/estimates.json"))?;
        let estimates: Json = serde_json::from_str(&text)?;
        let nanoseconds = estimates["median"]["point_estimate"].as_f64().ok_or("an estimate without a median")?;
        rows.push(Row::fact(name, time(nanoseconds / 1e9)));
    }
    Ok(Section {
        name: "micro",
        title: "Small parts",
        about: vec!["Medians of criterion, of work that every call of the library does.".to_owned()],
        rows,
        remarks: Vec::new(),
    })
}
