//! The invented log of the project, of any size, and what must hold after it was imported, however that went.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use servicedesk::import::{self, Mapping, SampleLog, Summary};
use servicedesk::organization::{NewOrganization, Organization};
use servicedesk::query::Condition;
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::sqlite::{Durability, Options, SqliteStore};
use servicedesk::ticket::Ticket;
use servicedesk::{Code, Desk, Result};
use servicedesk_examples::figures::{self, Figures};
use servicedesk_examples::pages;
use uuid::Uuid;

use crate::golden;

/// A folder of one test, which goes with it.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes it.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("servicedesk-{}", Uuid::now_v7()));
        std::fs::create_dir(&folder).expect("a test can make a folder");
        Self(folder)
    }

    /// Returns a path in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Returns what the columns of the invented log mean.
pub fn mapping() -> Mapping {
    golden::mapping("sample")
}

/// Returns the invented log with that many tickets.
pub fn log(tickets: u32) -> Vec<u8> {
    let mut log = Vec::new();
    SampleLog { tickets, ..SampleLog::default() }.write(&mut log).expect("memory takes all");
    log
}

/// Opens a desk in a file, as every process of a test does.
pub fn desk(file: &Path) -> Desk {
    let options = Options { durability: Durability::Normal, ..Options::default() };
    Desk::new(SqliteStore::open(file, options).expect("the file can be opened"))
}

/// Returns the organization of the tests, which whoever comes first makes.
pub async fn organization(desk: &Desk) -> Organization {
    let new = NewOrganization {
        name: "Sample".into(),
        slug: "sample".into(),
        timezone: "America/Sao_Paulo".into(),
        ..NewOrganization::default()
    };
    match desk.create_organization(new).await {
        Err(error) if error.code() == Code::DuplicateValue => {
            desk.organization_by_slug("sample").await.expect("the desk answers").expect("it is there")
        }
        made => made.expect("the desk takes it"),
    }
}

/// Returns where the host works from.
pub async fn scope(desk: &Desk) -> Scope {
    let organization = organization(desk).await;
    desk.scope(organization.id, Actor::system())
}

/// Imports a log.
///
/// # Errors
/// Those of the import.
pub async fn import(scope: &Scope, log: Vec<u8>, progress: impl FnMut(&Summary)) -> Result<Summary> {
    let mapping = mapping();
    let reader = import::read(std::io::Cursor::new(log), &mapping).expect("the log fits its mapping");
    scope.importer(&mapping).run(reader, progress).await
}

/// Returns the tickets of an organization.
pub async fn tickets(scope: &Scope) -> Vec<Ticket> {
    let mut tickets = Vec::new();
    pages::each(scope, Condition::always(), |ticket| tickets.push(ticket)).await.expect("the desk answers");
    tickets
}

/// Returns the figures of an organization that was imported in any number of runs, after checking that every ticket is
/// there once and that no number is missing or used twice.
pub async fn checked(scope: &Scope, expected: usize) -> Figures {
    let tickets = tickets(scope).await;
    assert_eq!(tickets.len(), expected);
    let mut of_source: Vec<&str> = tickets.iter().filter_map(|ticket| ticket.external_id.as_deref()).collect();
    of_source.sort_unstable();
    of_source.dedup();
    assert_eq!(of_source.len(), expected, "every ticket of the source is there once");
    let mut numbers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for ticket in &tickets {
        let (year, number) = ticket.number.rsplit_once('-').expect("a number has a year");
        numbers.entry(year).or_default().push(number.parse().expect("a number ends in a number"));
    }
    for (year, mut numbers) in numbers {
        numbers.sort_unstable();
        let dense: Vec<usize> = (1..=numbers.len()).collect();
        assert_eq!(numbers, dense, "the numbers of {year} have no gap");
    }
    figures::read(scope, |_| {}).await.expect("the desk answers")
}
