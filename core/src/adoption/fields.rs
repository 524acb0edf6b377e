//! Where the fields of a part get their values from: what the plan says, then what the product's page says, or the columns'
//! own names.

use super::compile::Compiler;
use super::expression::Expr;
use super::page::Line;
use super::plan::{Part, Pass, Plan};
use super::table::entity;
use crate::entity::{EntityDef, Kind};

impl Compiler<'_> {
    /// Returns how each field of a part gets its value: what the plan says, then what the page says.
    pub(super) fn expressions(&self, pass: &Pass, part: &Part, def: &'static EntityDef) -> Vec<(&'static str, Expr)> {
        let mut found = part.fields.clone();
        let has = |found: &[(&'static str, Expr)], field: &str| found.iter().any(|(name, _)| *name == field);
        if self.plan.by_name {
            self.by_name(pass, part, def, &mut found);
        } else if part.from_page {
            let lines = self.plan.lines.iter().filter(|line: &&Line| line.table == pass.table);
            let places = lines.flat_map(|line| line.places.iter().map(move |place| (line.column, place)));
            for (column, place) in places {
                let (Some(column), Some(field)) = (column, place.field) else { continue };
                let kept = ["id", "organization_id"].contains(&field);
                if place.entity == part.entity && !kept && !has(&found, field) {
                    found.push((field, Expr::Column(column)));
                }
            }
        }
        // What a row becomes beside its first part was made when the row was.
        let main = pass.parts.iter().find(|part| part.name.is_empty()).or(pass.parts.first());
        let first = main.map_or("", |first| first.entity);
        let times = self.plan.lines.iter().filter(|line| line.table == pass.table);
        let times =
            times.filter_map(|line| Some((line.column?, line.places.iter().find(|place| place.entity == first)?)));
        for (column, place) in times {
            let Some(field) = place.field.filter(|field| ["created_at", "updated_at"].contains(field)) else {
                continue;
            };
            if def.index_of(field).is_some() && !has(&found, field) {
                found.push((field, Expr::Column(column).loose()));
            }
        }
        if let Some((_, made)) = found.iter().find(|(name, _)| *name == "created_at")
            && def.index_of("updated_at").is_some()
            && !has(&found, "updated_at")
        {
            found.push(("updated_at", made.clone().loose()));
        }
        found
    }

    fn by_name(&self, pass: &Pass, part: &Part, def: &'static EntityDef, found: &mut Vec<(&'static str, Expr)>) {
        let first = pass.parts.first().map_or("", |first| first.entity);
        for field in def.fields {
            let fixed = ["id", "organization_id", "version"].contains(&field.name);
            if fixed || found.iter().any(|(name, _)| *name == field.name) {
                continue;
            }
            let points_to_first = field.references.is_some_and(|to| (to.entity)().name == first);
            if !part.name.is_empty() && points_to_first && !field.nullable {
                found.push((field.name, Expr::Own("")));
                continue;
            }
            // A column of that name is the row's own, unless the part cannot do without it.
            if !part.name.is_empty()
                && !field.required
                && entity(first).is_ok_and(|def| def.index_of(field.name).is_some())
            {
                continue;
            }
            let column = |name: &str| self.source.column(pass.table, name).is_some();
            let expr = match Plan::aliases(def.name, field.name).find(|(name, _)| column(name)) {
                _ if field.name == "phone" && column("phone") => Expr::Made(&["phone"], Plan::PHONE),
                _ if column(field.name) => Expr::Column(field.name),
                Some((name, None)) => Expr::Column(name),
                Some(("is_active", Some(make))) => Expr::Made(&["is_active"], make),
                Some(("is_internal", Some(make))) => Expr::Made(&["is_internal"], make),
                Some(("entity_type", Some(make))) => Expr::Made(&["entity_type"], make),
                Some((_, Some(make))) => Expr::Made(&["name"], make),
                None => continue,
            };
            let expr = match expr {
                Expr::Column(name) if field.secret && field.kind == Kind::Bytes => Expr::Secret(name),
                Expr::Column(name) if field.name == "open_ticket_count" => Expr::Counted(name),
                expr => expr,
            };
            found.push((field.name, expr));
        }
    }
}
