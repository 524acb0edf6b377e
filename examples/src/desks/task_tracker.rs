//! A tracker of tasks inside of a company: teams, four roles above one another, hours estimated and worked, and statuses between
//! which a task moves freely while it is open.

use servicedesk::identity::UserKind;
use servicedesk::organization::{NewOrganization, NewTeam, NewTeamMember, Team, TeamMember, TeamRole};
use servicedesk::ticket::{Assignee, NewTicket, NewTimeEntry, TicketType, TimeEntry, preset};
use servicedesk::{Desk, Result};

use super::{Day, Outline};

fn outline() -> Outline {
    Outline {
        organization: NewOrganization {
            name: "Company".into(),
            slug: "company".into(),
            monthly_ticket_limit: None,
            agent_limit: None,
            ..Default::default()
        },
        preset: preset::product_c(),
        roles: &[
            ("customer", "Customer", None),
            ("user", "User", Some("customer")),
            ("manager", "Manager", Some("user")),
            ("admin", "Administrator", Some("manager")),
        ],
        categories: &[("bug", 60, 480, 2), ("feature", 480, 4_800, 4), ("support", 60, 480, 3)],
    }
}

/// Lives a short day.
///
/// # Errors
/// What the desk refuses although the day counts on it.
pub async fn live(desk: &Desk) -> Result<Day> {
    let mut day = Day::default();
    let place = outline().set_up(desk).await?;
    let (mia, noah) = (place.person("Mia", UserKind::Agent).await?, place.person("Noah", UserKind::Requester).await?);
    let team = NewTeam { name: "Platform".into(), manager_id: Some(mia.id), ..Default::default() };
    let team = place.scope.repository::<Team>().create(team).await?;
    let member = NewTeamMember { team_id: team.id, user_id: mia.id, role: TeamRole::Admin, ..Default::default() };
    place.scope.repository::<TeamMember>().create(member).await?;

    let task = NewTicket {
        subject: "The export forgets the last row".into(),
        r#type: TicketType::Task,
        requester_id: Some(noah.id),
        category_id: place.category("bug"),
        estimated_hours: Some(3.into()),
        tags: vec!["export".into()],
        ..Default::default()
    };
    let task = place.scope.tickets().create(task).await?;
    day.number(&task.number, "a bug is a task of high priority");
    let queued = place.scope.tickets().assign(task.id, task.version, &Assignee::Queue(team.id)).await?.ticket;
    day.note(format!("{} waits for {}", task.number, if queued.assignee_id.is_none() { "a team" } else { "a person" }));
    place.scope.tickets().claim_next(team.id, mia.id).await?;
    day.note(format!("{} is Mia's", task.number));
    for key in ["in_progress", "on_hold", "in_progress"] {
        place.step(&task, key).await?;
        day.note(format!("{} is {key}", task.number));
    }
    let worked = NewTimeEntry { ticket_id: task.id, user_id: mia.id, hours: 2.into(), ..Default::default() };
    place.scope.repository::<TimeEntry>().create(worked).await?;
    place.step(&task, "resolved").await?;
    day.refusal("from resolved to on_hold", place.step(&task, "on_hold").await);
    place.step(&task, "closed").await?;
    day.refusal("from closed to in_progress", place.step(&task, "in_progress").await);
    let again = place.step(&task, "open").await?;
    day.note(format!("{} was opened again {} time", task.number, again.reopen_count));
    let feature = place.ask(&noah, "Export to spreadsheets", "feature").await?;
    day.number(&feature.number, "a feature can wait");
    Ok(day)
}
