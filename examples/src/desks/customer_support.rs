//! Support for customers on a free plan: a few agents who take turns, priorities from 1 to 5 by category, minutes to answer and to
//! resolve, automatic answers that are none.

use servicedesk::identity::UserKind;
use servicedesk::organization::{NewOrganization, NewTeam, NewTeamMember, Team, TeamMember};
use servicedesk::scope::Actor;
use servicedesk::ticket::{Assignee, NewComment, Priority, Strategy, Visibility, preset};
use servicedesk::{Desk, Result};

use super::{Day, Outline};

fn outline() -> Outline {
    Outline {
        // The free plan: fifty tickets a month, three agents.
        organization: NewOrganization { name: "Shop".into(), slug: "shop".into(), ..Default::default() },
        preset: preset::product_e(),
        roles: &[("analyst", "Analyst", None), ("agent", "Agent", None), ("admin", "Administrator", Some("agent"))],
        categories: &[("Payments", 30, 240, 1), ("Delivery", 60, 480, 3), ("Other", 240, 2_880, 5)],
    }
}

/// Lives a short day.
///
/// # Errors
/// What the desk refuses although the day counts on it.
pub async fn live(desk: &Desk) -> Result<Day> {
    let mut day = Day::default();
    let place = outline().set_up(desk).await?;
    let team = NewTeam { name: "Support".into(), ..Default::default() };
    let team = place.scope.repository::<Team>().create(team).await?;
    for name in ["Rosa", "Sam", "Tom"] {
        let agent = place.person(name, UserKind::Agent).await?;
        let member = NewTeamMember { team_id: team.id, user_id: agent.id, ..Default::default() };
        place.scope.repository::<TeamMember>().create(member).await?;
    }
    day.refusal("a fourth agent", place.person("Uma", UserKind::Agent).await);
    let vera = place.person("Vera", UserKind::Customer).await?;

    let turns = Assignee::Member { team_id: team.id, strategy: Strategy::RoundRobin };
    let mut holders = Vec::new();
    let mut first = None;
    for (subject, category) in [("Charged twice", "Payments"), ("Where is it?", "Delivery"), ("A compliment", "Other")]
    {
        let ticket = place.ask(&vera, subject, category).await?;
        let priority = place.scope.repository::<Priority>().get(ticket.priority_id).await?;
        day.number(&ticket.number, &format!("{category}, priority {}", priority.key));
        let given = place.scope.tickets().assign(ticket.id, ticket.version, &turns).await?.ticket;
        holders.extend(given.assignee_id);
        first.get_or_insert(ticket);
    }
    let turns = holders.len();
    holders.sort_unstable();
    holders.dedup();
    day.note(format!("{turns} tickets, {} agents: each took a turn", holders.len()));

    let Some(charged) = first else { return Ok(day) };
    let say = |body: &str, visibility: Visibility, is_auto_response: bool| {
        let new =
            NewComment { ticket_id: charged.id, body: body.into(), visibility, is_auto_response, ..Default::default() };
        let scope = desk.scope(place.organization_id, Actor::user(holders[0]));
        async move { scope.comments().add(new).await }
    };
    say("We got your message.", Visibility::Public, true).await?;
    say("The bank is slow today.", Visibility::Internal, false).await?;
    let answered = |ticket: servicedesk::ticket::Ticket| ticket.first_response_at.is_some();
    day.note(format!("answered yet: {}", answered(place.scope.tickets().get(charged.id).await?)));
    say("You have your money back.", Visibility::Public, false).await?;
    day.note(format!("answered now: {}", answered(place.scope.tickets().get(charged.id).await?)));
    place.step(&charged, "pending").await?;
    place.step(&charged, "resolved").await?;
    day.refusal("from resolved to pending", place.step(&charged, "pending").await);
    place.step(&charged, "closed").await?;
    day.note(format!("closed: {}", place.standing("closed").await?));
    Ok(day)
}
