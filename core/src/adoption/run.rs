//! One run from the first table to the proof.

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::compile::Compiler;
use super::directory::Directory;
use super::plan::{Pass, Plan};
use super::report::{AdoptedTable, AdoptionReport, Effect, Finding, Findings};
use super::rows::{Maker, Unit};
use super::source::{Cells, Source};
use super::table::{Table, entity};
use super::writer::{Tally, Writer};
use super::{Options, Product, organization, people, tenant};
use crate::clock::Zone;
use crate::entity::{Entity as _, Stamp, Value};
use crate::error::{Code, Error, Result};
use crate::organization::{Organization, rules};
use crate::query::{MAX_LIMIT, Query};
use crate::scope::Scope;
use crate::ticket::{Priority, Status, StatusKind, Ticket};

/// What stays the same during a run.
pub(super) struct Run<'a> {
    pub(super) scope: &'a Scope,
    pub(super) product: Product,
    pub(super) plan: Plan,
    pub(super) source: Source,
    pub(super) options: &'a Options,
    pub(super) tenant: Option<String>,
    pub(super) zone: Zone,
    pub(super) directory: Directory,
    pub(super) findings: Findings,
    pub(super) tables: Vec<AdoptedTable>,
}

impl<'a> Run<'a> {
    /// Opens the source and looks whether it is the product's.
    pub(super) fn open(scope: &'a Scope, product: Product, address: &str, options: &'a Options) -> Result<Self> {
        let plan = Plan::of(product);
        let source = Source::open(address)?;
        if !plan.passes.iter().any(|pass| source.tables.contains_key(pass.table)) {
            let reason = "it has no table of the product";
            return Err(Error::new(Code::AdoptionSource).field("address").with("reason", reason));
        }
        let tenant = tenant::choose(&plan, &source, options.organization.as_deref())?;
        Ok(Self {
            scope,
            product,
            plan,
            source,
            options,
            tenant,
            zone: Zone::default(),
            directory: Directory::new(scope.clone(), product),
            findings: Findings::default(),
            tables: Vec::new(),
        })
    }

    /// Brings everything in and proves it.
    pub(super) async fn run(mut self) -> Result<AdoptionReport> {
        self.survey()?;
        let passes = self.plan.passes.clone();
        let (of_organization, others): (Vec<Pass>, Vec<Pass>) =
            passes.into_iter().filter(|pass| self.source.tables.contains_key(pass.table)).partition(|pass| {
                pass.parts.iter().any(|part| part.entity == Organization::DEF.name && part.name.is_empty())
            });
        for pass in &of_organization {
            self.organization(pass).await?;
        }
        let there = organization::required(self.scope).await?;
        if self.plan.local_times {
            self.zone = rules::zone(&there);
        }
        if let Some(preset) = self.plan.preset.take() {
            self.scope.set_up(&preset).await?;
        }
        let mut writer = Writer::new(self.scope, rules::zone(&there), there.ticket_prefix.clone());
        let entities: BTreeMap<&str, _> =
            others.iter().flat_map(|pass| &pass.parts).map(|part| (part.entity, entity(part.entity))).collect();
        let entities = entities.into_values().collect::<Result<Vec<_>>>()?;
        writer.look_around(entities.into_iter()).await?;
        let mut compiled = Vec::new();
        for pass in of_organization.iter().chain(&others) {
            let is_itself = of_organization.iter().any(|known| known.table == pass.table);
            let table = self.compiled(pass).await?;
            self.pass(pass, &table, is_itself, &mut writer).await?;
            compiled.push((is_itself, table));
        }
        self.unread(&compiled);
        for (_, table) in &compiled {
            self.set_later(table, &mut writer).await?;
        }
        writer.finish().await?;
        people::count(&mut self, &compiled, &mut writer).await?;
        self.record(&compiled, &mut writer).await?;
        if !self.options.without_proof {
            self.prove(&compiled, &writer.refused).await?;
        }
        Ok(AdoptionReport {
            product: self.product,
            organization_id: self.scope.organization_id(),
            tables: self.tables,
            finding_count: self.findings.count,
            findings: self.findings.kept,
        })
    }

