//! Export and restore by the path of a file, as hosts of other languages use them.

use std::fs::File;
use std::io::{BufReader, BufWriter};

use super::{ExportSummary, Total};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::operation::{Shape, operations};
use crate::organization::OrganizationId;
use crate::scope::Scope;

/// What a file of an export holds.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct ExportReport {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The rows of each entity.
    pub entities: Vec<ExportedEntity>,
}

/// The rows of one entity in a file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct ExportedEntity {
    /// The name of its table.
    pub entity: String,
    /// How many there are.
    pub rows: u64,
    /// The SHA-256 of their lines, in hexadecimal.
    pub sha256: String,
}

impl From<ExportSummary> for ExportReport {
    fn from(summary: ExportSummary) -> Self {
        let entity = |(entity, Total { rows, sha256 })| ExportedEntity { entity, rows, sha256 };
        Self { organization_id: summary.organization_id, entities: summary.totals.into_iter().map(entity).collect() }
    }
}

fn stream(error: std::io::Error) -> Error {
    Error::new(Code::ExportStream).field("path").with("reason", error.kind()).caused_by(error)
}

#[operations(EXPORT)]
impl Scope {
    /// Writes everything that the organization has to a new file at `path`, replacing one that is there.
    ///
    /// # Errors
    /// As [`Scope::export`]; [`Code::ExportStream`] when the file cannot be written.
    pub async fn export_to_file(&self, path: &str) -> Result<ExportReport> {
        let mut file = BufWriter::new(File::create(path).map_err(stream)?);
        let summary = self.export(&mut file).await?;
        file.into_inner().map_err(|error| stream(error.into_error()))?.sync_all().map_err(stream)?;
        Ok(summary.into())
    }
}

#[operations(RESTORE)]
impl Desk {
    /// Brings an organization back from the file at `path`, as it was when [`Scope::export_to_file`] wrote it.
    ///
    /// # Errors
    /// As [`Desk::restore`]; [`Code::ExportStream`] when the file cannot be read.
    pub async fn restore_from_file(&self, path: &str) -> Result<ExportReport> {
        let file = BufReader::new(File::open(path).map_err(stream)?);
        self.restore(file).await.map(Into::into)
    }
}
