//! Everything that an organization has, as one file, and back into an empty place of any desk.
//!
//! The file is JSON Lines: a header, then every row of every entity of [`ENTITIES`](crate::ENTITIES) in the order of their
//! ids, then a last line with the number of rows and their SHA-256 for each entity:
//!
//! ```text
//! {"entities":["organization",…],"format":"servicedesk.export/1","organization_id":"0198…"}
//! {"entity":"organization","row":{"id":"0198…","name":"Acme",…}}
//! {"entity":"ticket","row":{"id":"0199…","number":"TKT-2026-0001",…}}
//! {"totals":{"organization":{"rows":1,"sha256":"…"},…}}
//! ```
//!
//! Keys are sorted and rows are in order, so that equal organizations make equal files, whatever store they are in. The
//! same file restores ids, versions, times, numbers, history and audit log as they were, and the counters that follow from
//! them; it holds personal data and is to be kept like the store itself.
//!
//! Both directions read the reflection table and know no entity. A restore is the only place that hands batches to the
//! store past the unit of work: its rows arrive with their own history and audit entries, and being
//! brought back is not something that happened to them.

pub(crate) mod canonical;
mod counters;
mod file;
mod lines;
mod order;
mod restore;
mod survey;
mod write;

pub use file::{ExportReport, ExportedEntity};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::organization::OrganizationId;

/// The format that a file declares.
pub const FORMAT: &str = "servicedesk.export/1";

/// What was exported or restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportSummary {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The rows of each entity, by the name of its table.
    pub totals: BTreeMap<String, Total>,
}

impl ExportSummary {
    /// Returns the number of rows of all entities.
    pub fn rows(&self) -> u64 {
        self.totals.values().map(|total| total.rows).sum()
    }
}

/// The rows of one entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// How many there are.
    pub rows: u64,
    /// The SHA-256 of their lines, each with its line end, in hexadecimal.
    pub sha256: String,
}

/// The first line of a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    entities: Vec<String>,
    format: String,
    organization_id: OrganizationId,
}

/// The last line of a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Footer {
    totals: BTreeMap<String, Total>,
}
