//! A SQLite file with one organization that is set up, in a folder of its own, for tests that do things to files.

use std::path::PathBuf;

use servicedesk::organization::{NewOrganization, Organization};
use servicedesk::scope::{Actor, Scope};
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::ticket::preset;
use servicedesk::{Desk, Result};
use uuid::Uuid;

use super::consistency::{self, Seen};

/// A file, and the folder that goes with it.
pub struct DeskFile {
    folder: PathBuf,
}

impl DeskFile {
    /// Makes the file with an organization called Acme that has no limits.
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("servicedesk-{}", Uuid::now_v7()));
        std::fs::create_dir(&folder).expect("a test can make a folder");
        let file = Self { folder };
        servicedesk::block_on(async {
            let desk = file.open().expect("the file is made");
            let new = NewOrganization {
                name: "Acme".into(),
                slug: "acme".into(),
                monthly_ticket_limit: None,
                agent_limit: None,
                ..Default::default()
            };
            let acme = desk.create_organization(new).await.expect("the organization is made");
            desk.scope(acme.id, Actor::system()).set_up(&preset::itsm()).await.expect("the preset is set up");
        });
        file
    }

    /// Returns the path of the file.
    pub fn path(&self) -> PathBuf {
        self.folder.join("desk.sqlite")
    }

    /// Opens the desk.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open(&self) -> Result<Desk> {
        SqliteStore::open(self.path(), Options::default()).map(Desk::new)
    }

    /// Returns Acme's scope on an opened desk.
    pub async fn scope(desk: &Desk) -> Scope {
        let acme: Option<Organization> = desk.organization_by_slug("acme").await.expect("the file is read");
        desk.scope(acme.expect("Acme is there").id, Actor::system())
    }

    /// Checks everything, the file's own structure included.
    pub fn check(&self) -> Seen {
        let desk = self.open().expect("the file opens");
        let seen = servicedesk::block_on(async {
            let scope = Self::scope(&desk).await;
            consistency::check(desk.store(), scope.organization_id()).await
        });
        drop(desk);
        let file = rusqlite::Connection::open(self.path()).expect("the file opens");
        let verdict: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("SQLite answers");
        assert_eq!(verdict, "ok");
        seen
    }
}

impl Default for DeskFile {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for DeskFile {
    fn drop(&mut self) {
        // A folder that cannot be removed is left to the operating system; it harms no other test.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
