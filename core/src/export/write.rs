//! The way out. Rows are read page by page, and a desk is not stopped meanwhile; so all of them are read once more, and only
//! when nothing differs were they, at the moment between, all true together.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;
use serde_json::json;

use super::survey::{self, Survey};
use super::{ExportSummary, FORMAT, Footer, Header, Total, canonical};
use crate::ENTITIES;
use crate::entity::{EntityDef, Value, row_to_json};
use crate::error::{Code, Error, Result};
use crate::query::{Query, Sort};
use crate::scope::Scope;

/// How many rows are read at once.
const PAGE: u32 = 500;

impl Scope {
    /// Writes everything that the organization has; see [`crate::export`] for the file.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is no such organization; [`Code::ReadChanged`] with the entity when it was changed
    /// meanwhile, so that the file, which then has no last line, would not be whole: try again at a quieter hour;
    /// [`Code::ExportStream`] when the writer fails; kind `Unavailable` or `Corrupt`.
    pub async fn export(&self, mut out: impl Write + Send) -> Result<ExportSummary> {
        self.organization().await?;
        let organization_id = self.organization_id();
        let entities = ENTITIES.iter().map(|def| def.table.to_owned()).collect();
        let header = Header { entities, format: FORMAT.to_owned(), organization_id };
        writeln!(out, "{}", text_of(&header)?).map_err(stream)?;
        let mut survey = Survey::default();
        for def in ENTITIES {
            survey.expect(def.table);
            each_line(self, def, |text| {
                survey.add(def.table, text.as_bytes());
                writeln!(out, "{text}").map_err(stream)
            })
            .await?;
        }
        let totals = survey.finish();
        if let Some(entity) = survey::difference(&totals, &self.totals().await?) {
            return Err(Error::new(Code::ReadChanged).with("entity", entity));
        }
        writeln!(out, "{}", text_of(&Footer { totals: totals.clone() })?).map_err(stream)?;
        out.flush().map_err(stream)?;
        Ok(ExportSummary { organization_id, totals })
    }

    /// Counts and hashes the rows as an export would write them.
    pub(super) async fn totals(&self) -> Result<BTreeMap<String, Total>> {
        let mut survey = Survey::default();
        for def in ENTITIES {
            survey.expect(def.table);
            each_line(self, def, |text| {
                survey.add(def.table, text.as_bytes());
                Ok(())
            })
            .await?;
        }
        Ok(survey.finish())
    }
}

/// Hands every row of an entity to `take`, as its line.
async fn each_line(scope: &Scope, def: &'static EntityDef, mut take: impl FnMut(String) -> Result<()>) -> Result<()> {
    let id = def.index_of("id").ok_or_else(|| Error::new(Code::Internal).with("reason", "a row has an id"))?;
    let mut query = Query::new(def, scope.organization_id()).sort([Sort::ascending("id")]).limit(PAGE);
    query.with_deleted = true;
    loop {
        let page = scope.desk().read(std::slice::from_ref(&query)).await?.pop().unwrap_or_default();
        for row in &page.rows {
            take(canonical::text(&json!({ "entity": def.table, "row": row_to_json(def, row) })))?;
        }
        match page.rows.last().map(|row| row[id].clone()) {
            Some(last @ Value::Uuid(_)) if page.more => query.after = Some(vec![last]),
            _ => return Ok(()),
        }
    }
}

fn stream(error: std::io::Error) -> Error {
    Error::new(Code::ExportStream).with("reason", error.kind()).caused_by(error)
}

fn text_of(summary: &impl Serialize) -> Result<String> {
    let document = serde_json::to_value(summary);
    let document =
        document.map_err(|error| Error::new(Code::Internal).with("reason", "it is JSON").caused_by(error))?;
    Ok(canonical::text(&document))
}
