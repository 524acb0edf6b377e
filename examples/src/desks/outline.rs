//! What makes the shape of a desk, as plain data: its organization, its lifecycle, who may do what, and what tickets are about.

use std::collections::BTreeMap;

use servicedesk::identity::{NewRole, NewUser, Role, RoleId, User, UserKind};
use servicedesk::organization::{NewOrganization, OrganizationId};
use servicedesk::query::{Find, field};
use servicedesk::scope::{Actor, Scope};
use servicedesk::ticket::preset::Preset;
use servicedesk::ticket::{Category, CategoryId, NewCategory, NewTicket, Status, StatusId, Ticket};
use servicedesk::{Desk, Result};

/// A role: the name that programs use, the name that people see, and the role that it stands above.
pub type RoleOutline = (&'static str, &'static str, Option<&'static str>);

/// A category: its name, and the minutes within which its tickets are to be answered and resolved, and its priority level.
pub type CategoryOutline = (&'static str, i64, i64, i64);

/// The shape of a desk.
pub struct Outline {
    /// The organization, with its plan, prefix, language and time zone.
    pub organization: NewOrganization,
    /// Its statuses, steps, priorities and matrix.
    pub preset: Preset,
    /// Its roles, the lowest first.
    pub roles: &'static [RoleOutline],
    /// Its categories.
    pub categories: &'static [CategoryOutline],
}

/// A desk that was set up.
pub struct Place {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The host's own scope.
    pub scope: Scope,
    statuses: BTreeMap<String, StatusId>,
    categories: BTreeMap<&'static str, CategoryId>,
    /// The roles by key.
    pub roles: BTreeMap<&'static str, RoleId>,
}

impl Outline {
    /// Sets the desk up.
    ///
    /// # Errors
    /// Those of the desk.
    pub async fn set_up(self, desk: &Desk) -> Result<Place> {
        let organization = desk.create_organization(self.organization).await?;
        let scope = desk.scope(organization.id, Actor::system());
        scope.set_up(&self.preset).await?;
        let mut roles = BTreeMap::new();
        for (key, name, above) in self.roles {
            let parent_id = above.and_then(|above| roles.get(above).copied());
            let new = NewRole {
                key: (*key).to_owned(),
                name: (*name).to_owned(),
                parent_id,
                is_system: true,
                ..Default::default()
            };
            roles.insert(*key, scope.repository::<Role>().create(new).await?.id);
        }
        let mut categories = BTreeMap::new();
        for (name, response, resolution, level) in self.categories {
            let new = NewCategory {
                name: (*name).to_owned(),
                response_sla_minutes: *response,
                resolution_sla_minutes: *resolution,
                priority_level: *level,
                ..Default::default()
            };
            categories.insert(*name, scope.repository::<Category>().create(new).await?.id);
        }
        let statuses = scope.repository::<Status>().list(Find::new()).await?.items;
        let statuses = statuses.into_iter().map(|status| (status.key, status.id)).collect();
        Ok(Place { organization_id: organization.id, scope, statuses, categories, roles })
    }
}

impl Place {
    /// Returns the status of that key; of one that there is none of, an id that the desk refuses.
    pub fn status(&self, key: &str) -> StatusId {
        self.statuses.get(key).copied().unwrap_or_default()
    }

    /// Returns the category of that name.
    pub fn category(&self, name: &str) -> Option<CategoryId> {
        self.categories.get(name).copied()
    }

    /// Makes a person.
    ///
    /// # Errors
    /// Those of the desk.
    pub async fn person(&self, name: &str, kind: UserKind) -> Result<User> {
        let email = Some(format!("{}@example.com", name.to_lowercase()));
        self.scope.users().create(NewUser { display_name: name.into(), email, kind, ..Default::default() }).await
    }

    /// Opens a ticket for a person.
    ///
    /// # Errors
    /// Those of the desk.
    pub async fn ask(&self, requester: &User, subject: &str, category: &str) -> Result<Ticket> {
        let new = NewTicket {
            subject: subject.into(),
            requester_id: Some(requester.id),
            category_id: self.category(category),
            ..Default::default()
        };
        self.scope.tickets().create(new).await
    }

    /// Takes a ticket to the status of that key.
    ///
    /// # Errors
    /// Those of the desk.
    pub async fn step(&self, ticket: &Ticket, key: &str) -> Result<Ticket> {
        let version = self.scope.tickets().get(ticket.id).await?.version;
        self.scope.tickets().transition(ticket.id, version, self.status(key)).await
    }

    /// Returns how many tickets have the status of that key.
    ///
    /// # Errors
    /// Those of the desk.
    pub async fn standing(&self, key: &str) -> Result<u64> {
        self.scope.tickets().count(Find::new().filter(field(Ticket::STATUS_ID).is(self.status(key)))).await
    }
}
