//! The migrations, embedded, and the pure part of applying them: which are missing, and whether the applied ones are ours.
//!
//! Each has an up and a down file with the same number for both databases; each runs in a transaction of its own.

use sha2::{Digest as _, Sha256};

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};

/// One step of the schema.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// Its number, from 1 without gaps.
    pub version: i64,
    /// What it is about.
    pub name: &'static str,
    /// The statements that make the step.
    pub up: &'static str,
    /// The statements that take it back.
    pub down: &'static str,
}

/// A migration that a database says was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// The SHA-256 of its up file, hexadecimal.
    pub checksum: String,
    /// When, UTC.
    pub at: Timestamp,
}

/// Where a database stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// What was applied, in order.
    pub applied: Vec<Applied>,
    /// What is still missing, in order.
    pub pending: Vec<Migration>,
}

impl Migration {
    /// Returns the SHA-256 of the up file, hexadecimal.
    pub fn checksum(&self) -> String {
        crate::hexadecimal::hexadecimal(&Sha256::digest(self.up))
    }
}

impl std::fmt::Debug for Migration {
    /// Names the step; its statements would fill pages.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Migration").field("version", &self.version).field("name", &self.name).finish_non_exhaustive()
    }
}

macro_rules! migrations {
    ($folder:literal: $($version:literal $name:literal),+ $(,)?) => {
        &[$(Migration {
            version: $version,
            name: $name,
            up: include_str!(concat!("../../migrations/", $folder, "/", $name, ".up.sql")),
            down: include_str!(concat!("../../migrations/", $folder, "/", $name, ".down.sql")),
        }),+]
    };
}

/// The migrations of a SQLite file.
#[cfg(feature = "sqlite")]
pub static SQLITE: &[Migration] = migrations!(
    "sqlite":
    1 "0001_store",
    2 "0002_organization",
    3 "0003_ticket",
    4 "0004_audit",
    5 "0005_configuration",
    6 "0006_identity",
    7 "0007_knowledge",
    8 "0008_asset",
    9 "0009_change",
    10 "0010_ticket_more",
    11 "0011_sla",
    12 "0012_workflow",
    13 "0013_ai",
    14 "0014_channel",
    15 "0015_integration",
    16 "0016_notification",
    17 "0017_brazil",
    18 "0018_privacy",
    19 "0019_analytics",
    20 "0020_system",
    21 "0021_search",
    22 "0022_json_member",
    23 "0023_trigger",
    24 "0024_agenda",
    25 "0025_upkeep",
);

/// The migrations of a PostgreSQL database.
#[cfg(feature = "postgres")]
pub static POSTGRES: &[Migration] = migrations!(
    "postgres":
    1 "0001_store",
    2 "0002_organization",
    3 "0003_ticket",
    4 "0004_audit",
    5 "0005_configuration",
    6 "0006_identity",
    7 "0007_knowledge",
    8 "0008_asset",
    9 "0009_change",
    10 "0010_ticket_more",
    11 "0011_sla",
    12 "0012_workflow",
    13 "0013_ai",
    14 "0014_channel",
    15 "0015_integration",
    16 "0016_notification",
    17 "0017_brazil",
    18 "0018_privacy",
    19 "0019_analytics",
    20 "0020_system",
    21 "0021_search",
    22 "0022_json_member",
    23 "0023_trigger",
    24 "0024_agenda",
    25 "0025_upkeep",
);

/// Compares what a database has with what this version knows.
///
/// # Errors
/// [`Code::SchemaNewer`] when it has a migration that is not known, [`Code::MigrationChanged`] when a known one differs.
pub fn compare(known: &[Migration], applied: Vec<Applied>) -> Result<Status> {
    let newest_known = known.last().map_or(0, |migration| migration.version);
    if let Some(found) = applied.iter().map(|step| step.version).max().filter(|found| *found > newest_known) {
        return Err(Error::new(Code::SchemaNewer).with("found", found).with("known", newest_known));
    }
    for (step, migration) in applied.iter().zip(known) {
        if step.version != migration.version || step.checksum != migration.checksum() {
            return Err(Error::new(Code::MigrationChanged).with("version", step.version));
        }
    }
    let pending = known[applied.len().min(known.len())..].to_vec();
    Ok(Status { applied, pending })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Migration] = &[
        Migration { version: 1, name: "a", up: "A", down: "-A" },
        Migration { version: 2, name: "b", up: "B", down: "-B" },
    ];

    fn applied(version: i64, up: &'static str) -> Applied {
        let checksum = Migration { version, name: "", up, down: "" }.checksum();
        Applied { version, name: String::new(), checksum, at: Timestamp::EPOCH }
    }

    #[test]
    fn an_empty_database_lacks_everything() {
        assert_eq!(compare(KNOWN, vec![]).unwrap().pending, KNOWN);
    }

    #[test]
    fn a_newer_database_is_refused() {
        let error = compare(KNOWN, vec![applied(1, "A"), applied(2, "B"), applied(3, "C")]).unwrap_err();
        assert_eq!((error.code(), error.parameter("found")), (Code::SchemaNewer, Some("3")));
    }

    #[test]
    fn a_migration_that_was_edited_after_it_ran_is_refused() {
        let error = compare(KNOWN, vec![applied(1, "A, but different")]).unwrap_err();
        assert_eq!((error.code(), error.parameter("version")), (Code::MigrationChanged, Some("1")));
    }
}
