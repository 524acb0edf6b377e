//! Who belongs where: a person is in a department once at a time, has one primary department at a time, and whoever leads others is
//! somebody of the organization. Also when two who decide do so at once.

use super::UnitOfWork;
use crate::entity::{Entity as _, EntityDef, Row, check_row};
use crate::error::{Code, Error, Result};
use crate::identity::{User, UserId};
use crate::organization::{Department, DepartmentMember, MembershipKind, Team, rules};
use crate::query::Query;
use crate::store::Expect;

impl UnitOfWork<'_> {
    /// Checks a row that says who belongs where; other rows are left alone.
    ///
    /// # Errors
    /// [`Code::FormatInvalid`] or [`Code::ReferenceMissing`] with the field; [`Code::DuplicateValue`] with `valid_from` for a second
    /// place in one department at one time, with `kind` for a second primary one.
    pub(crate) async fn check_belonging(
        &mut self,
        def: &'static EntityDef,
        before: Option<&Row>,
        after: &Row,
    ) -> Result<()> {
        if *def == *DepartmentMember::DEF {
            // Before anything is looked for, so that what makes no sense is refused as that.
            check_row(def, after)?;
            return self.check_membership(DepartmentMember::from_row(after.clone())?).await;
        }
        if *def == *Department::DEF || *def == *Team::DEF {
            return self.check_leader(def, Department::MANAGER_ID, before, after).await;
        }
        Ok(())
    }

    async fn check_membership(&mut self, member: DepartmentMember) -> Result<()> {
        rules::check_membership(&member)?;
        let query = Query::new(DepartmentMember::DEF, self.scope.organization_id())
            .filter(rules::overlapping(&member))
            .limit(1);
        let there = self.scope.desk().read(std::slice::from_ref(&query)).await?.pop().unwrap_or_default();
        let Some(row) = there.rows.into_iter().next() else {
            self.batch.expect.push(Expect::Unchanged(Box::new(query), Vec::new()));
            return Ok(());
        };
        let other = DepartmentMember::from_row(row)?;
        let field = match member.kind {
            MembershipKind::Primary if other.department_id != member.department_id => DepartmentMember::KIND,
            _ => DepartmentMember::VALID_FROM,
        };
        Err(Error::new(Code::DuplicateValue).field(field).with("entity", DepartmentMember::DEF.name))
    }

    async fn check_leader(
        &mut self,
        def: &'static EntityDef,
        field: &'static str,
        before: Option<&Row>,
        after: &Row,
    ) -> Result<()> {
        let Some(index) = def.index_of(field) else { return Ok(()) };
        let Some(leader) = after[index].as_uuid().filter(|_| before.is_none_or(|before| before[index] != after[index]))
        else {
            return Ok(());
        };
        let found: Option<User> =
            self.scope.snapshot(&[self.scope.query_id::<User>(UserId::from(leader))]).await?.optional()?;
        rules::check_leader(field, found.as_ref())
    }
}
