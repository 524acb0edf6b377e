//! The names behind the ids: an organization has few statuses, priorities and teams, so that all of them are held.

use std::collections::HashMap;

use servicedesk::Result;
use servicedesk::organization::{Team, TeamId};
use servicedesk::scope::Scope;
use servicedesk::ticket::{Level, Priority, PriorityId, PriorityRule, Status, StatusId};

use crate::pages;

/// The statuses, priorities, matrix and teams of an organization.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The statuses in their order.
    pub statuses: Vec<Status>,
    /// The priorities, the most urgent first.
    pub priorities: Vec<Priority>,
    /// The priority of each impact and urgency.
    pub matrix: HashMap<(Level, Level), PriorityId>,
    /// The names of the teams.
    pub teams: HashMap<TeamId, String>,
}

impl Names {
    /// Reads them.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn read(scope: &Scope) -> Result<Self> {
        let mut statuses: Vec<Status> = pages::all(scope).await?;
        statuses.sort_by_key(|status| status.position);
        let mut priorities: Vec<Priority> = pages::all(scope).await?;
        priorities.sort_by_key(|priority| priority.level);
        let rules: Vec<PriorityRule> = pages::all(scope).await?;
        let teams: Vec<Team> = pages::all(scope).await?;
        Ok(Self {
            statuses,
            priorities,
            matrix: rules.into_iter().map(|rule| ((rule.impact, rule.urgency), rule.priority_id)).collect(),
            teams: teams.into_iter().map(|team| (team.id, team.name)).collect(),
        })
    }

    /// Returns the status of that id.
    pub fn status(&self, id: StatusId) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// Returns the key of the status whose id that text is.
    pub fn status_key(&self, id: &str) -> Option<&str> {
        id.parse().ok().and_then(|id| self.status(id)).map(|status| status.key.as_str())
    }

    /// Returns the priority of that id.
    pub fn priority(&self, id: PriorityId) -> Option<&Priority> {
        self.priorities.iter().find(|priority| priority.id == id)
    }

    /// Returns the key of the priority whose id that text is.
    pub fn priority_key(&self, id: &str) -> Option<&str> {
        id.parse().ok().and_then(|id| self.priority(id)).map(|priority| priority.key.as_str())
    }
}
