//! A row of a source becomes rows of the desk: a pure function of the cells, so that the same source gives the same rows when
//! it is read again for the proof.

use uuid::Uuid;

use super::Encrypt;
use super::convert::{self, text};
use super::directory::Directory;
use super::expression::Names;
use super::fit::{fit, is_number, usable};
use super::plan::fingerprint;
use super::report::{Effect, Finding, Findings};
use super::source::{Cell, Cells};
use super::table::{NOWHERE, Op, Table, TablePart};
use crate::clock::Zone;
use crate::entity::{Row, Value};

/// A row for the desk.
pub(super) struct Made {
    /// Which part of the table it is.
    pub(super) part: usize,
    pub(super) id: Uuid,
    pub(super) row: Row,
}

/// What one row of the source becomes; it comes in whole, or part by part when the store refuses a part.
pub(super) struct Unit {
    /// The old key, as it is told.
    pub(super) key: String,
    /// The old key itself.
    pub(super) raw: String,
    pub(super) made: Vec<Made>,
    /// The part by which the row is counted; nothing when that is there already.
    pub(super) lead: Option<usize>,
}

impl Unit {
    /// Returns the part that stands for the row when it is counted: the row itself, or what it becomes instead.
    fn lead(&self, table: &Table) -> Option<usize> {
        let itself = self.made.iter().find(|made| made.part == table.main);
        itself.or(self.made.first()).map(|made| made.part)
    }
}

/// What rows are made with.
pub(super) struct Maker<'a> {
    pub(super) directory: &'a Directory,
    pub(super) zone: &'a Zone,
    pub(super) encrypt: Option<&'a Encrypt>,
}

static NOTHING: Cell = Cell::Null;

pub(super) fn cell(cells: &Cells, place: usize) -> &Cell {
    if place == NOWHERE { &NOTHING } else { cells.get(place).unwrap_or(&NOTHING) }
}

impl Table {
    /// Returns the key of a row, or nothing when it has none.
    pub(super) fn key(&self, cells: &Cells) -> Option<String> {
        if let [place] = self.key[..] {
            return cell(cells, place).to_key();
        }
        let keys: Option<Vec<String>> = self.key.iter().map(|place| cell(cells, *place).to_key()).collect();
        keys.map(|keys| keys.join("/"))
    }

    /// Returns the id of the row that the row itself becomes.
    pub(super) fn id(&self, cells: &Cells) -> Option<Uuid> {
        self.parts.get(self.main)?.ids.id(&self.key(cells)?)
    }

    /// Returns the id of the row that a field of the row itself points to.
    pub(super) fn above(&self, place: usize, cells: &Cells) -> Option<Uuid> {
        match &self.parts.get(self.main)?.fields.get(place)?.op {
            Op::Row(ids, place) => ids.id(&cell(cells, *place).to_key()?),
            _ => None,
        }
    }

    /// Returns the names that the row needs to be known, by their kind and what they are below.
    pub(super) fn names(&self, cells: &Cells, mut want: impl FnMut(Names, Option<&str>, &str)) {
        for part in self.parts.iter().filter(|part| part.when.holds(cells)) {
            for planned in &part.fields {
                match &planned.op {
                    Op::Named(names, place) => {
                        if let Some(name) = text(cell(cells, *place)) {
                            want(*names, None, &name);
                        }
                    }
                    Op::Below(above, place) => {
                        let (above, name) = (text(cell(cells, *above)), text(cell(cells, *place)));
                        if let (Some(above), Some(name)) = (above, name) {
                            want(Names::Category, Some(&above), &name);
                        }
                    }
                    Op::Item(names, place) => {
                        for item in items(cell(cells, *place)) {
                            want(*names, None, &item);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Makes what the row becomes; nothing when it has no usable key or its first part cannot be. What was wrong is told.
    pub(super) fn make(&self, cells: &Cells, maker: &Maker<'_>, findings: &mut Findings) -> Option<Unit> {
        let Some(raw) = self.key(cells) else {
            findings.add(self.name, None, None, Finding::Required, Effect::LeftOut);
            return None;
        };
        let key = if self.secret_key { fingerprint(&raw) } else { raw.clone() };
        let mut unit = Unit { key, raw, made: Vec::with_capacity(self.parts.len()), lead: None };
        for (index, part) in self.parts.iter().enumerate() {
            if !part.when.holds(cells) {
                continue;
            }
            let whole = match part.each {
                None => self.part(index, part, cells, None, maker, &mut unit, findings),
                Some(place) => items(cell(cells, place)).into_iter().all(|item| {
                    self.part(index, part, cells, Some(&item), maker, &mut unit, findings);
                    true
                }),
            };
            if !whole && index == self.main {
                return None;
            }
        }
        unit.lead = unit.lead(self);
        Some(unit)
    }

    #[allow(clippy::too_many_arguments)]
    fn part(
        &self,
        index: usize,
        part: &TablePart,
        cells: &Cells,
        item: Option<&str>,
        maker: &Maker<'_>,
        unit: &mut Unit,
        findings: &mut Findings,
    ) -> bool {
        let Some(id) = self.part_id(part, cells, &unit.raw, item) else {
            findings.add(self.name, Some(&unit.key), None, Finding::Unreadable, Effect::LeftOut);
            return false;
        };
        let mut row = part.blank.clone();
        if let Some(at) = part.def.index_of("id") {
            row[at] = Value::Uuid(id);
        }
        for planned in &part.fields {
            let field = &part.def.fields[planned.field];
            let read = self.value(planned, field, cells, &unit.raw, item, maker);
            match fit(field, read, &row[planned.field]) {
                Ok((value, None)) => row[planned.field] = value,
                Ok((value, Some(finding))) => {
                    row[planned.field] = value;
                    findings.add(self.name, Some(&unit.key), planned.column, finding, Effect::Replaced);
                }
                Err(finding) => {
                    findings.add(self.name, Some(&unit.key), planned.column, finding, Effect::LeftOut);
                    return false;
                }
            }
        }
        for (field, value) in part.def.fields.iter().zip(&mut row) {
            if is_number(field) && value.as_text().is_some_and(str::is_empty) {
                *value = Value::Null;
            }
        }
        // What the plan has no column for, and the row cannot do without.
        let lacking = part
            .def
            .fields
            .iter()
            .zip(&row)
            .find(|(field, value)| !field.nullable && !is_number(field) && !usable(field, value));
        if let Some((field, _)) = lacking {
            findings.add(self.name, Some(&unit.key), Some(field.name), Finding::Required, Effect::LeftOut);
            return false;
        }
        unit.made.push(Made { part: index, id, row });
        true
    }

    pub(super) fn part_id(&self, part: &TablePart, cells: &Cells, raw: &str, item: Option<&str>) -> Option<Uuid> {
        match (part.key, item) {
            (Some(place), _) => part.ids.id(&cell(cells, place).to_key()?),
            (None, Some(item)) => part.ids.id(&format!("{raw}/{item}")),
            (None, None) => part.ids.id(raw),
        }
    }
}

fn items(cell: &Cell) -> Vec<String> {
    let mut items = convert::list(cell).unwrap_or_default();
    let mut seen = std::collections::HashSet::new();
    items.retain(|item| !item.trim().is_empty() && seen.insert(item.clone()));
    items
}
