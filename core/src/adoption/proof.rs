//! The proof: the source is read a second time, and what each row is to be is compared with what the desk has. Both sides are
//! summed up in one number for each table: the sum of the SHA-256 of every row's values, whatever their order.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::fit::is_number;
use super::report::{AdoptedTable, Effect, Finding, Findings};
use super::rows::Unit;
use super::table::{Table, TablePart};
use super::writer::MAX_IDS;
use crate::entity::{Row, Value};
use crate::error::Result;
use crate::export::canonical;
use crate::query::{MAX_LIMIT, Query, field};
use crate::scope::Scope;

/// A sum of digests.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum([u64; 4]);

impl Sum {
    fn add(&mut self, values: &[u8]) {
        let digest = Sha256::digest(values);
        let mut carry = false;
        for (word, bytes) in self.0.iter_mut().zip(digest.chunks(8)) {
            let mut eight = [0; 8];
            eight.copy_from_slice(bytes);
            let (sum, over) = word.overflowing_add(u64::from_le_bytes(eight));
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            (*word, carry) = (sum, over || again);
        }
    }

    pub(super) fn text(self) -> String {
        self.0.iter().fold(String::with_capacity(64), |mut text, word| {
            let _ = write!(text, "{word:016x}");
            text
        })
    }
}

/// Both sides of one table.
#[derive(Default)]
pub(super) struct Proof {
    expected: u64,
    found: u64,
    source: Sum,
    desk: Sum,
}

impl Proof {
    pub(super) fn write(self, table: &mut AdoptedTable) {
        table.expected = self.expected;
        table.found = self.found;
        table.source_checksum = self.source.text();
        table.desk_checksum = self.desk.text();
    }

    /// Compares what units are to be with what the desk has.
    pub(super) async fn compare(
        &mut self,
        scope: &Scope,
        table: &Table,
        units: &[Unit],
        refused: &HashSet<Uuid>,
        findings: &mut Findings,
    ) -> Result<()> {
        let mut values = Vec::with_capacity(1_024);
        for (index, part) in table.parts.iter().enumerate() {
            let wanted = units.iter().flat_map(|unit| unit.made.iter().map(move |made| (unit, made)));
            let wanted: Vec<_> = wanted.filter(|(_, made)| made.part == index && !refused.contains(&made.id)).collect();
            for some in wanted.chunks(MAX_IDS) {
                let ids: Vec<Value> = some.iter().map(|(_, made)| Value::Uuid(made.id)).collect();
                let found = rows(scope, part, ids).await?;
                for (unit, made) in some {
                    self.expected += 1;
                    let mut expected = made.row.clone();
                    let Some(row) = found.get(&made.id) else {
                        canonical_values(part, &expected, &expected, &mut values);
                        self.source.add(&values);
                        findings.add(table.name, Some(&unit.key), None, Finding::Differs, Effect::Told);
                        continue;
                    };
                    self.found += 1;
                    explain(scope, part, &mut expected, row).await?;
                    canonical_values(part, &expected, &expected, &mut values);
                    self.source.add(&values);
                    let wanted = Sha256::digest(&values);
                    canonical_values(part, row, &expected, &mut values);
                    self.desk.add(&values);
                    if wanted != Sha256::digest(&values) {
                        findings.add(table.name, Some(&unit.key), None, Finding::Differs, Effect::Told);
                    }
                }
            }
        }
        Ok(())
    }
}

async fn rows(scope: &Scope, part: &TablePart, ids: Vec<Value>) -> Result<HashMap<Uuid, Row>> {
    let mut query = Query::new(part.def, scope.organization_id()).filter(field("id").is_in(ids)).limit(MAX_LIMIT);
    query.with_deleted = true;
    let id = part.def.index_of("id").unwrap_or_default();
    let page = scope.desk().read(&[query]).await?.pop().unwrap_or_default();
    Ok(page.rows.into_iter().filter_map(|row| Some((row[id].as_uuid()?, row))).collect())
}

/// Where the desk holds nothing because nothing could stand there, nothing is what it is to hold: a row that is not there
/// cannot be pointed to, and a value that another row has cannot be had twice.
async fn explain(scope: &Scope, part: &TablePart, expected: &mut Row, row: &Row) -> Result<()> {
    for planned in part.fields.iter().filter(|planned| planned.compared) {
        let index = planned.field;
        if !row[index].is_null() || expected[index].is_null() {
            continue;
        }
        let declared = &part.def.fields[index];
        let target = declared.references.map(|to| (to.entity)());
        let (def, condition) = match target {
            Some(target) => (target, field("id").is(expected[index].clone())),
            None if part.def.indexes.iter().any(|known| known.unique && known.columns == [declared.name]) => {
                (part.def, field(declared.name).is(expected[index].clone()))
            }
            None => continue,
        };
        let mut query = Query::new(def, scope.organization_id()).filter(condition).limit(1);
        query.with_deleted = true;
        let there = scope.desk().read(&[query]).await?.pop().unwrap_or_default().rows.len() == 1;
        if there == target.is_none() {
            expected[index] = Value::Null;
        }
    }
    Ok(())
}

/// Writes the values that the source decides in one form, whatever store they come from.
fn canonical_values(part: &TablePart, row: &Row, expected: &Row, values: &mut Vec<u8>) {
    values.clear();
    values.extend_from_slice(part.def.table.as_bytes());
    if let Some(index) = part.def.index_of("id") {
        canonical_value(&row[index], values);
    }
    for planned in part.fields.iter().filter(|planned| planned.compared) {
        // A number that the library gave is not the source's.
        if is_number(&part.def.fields[planned.field]) && expected[planned.field].is_null() {
            continue;
        }
        values.push(b'|');
        canonical_value(&row[planned.field], values);
    }
}

fn canonical_value(value: &Value, values: &mut Vec<u8>) {
    match value {
        Value::Null | Value::Allocated(_) => values.push(b'-'),
        Value::Bool(value) => values.extend_from_slice(if *value { b"b1" } else { b"b0" }),
        Value::Integer(number) => {
            values.push(b'i');
            values.extend_from_slice(&number.to_le_bytes());
        }
        Value::Decimal(number) => {
            values.push(b'd');
            values.extend_from_slice(number.normalize().to_string().as_bytes());
        }
        Value::Text(text) => sized(b't', text.as_bytes(), values),
        Value::Word(text) => sized(b't', text.as_bytes(), values),
        Value::List(items) => {
            values.push(b'l');
            for item in items {
                sized(b't', item.as_bytes(), values);
            }
        }
        Value::Bytes(bytes) => sized(b'y', bytes, values),
        Value::Uuid(id) => {
            values.push(b'u');
            values.extend_from_slice(id.as_bytes());
        }
        Value::Timestamp(at) => {
            values.push(b'z');
            values.extend_from_slice(&at.as_millis().to_le_bytes());
        }
        Value::Date(day) => sized(b'a', day.to_string().as_bytes(), values),
        Value::Json(document) => sized(b'j', canonical::text(document).as_bytes(), values),
    }
}

fn sized(kind: u8, bytes: &[u8], values: &mut Vec<u8>) {
    values.push(kind);
    values.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    values.extend_from_slice(bytes);
}
