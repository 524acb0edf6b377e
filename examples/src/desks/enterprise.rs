//! A desk for an enterprise: features that are switched on one by one, limits on everything, fields of its own, and work on many
//! tickets at once.

use serde_json::json;
use servicedesk::identity::UserKind;
use servicedesk::organization::{ApiCall, NewOrganization, NewTenantConfiguration, TenantConfiguration};
use servicedesk::ticket::{FieldDefinition, FieldKind, NewFieldDefinition, NewTicket, TicketAction, preset};
use servicedesk::{Desk, Result};

use super::{Day, Outline};

fn outline() -> Outline {
    Outline {
        organization: NewOrganization {
            name: "Indústrias Aurora".into(),
            slug: "aurora".into(),
            plan: "enterprise".into(),
            monthly_ticket_limit: None,
            agent_limit: None,
            locale: "pt-BR".into(),
            timezone: "America/Sao_Paulo".into(),
            ..Default::default()
        },
        preset: preset::itsm(),
        roles: &[("agent", "Agent", None), ("auditor", "Auditor", None), ("admin", "Administrator", Some("agent"))],
        categories: &[("Produção", 15, 120, 1), ("Escritório", 60, 480, 3)],
    }
}

/// Lives a short day.
///
/// # Errors
/// What the desk refuses although the day counts on it.
pub async fn live(desk: &Desk) -> Result<Day> {
    let mut day = Day::default();
    let place = outline().set_up(desk).await?;
    let configuration = NewTenantConfiguration {
        ai_enabled: true,
        govbr_enabled: true,
        custom_features: Some(json!({ "night_shift": true })),
        user_limit: Some(3),
        ticket_limit: Some(4),
        api_call_limit: Some(2),
        branding: Some(json!({ "primary_color": "#0b3d91" })),
        ..Default::default()
    };
    place.scope.repository::<TenantConfiguration>().create(configuration).await?;
    for name in ["ai", "whatsapp", "night_shift"] {
        let state = if place.scope.is_feature_on(name).await? { "on" } else { "off" };
        day.note(format!("{name} is {state}"));
    }
    let plant = NewFieldDefinition {
        key: "plant".into(),
        label: "Planta".into(),
        kind: FieldKind::Choice,
        options: vec!["norte".into(), "sul".into()],
        ..Default::default()
    };
    place.scope.repository::<FieldDefinition>().create(plant).await?;

    let davi = place.person("Davi", UserKind::Requester).await?;
    let eva = place.person("Eva", UserKind::Agent).await?;
    place.person("Fabio", UserKind::Admin).await?;
    day.refusal("a fourth person", place.person("Gil", UserKind::Requester).await);

    let at = |plant: &str, subject: &str| NewTicket {
        subject: subject.into(),
        requester_id: Some(davi.id),
        category_id: place.category("Produção"),
        custom_fields: Some(json!({ "plant": plant })),
        ..Default::default()
    };
    let mut stopped = Vec::new();
    for line in 1..=3 {
        let ticket = place.scope.tickets().create(at("sul", &format!("Linha {line} parou"))).await?;
        day.number(&ticket.number, "the line has stopped");
        stopped.push(ticket.id);
    }
    day.refusal("a plant that there is not", place.scope.tickets().create(at("oeste", "Linha 4 parou")).await);
    let storm = vec![
        TicketAction::AddTags { tags: vec!["storm".into()] },
        TicketAction::Assign { assignee: servicedesk::ticket::Assignee::User(eva.id) },
    ];
    let outcomes = place.scope.tickets().bulk(stopped, storm).await?;
    day.note(format!("{} tickets are Eva's", outcomes.iter().filter(|outcome| outcome.refusal.is_none()).count()));
    let fourth = place.scope.tickets().create(at("norte", "Linha 7 parou")).await?;
    day.number(&fourth.number, "the last one of the month");
    day.refusal("a fifth ticket", place.scope.tickets().create(at("norte", "Linha 8 parou")).await);

    let call = ApiCall { endpoint: "/tickets".into(), method: "GET".into(), ..Default::default() };
    for _ in 0..2 {
        let left = place.scope.count_api_call(&call).await?.left.unwrap_or_default();
        day.note(format!("a call is counted; {left} left"));
    }
    day.refusal("a third call", place.scope.count_api_call(&call).await);
    Ok(day)
}
