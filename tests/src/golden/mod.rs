//! Real logs and what is known to be true of them: the figures that a desk must come to after importing them.
//!
//! The logs are too large and too foreign to be part of the project. They are looked for in `shared/data` beside one of the
//! folders above it; without them a test says so and passes.

pub mod consumidor;
pub mod helpdesk;
pub mod servicenow;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use servicedesk::Desk;
use servicedesk::import::{self, Mapping, Report, Summary};
use servicedesk::organization::NewOrganization;
use servicedesk::scope::{Actor, Scope};
use servicedesk_examples::service_levels::Declaration;

use crate::contract::StoreFactory;

/// How often each word occurs.
pub type Counts = BTreeMap<String, u64>;

/// Returns a file of the logs, or says that it is not there.
pub fn data(path: &str) -> Option<PathBuf> {
    shared("data", path)
}

/// Returns a file of recorded cases, or says that it is not there.
pub fn cases(path: &str) -> Option<PathBuf> {
    shared("cases", path)
}

fn shared(folder: &str, path: &str) -> Option<PathBuf> {
    let wanted = Path::new("shared").join(folder).join(path);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = above.map(|folder| folder.join(&wanted)).find(|file| file.is_file());
    if found.is_none() {
        println!("skipped: there is no {} beside a folder above the project", wanted.display());
    }
    found
}

/// Returns a mapping of the example.
pub fn mapping(name: &str) -> Mapping {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/service_desk/mappings");
    Mapping::load(folder.join(name).with_extension("json")).expect("the example's mappings are sound")
}

/// Returns what the example declares of the promises behind a log.
pub fn declaration(name: &str) -> Declaration {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/service_desk/service_levels");
    let json = std::fs::read_to_string(folder.join(name).with_extension("json")).expect("the example has it");
    Declaration::from_json(&json).expect("the example's declarations are sound")
}

/// A desk into which a log was imported.
pub struct Imported {
    /// The organization that got the tickets.
    pub scope: Scope,
    /// What came in.
    pub summary: Summary,
    /// What the file was like.
    pub report: Report,
}

/// Imports a file into a new desk, in an organization whose limits any log breaks.
pub async fn imported(factory: &impl StoreFactory, file: &Path, mapping: &Mapping) -> Imported {
    let desk = Desk::new(factory.empty(&[]).await);
    let new = NewOrganization {
        name: "Log".into(),
        slug: "log".into(),
        timezone: mapping.format.timezone.clone(),
        monthly_ticket_limit: Some(0),
        agent_limit: Some(0),
        ..NewOrganization::default()
    };
    let organization = desk.create_organization(new).await.expect("the desk is empty");
    let scope = desk.scope(organization.id, Actor::system());
    let mut reader = import::open(file, mapping).expect("the file fits its mapping");
    let summary = scope.importer(mapping).run(&mut reader, |_| {}).await.expect("the file comes in");
    Imported { scope, summary, report: reader.report().clone() }
}

/// Counts words.
pub fn counts<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Counts {
    let mut counts = Counts::new();
    for word in words {
        *counts.entry(word.into()).or_default() += 1;
    }
    counts
}

/// Returns the value of a custom field as the golden figures write it: a text as it is, an absent one as the empty text.
pub fn custom(fields: Option<&Json>, name: &str) -> String {
    match fields.and_then(|fields| fields.get(name)) {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

/// The golden figures of a log, each of which has to be compared.
pub struct Golden {
    figures: BTreeMap<String, Json>,
    compared: BTreeSet<String>,
    differences: Vec<String>,
}

impl Golden {
    /// Reads the figures of a log.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("the file can be read");
        let figures = serde_json::from_str(&text).expect("golden figures are JSON");
        Self { figures, compared: BTreeSet::new(), differences: Vec::new() }
    }

    /// Returns a golden figure.
    #[track_caller]
    pub fn figure(&self, name: &str) -> &Json {
        self.figures.get(name).unwrap_or_else(|| panic!("there is no golden figure {name}"))
    }

    /// Compares a figure of the desk.
    #[track_caller]
    pub fn is(&mut self, name: &str, found: impl serde::Serialize) {
        let found = serde_json::to_value(found).expect("a figure is JSON");
        let wanted = self.figure(name).clone();
        self.compared.insert(name.to_owned());
        if found != wanted {
            self.differences.push(format!("{name}: {found} instead of {wanted}"));
        }
    }

    /// Ends the comparison.
    ///
    /// # Panics
    /// With every figure that differs or was not compared.
    #[track_caller]
    pub fn finish(self) {
        let missed: Vec<&String> = self.figures.keys().filter(|name| !self.compared.contains(*name)).collect();
        assert!(missed.is_empty(), "nobody compared {missed:?}");
        assert!(self.differences.is_empty(), "the desk differs:\n{}", self.differences.join("\n"));
        println!("{} golden figures agree", self.compared.len());
    }
}

/// Rounds as the golden figures are rounded.
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// Makes a test of each point for SQLite and for PostgreSQL.
#[macro_export]
macro_rules! golden_log {
    ($($point:path as $name:ident),+ $(,)?) => {
        mod sqlite { $(
            #[test]
            fn $name() {
                $crate::contract::run($point(&$crate::factories::SqliteFactory::new().hasty()));
            }
        )+ }
        mod postgres { $(
            #[test]
            fn $name() {
                $crate::contract::run($point(&$crate::postgres::PostgresFactory::new()));
            }
        )+ }
    };
}
