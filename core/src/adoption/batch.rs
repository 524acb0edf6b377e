//! Rows become batches: with the numbers that they lack, and the counters that they move.

use std::collections::BTreeMap;

use super::rows::Made;
use super::table::Table;
use super::writer::Writer;
use crate::entity::{Allocated, Entity as _, Value};
use crate::error::Result;
use crate::identity::{User, rules as identity_rules};
use crate::organization::rules as organization_rules;
use crate::scope;
use crate::store::{Batch, BatchId, Write};

impl Writer<'_> {
    /// Makes a batch: the rows, the numbers that they lack, and the counters that they move.
    pub(super) fn batch<'m>(&mut self, table: &Table, made: impl Iterator<Item = &'m Made>) -> Batch {
        let now = self.scope.desk().now();
        let mut batch = Batch::new(BatchId::from(self.scope.desk().new_id(now)), self.scope.organization_id(), now);
        let mut wanting: BTreeMap<String, Vec<(usize, usize, String)>> = BTreeMap::new();
        let (mut agents, mut people) = (0, 0);
        for made in made {
            let part = &table.parts[made.part];
            let def = part.def;
            let row = made.row.clone();
            if def == User::DEF
                && let Ok(user) = User::from_row(row.clone())
            {
                agents += i64::from(identity_rules::counts_as_agent(&user));
                people += i64::from(identity_rules::counts_as_person(&user));
            }
            for index in part.numbers.iter().copied().filter(|index| row[*index].is_null()) {
                let field = &def.fields[index];
                let at = def.index_of("created_at").and_then(|at| row[at].as_timestamp()).unwrap_or(now);
                let (year, _) = self.zone.year_month(at);
                let prefix = scope::number_prefix(field.number.unwrap_or(&self.prefix), year);
                let sequence = scope::sequence(def, field.name, year);
                wanting.entry(sequence).or_default().push((batch.writes.len(), index, prefix));
            }
            batch.writes.push(Write::Insert { entity: def, row });
        }
        // Sequences move before the rows that use their numbers.
        let mut first = Vec::new();
        for (slot, (sequence, rows)) in wanting.into_iter().enumerate() {
            let by = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            for (place, (write, index, prefix)) in (1..).zip(rows) {
                if let Some(Write::Insert { row, .. }) = batch.writes.get_mut(write) {
                    let allocated = Allocated { slot, offset: place - by, prefix, width: scope::NUMBER_WIDTH };
                    row[index] = Value::Allocated(Box::new(allocated));
                }
            }
            first.push(Write::Next { sequence, by, at_most: None });
        }
        for (counter, by) in [(organization_rules::AGENT_COUNTER, agents), (organization_rules::PEOPLE_COUNTER, people)]
        {
            if by > 0 {
                first.push(Write::Next { sequence: counter.to_owned(), by, at_most: None });
            }
        }
        if !first.is_empty() {
            first.append(&mut batch.writes);
            batch.writes = first;
        }
        batch
    }

    /// Remembers the numbers that a row brings, also one that an earlier run brought in: it may have ended before it moved the
    /// sequences.
    pub(super) fn remember(&mut self, table: &Table, made: &Made) {
        let part = &table.parts[made.part];
        for index in &part.numbers {
            let mut texts = made.row[*index].as_text().unwrap_or_default().rsplit('-');
            let (number, year) = (texts.next(), texts.next());
            let number = number.and_then(|number| number.parse::<i64>().ok());
            let year = year.and_then(|year| year.parse::<i16>().ok());
            if let Some((number, year)) = number.zip(year) {
                let last =
                    self.numbers.entry(scope::sequence(part.def, part.def.fields[*index].name, year)).or_default();
                *last = number.max(*last);
            }
        }
    }

    /// Moves the sequences past the numbers that came in, so that none is given twice.
    pub(super) async fn finish(&mut self) -> Result<()> {
        for (sequence, last) in std::mem::take(&mut self.numbers) {
            let now = self.next(&sequence, 0).await?;
            if now < last {
                self.next(&sequence, last - now).await?;
            }
        }
        Ok(())
    }

    async fn next(&mut self, sequence: &str, by: i64) -> Result<i64> {
        let mut batch = self.batch_of_nothing();
        batch.writes.push(Write::Next { sequence: sequence.to_owned(), by, at_most: None });
        let commit = self.scope.desk().commit(batch).await?;
        Ok(commit.allocated.first().copied().unwrap_or_default())
    }

    /// Changes a row that is there.
    pub(super) async fn change(&mut self, writes: Vec<Write>) -> Result<()> {
        let mut batch = self.batch_of_nothing();
        batch.writes = writes;
        self.scope.desk().commit(batch).await.map(drop)
    }

    fn batch_of_nothing(&self) -> Batch {
        let now = self.scope.desk().now();
        Batch::new(BatchId::from(self.scope.desk().new_id(now)), self.scope.organization_id(), now)
    }
}
