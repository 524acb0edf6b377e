//! Which organization of the desk gets the tickets.

use servicedesk::clock::Zone;
use servicedesk::organization::{NewOrganization, Organization};
use servicedesk::scope::{Actor, Scope};
use servicedesk::{Code, Desk, Result};

use crate::options::Options;
use crate::source::Source;

/// Returns the organization, which is made at the first run.
pub(crate) async fn organization(desk: &Desk, options: &Options, source: &Source) -> Result<Organization> {
    let slug = options.organization.as_ref().unwrap_or(&source.slug);
    if let Some(known) = desk.organization_by_slug(slug).await? {
        return Ok(known);
    }
    let timezone = &source.mapping.format.timezone;
    let new = NewOrganization {
        name: source.mapping.name.chars().take(255).collect(),
        slug: slug.clone(),
        // A mapping may also name a bare offset, which is no place where people live.
        timezone: if Zone::find(timezone).is_some() { timezone.clone() } else { "UTC".to_owned() },
        ..NewOrganization::default()
    };
    match desk.create_organization(new).await {
        // Another run was faster.
        Err(error) if error.code() == Code::DuplicateValue => desk.organization_by_slug(slug).await?.ok_or(error),
        made => made,
    }
}

/// Returns where the program works from.
pub(crate) fn scope(desk: &Desk, organization: &Organization) -> Scope {
    desk.scope(organization.id, Actor::system())
}
