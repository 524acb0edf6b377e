//! The part of a statement that finds rows by a member of a JSON object through the index that the store keeps of them.

use super::Builder;
use super::{Dialect, Sort};
use crate::entity::{Kind, Value};
use crate::error::Result;
use crate::query::token::{Indexed, indexed, indexed_field};
use crate::query::{Condition, Query, Select, Tenant};

impl Builder {
    /// Adds the statement of a query that the index of members answers; returns whether it does.
    pub(super) fn by_member(&mut self, query: &Query, (before, after): (&str, &str)) -> Result<bool> {
        let Some(found) = indexed(query.entity, &query.condition) else { return Ok(false) };
        let rest = Condition::all(found.rest.iter().map(|part| (*part).clone()));
        let rest = Query { condition: rest, ..query.clone() };
        let is_count = query.select == Select::Count;
        // Deleted rows are in the index under another name, and nothing else is asked: the index alone knows how many.
        let is_answered = found.rest.is_empty() && (!query.with_deleted || !query.entity.soft_delete);
        if is_count && is_answered {
            self.push("SELECT ").push(before).push("count(*)").push(after).push(" FROM \"json_member\" WHERE ");
            self.has_member(query, &found);
            return Ok(true);
        }
        let order = query.order();
        let by_id = order.len() == 1;
        self.push("SELECT ").push(before);
        if is_count {
            self.push("count(*)");
        } else {
            self.columns(query.entity, query.with_bytes);
        }
        self.push(after).push(" FROM ");
        if !is_count && !by_id {
            // Another index may know the order better; the database chooses.
            self.name(query.entity.table).push(" WHERE ").restriction(&rest)?;
            self.push(" AND \"id\" IN (");
            self.members(query, &found);
            self.push(")");
            if let Some(place) = &query.after {
                self.after(query.entity, &order, place)?;
            }
            self.order(query.entity, &order)?;
        } else {
            self.push("(");
            self.members(query, &found);
            let join =
                if self.dialect == Dialect::Sqlite { ") AS \"members\" CROSS JOIN " } else { ") AS \"members\" JOIN " };
            self.push(join).name(query.entity.table).push(" ON \"id\"=\"member_row\" WHERE ").restriction(&rest)?;
            if is_count {
                return Ok(true);
            }
            self.in_order_of_ids(query, &order);
        }
        self.push(" LIMIT ").push(&(u64::from(query.limit) + 1).to_string());
        Ok(true)
    }

    /// Adds place and order of a list in the order of its ids, which is that of the index.
    fn in_order_of_ids(&mut self, query: &Query, order: &[Sort]) {
        let descending = order.iter().any(|sort| sort.descending);
        if let Some([id]) = query.after.as_deref() {
            self.push(if descending { " AND \"member_row\"<" } else { " AND \"member_row\">" });
            self.bind(Kind::Uuid, id.clone());
        }
        self.push(" ORDER BY \"member_row\"").push(if descending { " DESC" } else { "" });
    }

    fn members(&mut self, query: &Query, found: &Indexed<'_>) {
        self.push("SELECT \"row_id\" AS \"member_row\" FROM \"json_member\" WHERE ");
        self.has_member(query, found);
    }

    fn has_member(&mut self, query: &Query, found: &Indexed<'_>) {
        let organization = match query.tenant {
            Tenant::Organization(id) => id.as_uuid(),
            Tenant::Directory | Tenant::Agenda => uuid::Uuid::nil(),
        };
        let field = |is_deleted| Value::Text(indexed_field(query.entity, found.field, is_deleted));
        self.push("\"organization_id\"=").bind(Kind::Uuid, Value::Uuid(organization));
        if query.with_deleted && query.entity.soft_delete {
            self.push(" AND \"field\" IN (").bind(Kind::Text, field(false)).push(",");
            self.bind(Kind::Text, field(true)).push(")");
        } else {
            self.push(" AND \"field\"=").bind(Kind::Text, field(false));
        }
        self.push(" AND \"name\"=").bind(Kind::Text, Value::Text(found.token.name.clone()));
        self.push(" AND \"value\"=").bind(Kind::Text, Value::Text(found.token.value.clone()));
    }
}
