//! Pointers to rows that are not there yet: which hold a row back, and which are set when all rows are there.

use super::table::{NOWHERE, Op, TablePart};
use crate::ENTITIES;
use crate::entity::EntityDef;

/// Returns which field of an entity holds rows back, and which are set at the end. A pointer to the same entity that a unique
/// index looks at cannot be left out for a while; every other one that may point ahead can.
pub(super) fn ahead(part: &TablePart, parts: &[TablePart]) -> (Option<usize>, Vec<usize>) {
    let position = |def: &EntityDef| ENTITIES.iter().position(|known| *known == def);
    let own = position(part.def);
    let (mut tree, mut later) = (None, Vec::new());
    for (place, planned) in part.fields.iter().enumerate() {
        let field = &part.def.fields[planned.field];
        let Some(target) = field.references.map(|to| (to.entity)()) else { continue };
        // What the row itself becomes beside comes after it.
        let beside = target != part.def && parts.iter().any(|other| other.def == target);
        // A column that the source lacks points nowhere.
        if !matches!(planned.op, Op::Row(_, place) if place != NOWHERE) || (position(target) < own && !beside) {
            continue;
        }
        let looked_at = part.def.indexes.iter().filter(|index| index.unique).any(|index| {
            index.columns.contains(&field.name) || index.condition.is_some_and(|text| text.contains(field.name))
        });
        if target == part.def && looked_at {
            tree = Some(place);
        } else if field.nullable {
            later.push(place);
        }
    }
    (tree, later)
}