    /// Tells what the source has and the product does not, and what it lacks.
    fn survey(&mut self) -> Result<()> {
        let known: HashSet<&str> = self.plan.passes.iter().map(|pass| pass.table).collect();
        for table in self.source.tables.keys().filter(|table| !known.contains(table.as_str())) {
            if !table.starts_with('_') {
                self.findings.add(table, None, None, Finding::TableUnknown, Effect::Told);
            }
        }
        let mut seen = HashSet::new();
        for pass in self.plan.passes.iter().filter(|pass| seen.insert(pass.table)) {
            let Some(columns) = self.source.tables.get(pass.table) else {
                self.findings.add(pass.table, None, None, Finding::TableMissing, Effect::Told);
                continue;
            };
            // Where columns are found by name, those that were found are known later.
            if self.plan.by_name {
                continue;
            }
            let lines = self.plan.lines.iter().filter(|line| line.table == pass.table);
            let planned: HashSet<&str> = lines.filter_map(|line| line.column).collect();
            for column in columns.iter().filter(|column| !planned.contains(column.name.as_str())) {
                self.findings.add(pass.table, None, Some(&column.name), Finding::ColumnUnknown, Effect::Told);
            }
            for column in planned.iter().filter(|name| !columns.iter().any(|column| column.name == **name)) {
                self.findings.add(pass.table, None, Some(column), Finding::ColumnMissing, Effect::Told);
            }
        }
        Ok(())
    }

    /// Tells the columns that no field has the name of, where columns are found by name.
    fn unread(&mut self, compiled: &[(bool, Table)]) {
        for (_, table) in compiled.iter().filter(|(_, table)| self.plan.by_name && table.counts) {
            let columns = self.source.tables.get(table.name).into_iter().flatten();
            let known = |name: &str| name == "organization_id" || table.columns.iter().any(|column| column == name);
            for column in columns.filter(|column| !known(&column.name)) {
                self.findings.add(table.name, None, Some(&column.name), Finding::ColumnUnknown, Effect::Told);
            }
        }
    }

    /// Compiles a pass with what is known by now.
    async fn compiled(&mut self, pass: &Pass) -> Result<Table> {
        let organization_id = self.scope.organization_id();
        let stamp = Stamp { id: Uuid::nil(), organization_id, at: self.scope.desk().now() };
        let is_of_tickets = pass.parts.iter().any(|part| part.entity == Ticket::DEF.name);
        let defaults = if is_of_tickets { self.defaults().await? } else { [Value::Null, Value::Null] };
        let [status, priority] = defaults;
        let compiler = Compiler {
            product: self.product,
            plan: &self.plan,
            source: &self.source,
            stamp,
            defaults: [(Ticket::STATUS_ID, status), (Ticket::PRIORITY_ID, priority)],
        };
        compiler.table(pass)
    }

    /// Returns the status in which tickets begin and the priority that they have when nothing else decides.
    async fn defaults(&self) -> Result<[Value; 2]> {
        let query = |def| Query::new(def, self.scope.organization_id()).limit(MAX_LIMIT);
        let mut pages = self.scope.desk().read(&[query(Status::DEF), query(Priority::DEF)]).await?.into_iter();
        let statuses = pages.next().unwrap_or_default().rows.into_iter().map(Status::from_row);
        let mut statuses = statuses.collect::<Result<Vec<Status>>>()?;
        let priorities = pages.next().unwrap_or_default().rows.into_iter().map(Priority::from_row);
        let mut priorities = priorities.collect::<Result<Vec<Priority>>>()?;
        statuses.sort_by_key(|status| (status.kind != StatusKind::New, status.position, status.key.clone()));
        priorities.sort_by_key(|priority| (!priority.is_default, priority.level, priority.key.clone()));
        let id = |id: Option<Uuid>| id.map_or(Value::Null, Value::Uuid);
        Ok([
            id(statuses.first().map(|status| status.id.as_uuid())),
            id(priorities.first().map(|priority| priority.id.as_uuid())),
        ])
    }

    /// Brings the organization's own row in.
    async fn organization(&mut self, pass: &Pass) -> Result<()> {
        let table = self.compiled(pass).await?;
        let mut tally = Tally::default();
        let mut rows = self.source.ask(table.sql.clone(), self.tenant.as_deref())?;
        let mut read = 0;
        while let Some(chunk) = rows.next()? {
            for cells in &chunk {
                read += 1;
                let encrypt = self.options.encrypt.as_ref();
                let maker = Maker { directory: &self.directory, zone: &self.zone, encrypt };
                // A second row for one organization says nothing that counts.
                if read > 1 {
                    let key = table.key(cells);
                    self.findings.add(table.name, key.as_deref(), None, Finding::Duplicate, Effect::LeftOut);
                    tally.left_out += 1;
                    continue;
                }
                organization::bring(self.scope, &table, cells, &maker, &mut tally, &mut self.findings).await?;
            }
        }
        self.tell(table.name, read, &tally);
        Ok(())
    }

    fn tell(&mut self, name: &str, read: u64, tally: &Tally) {
        let place = self.tables.iter().position(|table| table.table == name).unwrap_or_else(|| {
            self.tables.push(AdoptedTable { table: name.to_owned(), ..AdoptedTable::default() });
            self.tables.len() - 1
        });
        let table = &mut self.tables[place];
        table.read += read;
        table.written += tally.written;
        table.already_there += tally.already_there;
        table.left_out += tally.left_out;
    }

