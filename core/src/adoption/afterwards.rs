//! What can only be done when all rows are there: pointers ahead, the entries of the audit log, the proof.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;
use uuid::Uuid;

use super::compile::{Op, Table};
use super::organization;
use super::proof::Proof;
use super::report::{Effect, Finding, Findings};
use super::rows::{Maker, Unit};
use super::run::Run;
use super::writer::Writer;
use crate::audit::{AuditAction, AuditEntry, AuditEntryId};
use crate::entity::{Entity as _, Value};
use crate::error::{Code, Result};
use crate::query::{MAX_LIMIT, Query};
use crate::store::{Key, Write};

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
            let mut wanted: BTreeMap<Uuid, Vec<(usize, Uuid, String)>> = BTreeMap::new();
            for cells in &chunk {
                let Some(id) = table.id(cells) else { continue };
                for place in &table.later {
                    let planned = &part.fields[*place];
                    if let (Op::Row(..), Some(target)) = (&planned.op, table.above(*place, cells)) {
                        let key = table.key(cells).unwrap_or_default();
                        wanted.entry(id).or_default().push((planned.field, target, key));
                    }
                }
            }
            if wanted.is_empty() {
                continue;
            }
            let ids = wanted.keys().map(|id| Value::Uuid(*id));
            let mut query = Query::new(part.def, self.scope.organization_id());
            query = query.filter(crate::query::field("id").is_in(ids)).limit(MAX_LIMIT);
            query.with_deleted = true;
            let found = self.scope.desk().read(&[query]).await?.pop().unwrap_or_default();
            for row in found.rows {
                let Some((id, version)) = row[id_at].as_uuid().zip(row[version_at].as_integer()) else { continue };
                let mut version = version;
                for (field, target, key) in wanted.remove(&id).into_iter().flatten() {
                    if !row[field].is_null() {
                        continue;
                    }
                    let change = Write::Update {
                        key: Key { entity: part.def, id },
                        version,
                        changes: vec![(field, Value::Uuid(target))],
                    };
                    match writer.change(vec![change]).await {
                        Ok(()) => version += 1,
                        Err(error) if error.code() == Code::ReferenceMissing => {
                            let column = part.fields.iter().find(|planned| planned.field == field);
                            let column = column.and_then(|planned| planned.column);
                            self.findings.add(
                                table.name,
                                Some(&key),
                                column,
                                Finding::ReferenceMissing,
                                Effect::Replaced,
                            );
                        }
                        Err(error) => return Err(error),
                    }
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
