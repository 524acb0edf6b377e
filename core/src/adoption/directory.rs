//! Who is called what: statuses, priorities and roles by their keys, categories and departments by their names. What a text
//! of the source names and nobody has is made, where the product's page says so.

use std::collections::HashMap;

use uuid::Uuid;

use super::Product;
use super::blank;
use super::expression::Names;
use super::identity::Naming;
use crate::entity::{Entity as _, EntityDef, Row, Stamp, Value, check_row};
use crate::error::Result;
use crate::identity::{Permission, Role};
use crate::knowledge::ArticleCategory;
use crate::organization::Department;
use crate::query::{MAX_LIMIT, Query, Sort};
use crate::scope::Scope;
use crate::store::{Batch, BatchId, Write};
use crate::ticket::{Category, Priority, Status};

/// The most names of one kind that are made of texts: more are no names but writing.
const MAX_NAMES: usize = 100_000;

/// The names that are known.
pub(super) struct Directory {
    scope: Scope,
    product: Product,
    known: HashMap<Names, HashMap<(Option<Uuid>, String), Uuid>>,
    made: usize,
}

impl Names {
    fn def(self) -> &'static EntityDef {
        match self {
            Self::Status => Status::DEF,
            Self::Priority => Priority::DEF,
            Self::Role => Role::DEF,
            Self::Permission => Permission::DEF,
            Self::Category => Category::DEF,
            Self::Department => Department::DEF,
            Self::ArticleCategory => ArticleCategory::DEF,
        }
    }

    /// Returns the field by which a row is found.
    fn field(self) -> &'static str {
        match self {
            Self::Status | Self::Priority | Self::Role | Self::Permission => "key",
            Self::Category | Self::Department | Self::ArticleCategory => "name",
        }
    }

    fn is_made(self) -> bool {
        !matches!(self, Self::Status | Self::Priority)
    }

    /// Returns the form in which names are compared.
    fn plain(self, name: &str) -> String {
        match self {
            Self::Status | Self::Priority | Self::Role => name.trim().to_lowercase().replace([' ', '-'], "_"),
            _ => name.trim().to_owned(),
        }
    }
}

impl Directory {
    pub(super) fn new(scope: Scope, product: Product) -> Self {
        Self { scope, product, known: HashMap::new(), made: 0 }
    }

    pub(super) fn organization(&self) -> Uuid {
        self.scope.organization_id().as_uuid()
    }

    /// Forgets the names of an entity that is being written otherwise.
    pub(super) fn forget(&mut self, def: &EntityDef) {
        self.known.retain(|names, _| names.def() != def);
    }

    pub(super) fn find(&self, names: Names, above: Option<Uuid>, name: &str) -> Option<Uuid> {
        self.known.get(&names)?.get(&(above, names.plain(name))).copied()
    }

    /// Makes sure that a name is known, if it can be.
    pub(super) async fn admit(&mut self, names: Names, above: Option<&str>, name: &str) -> Result<()> {
        self.load(names).await?;
        let above = match above {
            None => None,
            Some(above) => {
                self.add(names, None, above).await?;
                match self.find(names, None, above) {
                    None => return Ok(()),
                    found => found,
                }
            }
        };
        self.add(names, above, name).await
    }

    async fn add(&mut self, names: Names, above: Option<Uuid>, name: &str) -> Result<()> {
        if self.find(names, above, name).is_some() || !names.is_made() || self.made >= MAX_NAMES {
            return Ok(());
        }
        let plain = names.plain(name);
        let Some(row) = self.row(names, above, &plain) else { return Ok(()) };
        let (def, id) = (names.def(), crate::store::row_id(names.def(), &row)?);
        let now = self.scope.desk().now();
        let mut batch = Batch::new(BatchId::from(self.scope.desk().new_id(now)), self.scope.organization_id(), now);
        batch.writes.push(Write::Insert { entity: def, row });
        self.scope.desk().commit(batch).await?;
        self.made += 1;
        self.known.entry(names).or_default().insert((above, plain), id);
        Ok(())
    }

    fn row(&self, names: Names, above: Option<Uuid>, name: &str) -> Option<Row> {
        let def = names.def();
        let organization_id = self.scope.organization_id();
        let part = above.map_or_else(String::new, |above| above.to_string());
        let id =
            Naming::new(organization_id, self.product, def.table, &format!("named {part}")).id(&format!("={name}"));
        let mut row = blank::row(def, Stamp { id, organization_id, at: self.scope.desk().now() });
        let mut set = |field: &str, value: Value| {
            if let Some(index) = def.index_of(field) {
                row[index] = value;
            }
        };
        set(names.field(), Value::Text(name.to_owned()));
        match names {
            Names::Role => set("name", Value::Text(name.to_owned())),
            Names::Permission => {
                let (resource, action) = name.split_once([':', '.']).unwrap_or((name, "all"));
                set("resource", Value::Text(resource.chars().take(50).collect()));
                set("action", Value::Text(action.chars().take(50).collect()));
            }
            _ => {}
        }
        if let Some(above) = above {
            set("parent_id", Value::Uuid(above));
        }
        check_row(def, &row).ok().map(|()| row)
    }

    async fn load(&mut self, names: Names) -> Result<()> {
        if self.known.contains_key(&names) {
            return Ok(());
        }
        let def = names.def();
        let place = |field: &str| def.index_of(field).unwrap_or_default();
        let (id, name, above) = (place("id"), place(names.field()), def.index_of("parent_id"));
        let mut found = HashMap::new();
        let mut query = Query::new(def, self.scope.organization_id()).sort([Sort::ascending("id")]).limit(MAX_LIMIT);
        loop {
            let page = self.scope.desk().read(std::slice::from_ref(&query)).await?.pop().unwrap_or_default();
            for row in &page.rows {
                let (Some(id), Some(text)) = (row[id].as_uuid(), row[name].as_text()) else { continue };
                let above = above.filter(|_| names != Names::Role).and_then(|above| row[above].as_uuid());
                found.insert((above, names.plain(text)), id);
            }
            match page.rows.last().map(|row| row[id].clone()) {
                Some(last @ Value::Uuid(_)) if page.more => query.after = Some(vec![last]),
                _ => break,
            }
        }
        self.known.insert(names, found);
        Ok(())
    }
}