    /// Goes through a table once, or as often as rows wait for others of the same table.
    async fn pass(&mut self, pass: &Pass, table: &Table, is_itself: bool, writer: &mut Writer<'a>) -> Result<()> {
        let mut tally = Tally::default();
        let mut read = 0;
        let mut done: HashSet<Uuid> = HashSet::new();
        let mut round = Round::First;
        loop {
            let mut rows = self.source.ask(table.sql.clone(), self.tenant.as_deref())?;
            let (mut moved, mut waiting) = (false, false);
            while let Some(chunk) = rows.next()? {
                if round == Round::First {
                    read += chunk.len() as u64;
                }
                let chunk: Vec<Cells> = match table.tree {
                    None => chunk,
                    Some(place) => {
                        let ready = |cells: &Cells| match table.above(place, cells) {
                            _ if table.id(cells).is_some_and(|id| done.contains(&id)) => false,
                            Some(above) if round != Round::Last => done.contains(&above),
                            _ => true,
                        };
                        let (some, others): (Vec<Cells>, Vec<Cells>) = chunk.into_iter().partition(ready);
                        waiting |= others.iter().any(|cells| table.id(cells).is_none_or(|id| !done.contains(&id)));
                        done.extend(some.iter().filter_map(|cells| table.id(cells)));
                        moved |= !some.is_empty();
                        some
                    }
                };
                let units = self.units(table, &chunk, is_itself, &mut tally).await?;
                let units = writer.unknown(table, units, &mut tally).await?;
                writer.write(table, units, &mut tally, &mut self.findings).await?;
            }
            writer.settle(table, &mut tally, &mut self.findings).await?;
            round = match (waiting, moved, round) {
                (false, ..) | (_, _, Round::Last) => break,
                (true, true, _) => Round::More,
                // What still waits points in a circle or to nothing.
                (true, false, _) => Round::Last,
            };
        }
        for part in &table.parts {
            self.directory.forget(part.def);
        }
        if table.counts && !is_itself {
            let homeless = tenant::homeless(&self.plan, &self.source, table.name, pass.key, &mut self.findings)?;
            tally.left_out += homeless;
            self.tell(table.name, read + homeless, &tally);
        }
        Ok(())
    }

    /// Makes what rows become; a row that becomes nothing is told.
    async fn units(&mut self, table: &Table, chunk: &[Cells], is_itself: bool, tally: &mut Tally) -> Result<Vec<Unit>> {
        let told = (self.findings.count, self.findings.kept.len());
        let mut units = self.make(table, chunk, false).await?;
        if is_itself {
            // What is wrong with the row was told when the organization came in.
            self.findings.kept.truncate(told.1);
            self.findings.count = told.0;
        }
        for unit in units.iter_mut().flatten() {
            for made in unit.made.iter_mut().filter(|made| made.part == table.main) {
                for place in &table.later {
                    made.row[table.parts[table.main].fields[*place].field] = Value::Null;
                }
            }
            if is_itself {
                unit.made.retain(|made| made.part != table.main);
                unit.lead = None;
            }
        }
        for unit in units.iter().filter(|_| table.counts && !is_itself) {
            match unit {
                None => tally.left_out += 1,
                Some(unit) if unit.made.is_empty() => {
                    self.findings.add(table.name, Some(&unit.key), None, Finding::Required, Effect::LeftOut);
                    tally.left_out += 1;
                }
                Some(_) => {}
            }
        }
        Ok(units.into_iter().flatten().filter(|unit| !unit.made.is_empty()).collect())
    }

    pub(super) async fn make(&mut self, table: &Table, chunk: &[Cells], again: bool) -> Result<Vec<Option<Unit>>> {
        let mut wanted = HashSet::new();
        for cells in chunk {
            table.names(cells, |names, above, name| {
                wanted.insert((names, above.map(str::to_owned), name.to_owned()));
            });
        }
        for (names, above, name) in wanted {
            self.directory.admit(names, above.as_deref(), &name).await?;
        }
        let encrypt = self.options.encrypt.as_ref().filter(|_| !again);
        let maker = Maker { directory: &self.directory, zone: &self.zone, encrypt };
        let mut unheard = Findings::default();
        let findings = if again { &mut unheard } else { &mut self.findings };
        Ok(chunk.iter().map(|cells| table.make(cells, &maker, findings)).collect())
    }
}

/// Which time a table is gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    First,
    More,
    /// What points in a circle or to nothing goes in without its pointer.
    Last,
}
