//! What can only be done when all rows are there: pointers ahead, the entries of the audit log, the proof.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;
use uuid::Uuid;

use super::organization;
use super::proof::Proof;
use super::report::{Effect, Finding, Findings};
use super::rows::{Maker, Unit};
use super::run::Run;
use super::table::Table;
use super::writer::{MAX_IDS, Writer};
use crate::audit::{AuditAction, AuditEntry, AuditEntryId};
use crate::entity::{Entity as _, Value};
use crate::error::{Code, Result};
use crate::query::{MAX_LIMIT, Query};
use crate::store::{Key, Write};

/// A pointer that a row is to have.
struct Pointer {
    field: usize,
    target: Uuid,
    /// The old key of the row, as it is told.
    key: String,
}

impl<'a> Run<'a> {
    /// Sets the pointers that had to wait until all rows are there.
    pub(super) async fn set_later(&mut self, table: &Table, writer: &mut Writer<'a>) -> Result<()> {
        if table.later.is_empty() || table.parts.get(table.main).is_none() {
            return Ok(());
        }
        let part = &table.parts[table.main];
        let (id_at, version_at) = (part.def.index_of("id"), part.def.index_of("version"));
        let (Some(id_at), Some(version_at)) = (id_at, version_at) else { return Ok(()) };
        let mut rows = self.source.ask(table.sql.clone(), self.tenant.as_deref())?;
        while let Some(chunk) = rows.next()? {
            let mut wanted: BTreeMap<Uuid, Vec<Pointer>> = BTreeMap::new();
            for cells in &chunk {
                let Some(id) = table.id(cells) else { continue };
                for place in &table.later {
                    if let Some(target) = table.above(*place, cells) {
                        let (field, key) = (part.fields[*place].field, table.key(cells).unwrap_or_default());
                        wanted.entry(id).or_default().push(Pointer { field, target, key });
                    }
                }
            }
            let ids: Vec<Value> = wanted.keys().map(|id| Value::Uuid(*id)).collect();
            for some in ids.chunks(MAX_IDS) {
                let mut query = Query::new(part.def, self.scope.organization_id());
                query = query.filter(crate::query::field("id").is_in(some.to_vec())).limit(MAX_LIMIT);
                query.with_deleted = true;
                let found = self.scope.desk().read(&[query]).await?.pop().unwrap_or_default();
                let mut lacking = Vec::new();
                for row in found.rows {
                    let Some((id, version)) = row[id_at].as_uuid().zip(row[version_at].as_integer()) else { continue };
                    let mut pointers = wanted.remove(&id).unwrap_or_default();
                    pointers.retain(|pointer| row[pointer.field].is_null());
                    if !pointers.is_empty() {
                        lacking.push((id, version, pointers));
                    }
                }
                self.point(table, lacking, writer).await?;
            }
        }
        Ok(())
    }

    /// Sets pointers all at once, or, where one of them leads nowhere, each by itself.
    async fn point(
        &mut self,
        table: &Table,
        rows: Vec<(Uuid, i64, Vec<Pointer>)>,
        writer: &mut Writer<'a>,
    ) -> Result<()> {
        let part = &table.parts[table.main];
        let update = |id: Uuid, version: i64, pointers: &[Pointer]| Write::Update {
            key: Key { entity: part.def, id },
            version,
            changes: pointers.iter().map(|pointer| (pointer.field, Value::Uuid(pointer.target))).collect(),
        };
        let all: Vec<Write> = rows.iter().map(|(id, version, pointers)| update(*id, *version, pointers)).collect();
        if all.is_empty() {
            return Ok(());
        }
        match writer.change(all).await {
            Err(error) if error.code() == Code::ReferenceMissing => {}
            other => return other,
        }
        for (id, mut version, pointers) in rows {
            for pointer in pointers {
                match writer.change(vec![update(id, version, std::slice::from_ref(&pointer))]).await {
                    Ok(()) => version += 1,
                    Err(error) if error.code() == Code::ReferenceMissing => {
                        let column = part.fields.iter().find(|planned| planned.field == pointer.field);
                        let column = column.and_then(|planned| planned.column);
                        let finding = Finding::ReferenceMissing;
                        self.findings.add(table.name, Some(&pointer.key), column, finding, Effect::Replaced);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Leaves one entry in the audit log for each table that rows came in from.
    pub(super) async fn record(&mut self, compiled: &[(bool, Table)], writer: &mut Writer<'a>) -> Result<()> {
        let now = self.scope.desk().now();
        let mut writes = Vec::new();
        for told in self.tables.iter().filter(|table| table.written > 0) {
            let table = compiled.iter().find(|(_, table)| table.name == told.table && table.counts);
            let Some(part) = table.and_then(|(_, table)| table.parts.get(table.main)) else { continue };
            let request = self.scope.request();
            let entry = AuditEntry {
                id: AuditEntryId::from(self.scope.desk().new_id(now)),
                organization_id: self.scope.organization_id(),
                actor_id: self.scope.actor().user_id(),
                action: AuditAction::Import,
                entity: part.def.table.to_owned(),
                entity_id: self.scope.organization_id().as_uuid(),
                changes: json!({
                    "product": [null, self.product.name()],
                    "table": [null, told.table],
                    "rows": [null, told.written],
                }),
                session: request.session.clone(),
                request: request.request.clone(),
                endpoint: request.endpoint.clone(),
                ip_address: request.ip_address.clone(),
                user_agent: request.user_agent.clone(),
                created_at: now,
            };
            writes.push(Write::Insert { entity: AuditEntry::DEF, row: entry.into_row() });
        }
        if writes.is_empty() { Ok(()) } else { writer.change(writes).await }
    }

    /// Reads everything again and compares it with the desk.
    pub(super) async fn prove(&mut self, compiled: &[(bool, Table)], refused: &HashSet<Uuid>) -> Result<()> {
        let mut proofs: BTreeMap<&str, Proof> = BTreeMap::new();
        for (is_itself, table) in compiled {
            let mut rows = self.source.ask(table.sql.clone(), self.tenant.as_deref())?;
            let mut first = *is_itself;
            while let Some(chunk) = rows.next()? {
                let mut units = self.make(table, &chunk, true).await?;
                if *is_itself {
                    for (unit, cells) in units.iter_mut().zip(&chunk) {
                        let maker = Maker { directory: &self.directory, zone: &self.zone, encrypt: None };
                        let made = organization::unit(self.scope, table, cells, &maker, &mut Findings::default());
                        *unit = made.filter(|_| std::mem::take(&mut first));
                    }
                }
                let units: Vec<Unit> = units.into_iter().flatten().collect();
                let proof = proofs.entry(table.name).or_default();
                proof.compare(self.scope, table, &units, refused, &mut self.findings).await?;
            }
        }
        for (name, proof) in proofs {
            if let Some(table) = self.tables.iter_mut().find(|table| table.table == name) {
                proof.write(table);
            }
        }
        Ok(())
    }
}
