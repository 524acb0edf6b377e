//! Who is in a department, and when.

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::organization::{Department, DepartmentId, DepartmentMember, rules};
use crate::query::{Find, Paged, field};
use crate::scope::Scope;

/// The departments of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Departments<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the departments of the organization.
    pub fn departments(&self) -> Departments<'_> {
        Departments { scope: self }
    }
}

#[operations(MEMBERS)]
impl Departments<'_> {
    /// Returns one page of a department's memberships that are valid at an instant, those of its sub-departments not included. A
    /// membership is valid from its first instant on, and no longer at its last.
    ///
    /// # Errors
    /// [`Code::ReferenceMissing`] with `department_id`; those of a wrong question.
    pub async fn members_at(
        &self,
        department_id: DepartmentId,
        at: Timestamp,
        find: Find<DepartmentMember>,
    ) -> Result<Paged<DepartmentMember>> {
        let department = self.scope.query_id::<Department>(department_id);
        if self.scope.snapshot(&[department]).await?.optional::<Department>()?.is_none() {
            return Err(Error::new(Code::ReferenceMissing).field(DepartmentMember::DEPARTMENT_ID));
        }
        let of_it = field(DepartmentMember::DEPARTMENT_ID).is(department_id);
        self.scope.repository().list(find.filter(of_it).filter(rules::holds_at(at))).await
    }
}
