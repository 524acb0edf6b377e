//! What a query answers: the rows that meet it, in its order, from its place on.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use uuid::Uuid;

use super::partial::covers;
use super::state::State;
use crate::entity::{EntityDef, Row, Value};
use crate::error::Result;
use crate::query::{
    Condition, Indexed, Page, Query, Select, Sort, Statistics, Tenant, Test, compare, compare_rows, finds, matches,
    rank,
};

/// Of how many rows a table may have for a question to it to count as quick.
const FEW: usize = 1_000;

impl State {
    /// Returns whether answering takes little time whatever is asked for.
    pub(super) fn is_quick(&self, queries: &[Query]) -> bool {
        queries.iter().all(|query| self.table(query.entity).is_none_or(|table| table.len() <= FEW))
    }

    /// Answers a query.
    pub(super) fn answer(&self, query: &Query) -> Result<Page> {
        query.check()?;
        let mut found = self.meeting(query);
        if query.select == Select::Count {
            return Ok(Page { count: found.len() as u64, ..Page::default() });
        }
        if let Select::CountBy(name) = query.select {
            return Ok(counted(query, name, &found));
        }
        if query.is_ranked() {
            return Ok(self.ranked(query, found));
        }
        let order = query.order();
        if let Some(place) = &query.after {
            found.retain(|row| follows(query.entity, &order, row, place));
        }
        found.sort_by(|a, b| compare_rows(query.entity, &order, a, b));
        let limit = query.limit as usize;
        let more = found.len() > limit;
        found.truncate(limit);
        let mut rows: Vec<Row> = found.into_iter().cloned().collect();
        if !query.with_bytes {
            rows.iter_mut()
                .flatten()
                .filter(|value| matches!(value, Value::Bytes(_)))
                .for_each(|bytes| *bytes = Value::Null);
        }
        Ok(Page { rows, more, ..Page::default() })
    }

    /// Returns the best of the rows that a search found.
    fn ranked(&self, query: &Query, found: Vec<&Row>) -> Page {
        let (Some(matching), Some(table)) = (&query.matching, self.table(query.entity)) else { return Page::default() };
        let organization = match query.tenant {
            Tenant::Organization(id) => Some(id.as_uuid()),
            Tenant::Directory | Tenant::Agenda => None,
        };
        let all: Vec<Indexed> = table.rows(organization).filter_map(|row| Indexed::of(query.entity, row)).collect();
        let statistics = Statistics::of(matching, all.iter());
        let ranked = found.into_iter().filter_map(|row| {
            Indexed::of(query.entity, row).map(|indexed| (rank(matching, &statistics, &indexed), row))
        });
        let mut ranked: Vec<(f64, &Row)> = ranked.collect();
        // They come in the order of their ids, which a stable sort keeps among equals.
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let mut ranked = ranked.split_off(ranked.len().min(matching.skip as usize));
        let limit = query.limit as usize;
        let more = ranked.len() > limit;
        ranked.truncate(limit);
        let (ranks, rows): (Vec<f64>, Vec<Row>) = ranked.into_iter().map(|(rank, row)| (rank, row.clone())).unzip();
        Page { rows, more, ranks, ..Page::default() }
    }

    /// Returns the rows that a checked query is about, in the order of their ids.
    pub(super) fn meeting(&self, query: &Query) -> Vec<&Row> {
        let Some(table) = self.table(query.entity) else { return Vec::new() };
        let deleted_at =
            if query.with_deleted || !query.entity.soft_delete { None } else { query.entity.index_of("deleted_at") };
        let waiting = query.waiting();
        let meets = |row: &&Row| {
            waiting.is_none_or(|condition| covers(query.entity, Some(condition), row).unwrap_or_default())
                && deleted_at.is_none_or(|index| row[index].is_null())
                && matches(query.entity, &query.condition, row)
                && query.matching.as_ref().is_none_or(|matching| {
                    Indexed::of(query.entity, row).is_some_and(|indexed| finds(matching, &indexed))
                })
        };
        let organization = match query.tenant {
            Tenant::Organization(id) => Some(id.as_uuid()),
            Tenant::Directory | Tenant::Agenda => None,
        };
        match (organization, one_id(&query.condition)) {
            (Some(organization), Some(id)) => table.get((organization, id)).into_iter().filter(meets).collect(),
            (organization, _) => table.rows(organization).filter(meets).collect(),
        }
    }
}

/// Returns the id that the condition asks for, when it asks for one.
fn one_id(condition: &Condition) -> Option<Uuid> {
    match condition {
        Condition::Test { field, test: Test::Is(Value::Uuid(id)) } if field == "id" => Some(*id),
        _ => None,
    }
}

/// Returns whether the row comes after the place, which holds the values of the order's columns.
fn follows(def: &EntityDef, order: &[Sort], row: &[Value], place: &[Value]) -> bool {
    for (sort, bound) in order.iter().zip(place) {
        let Some(index) = def.index_of(&sort.field) else { continue };
        let ordering = compare(&row[index], bound);
        match if sort.descending { ordering.reverse() } else { ordering } {
            Ordering::Greater => return true,
            Ordering::Less => return false,
            Ordering::Equal => {}
        }
    }
    false
}

/// Counts rows for each id that a field holds.
fn counted(query: &Query, name: &str, found: &[&Row]) -> Page {
    let mut counts: BTreeMap<Uuid, u64> = BTreeMap::new();
    let index = query.entity.index_of(name);
    for id in found.iter().filter_map(|row| row[index?].as_uuid()) {
        *counts.entry(id).or_default() += 1;
    }
    let more = counts.len() > query.limit as usize;
    Page { counts: counts.into_iter().take(query.limit as usize).collect(), more, ..Page::default() }
}
