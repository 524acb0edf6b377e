//! Making and changing organizations.

use crate::desk::Desk;
use crate::entity::{Changeable as _, Draft as _, Entity as _, Stamp};
use crate::error::{Code, Error, Result};
use crate::operation::operations;
use crate::organization::rules;
use crate::organization::{NewOrganization, Organization, OrganizationId, OrganizationPatch};
use crate::query::{Find, Paged, Query, Tenant, field};
use crate::scope::{Actor, Scope, check_version};

#[operations(DIRECTORY)]
impl Desk {
    /// Makes an organization.
    ///
    /// # Errors
    /// Kind `Invalid` with the field, or [`Code::DuplicateValue`] when the slug is taken.
    pub async fn create_organization(&self, new: NewOrganization) -> Result<Organization> {
        let now = self.now();
        let id = OrganizationId::from(self.new_id(now));
        let stamp = Stamp { id: id.as_uuid(), organization_id: id, at: now };
        let organization = Organization::build(new, stamp);
        let scope = self.scope(id, Actor::system());
        let attempt = async || {
            let mut work = scope.unit_of_work();
            let made = work.insert(organization.clone())?;
            rules::check(&made)?;
            work.commit().await?;
            Ok(made)
        };
        scope.retry(attempt).await
    }

    /// Returns one page of the organizations of this store.
    ///
    /// # Errors
    /// As [`Repository::list`](crate::scope::Repository::list).
    pub async fn organizations(&self, find: Find<Organization>) -> Result<Paged<Organization>> {
        let mut query = find.query(OrganizationId::default())?;
        query.tenant = Tenant::Directory;
        let page = self.read(std::slice::from_ref(&query)).await?.pop().unwrap_or_default();
        Paged::read(&query, page)
    }

    /// Returns the organization of that slug, if there is one.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    pub async fn organization_by_slug(&self, slug: &str) -> Result<Option<Organization>> {
        if slug.contains('\0') {
            return Ok(None);
        }
        let mut query = Query::new(Organization::DEF, OrganizationId::default())
            .filter(field(Organization::SLUG).is(slug))
            .limit(1);
        query.tenant = Tenant::Directory;
        let page = self.read(&[query]).await?.pop().unwrap_or_default();
        page.rows.into_iter().next().map(Organization::from_row).transpose()
    }
}

#[operations(ORGANIZATION)]
impl Scope {
    /// Returns the organization of this scope.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is none.
    pub async fn organization(&self) -> Result<Organization> {
        self.repository::<Organization>().get(self.organization_id()).await
    }

    /// Changes the organization at that version.
    ///
    /// # Errors
    /// Kind `Invalid` with the field, or [`Code::StaleVersion`].
    pub async fn update_organization(&self, version: i64, patch: OrganizationPatch) -> Result<Organization> {
        let attempt = async || {
            let before = self.organization().await?;
            check_version::<Organization>(version, before.version)?;
            let mut after = before.clone();
            after.apply(patch.clone());
            rules::check(&after)?;
            let mut work = self.unit_of_work();
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        self.once(attempt, |_| self.organization()).await
    }

    /// Refuses work for an organization that is not active.
    pub(crate) fn check_active(organization: &Organization) -> Result<()> {
        if organization.is_active { Ok(()) } else { Err(Error::new(Code::OrganizationInactive)) }
    }
}
