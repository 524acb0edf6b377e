//! A desk after ITIL: incidents under a problem that resolves them, a change that mends it, the asset that it is about; closing is
//! for who may.

use servicedesk::asset::{Asset, NewAsset, NewTicketAsset, TicketAsset};
use servicedesk::change::{ChangeRequest, NewChangeRequest};
use servicedesk::identity::UserKind;
use servicedesk::organization::{NewOrganization, NewTenantConfiguration, TenantConfiguration};
use servicedesk::scope::Actor;
use servicedesk::ticket::preset::{self, Preset};
use servicedesk::ticket::{NewTicket, TicketRelation, TicketSource, TicketType};
use servicedesk::{Desk, Result};

use super::{Day, Outline};

/// What the step into `closed` needs.
const MAY_CLOSE: &str = "ticket.close";

/// The lifecycle, where closing needs a permission.
fn preset() -> Preset {
    let mut preset = preset::product_d();
    for step in preset.transitions.iter_mut().filter(|step| step.to == "closed") {
        step.required_permission = Some(MAY_CLOSE.into());
    }
    preset
}

fn outline() -> Outline {
    Outline {
        organization: NewOrganization {
            name: "IT".into(),
            slug: "it".into(),
            monthly_ticket_limit: None,
            agent_limit: None,
            ..Default::default()
        },
        preset: preset(),
        roles: &[
            ("requester", "REQUESTER", None),
            ("end_user", "END_USER", Some("requester")),
            ("agent", "AGENT", Some("end_user")),
            ("it_manager", "IT_MANAGER", Some("agent")),
            ("admin", "ADMIN", Some("it_manager")),
        ],
        categories: &[("Network", 15, 240, 1), ("Hardware", 60, 480, 3)],
    }
}

/// Lives a short day.
///
/// # Errors
/// What the desk refuses although the day counts on it.
pub async fn live(desk: &Desk) -> Result<Day> {
    let mut day = Day::default();
    let place = outline().set_up(desk).await?;
    let together = NewTenantConfiguration { problems_resolve_incidents: true, ..Default::default() };
    place.scope.repository::<TenantConfiguration>().create(together).await?;
    let (olga, pete) = (place.person("Olga", UserKind::Agent).await?, place.person("Pete", UserKind::Requester).await?);
    let switch = NewAsset { name: "Switch, second floor".into(), ..Default::default() };
    let switch = place.scope.repository::<Asset>().create(switch).await?;
    day.number(&switch.number, "the switch is in the books");

    let tickets = place.scope.tickets();
    let opened = |subject: &str, r#type: TicketType| {
        tickets.create(NewTicket {
            subject: subject.into(),
            r#type,
            source: TicketSource::Email,
            requester_id: Some(pete.id),
            category_id: place.category("Network"),
            ..Default::default()
        })
    };
    let problem = opened("The switch drops packets", TicketType::Problem).await?;
    day.number(&problem.number, "a problem");
    let hit = NewTicketAsset { ticket_id: problem.id, asset_id: switch.id, ..Default::default() };
    place.scope.repository::<TicketAsset>().create(hit).await?;
    for subject in ["Mail is slow", "Calls break off"] {
        let incident = opened(subject, TicketType::Incident).await?;
        tickets.link(problem.id, TicketRelation::Parent, incident.id).await?;
        day.number(&incident.number, "an incident under it");
    }
    let change = NewChangeRequest {
        title: "New firmware for the switch".into(),
        requested_by_id: Some(olga.id),
        ..Default::default()
    };
    let change = place.scope.repository::<ChangeRequest>().create(change).await?;
    day.number(&change.number, "a change that mends it");

    day.refusal("from new to closed", place.step(&problem, "closed").await);
    place.step(&problem, "in_progress").await?;
    place.step(&problem, "resolved").await?;
    day.note(format!("{} tickets are resolved with the problem", place.standing("resolved").await?));
    let closing = |actor: Actor| {
        let scope = desk.scope(place.organization_id, actor);
        let (id, closed) = (problem.id, place.status("closed"));
        async move { scope.tickets().transition(id, scope.tickets().get(id).await?.version, closed).await }
    };
    day.refusal("closing without the permission", closing(Actor::user(olga.id)).await);
    closing(Actor::user(olga.id).with_permissions([MAY_CLOSE])).await?;
    day.note(format!("{} is closed by who may", problem.number));
    Ok(day)
}
