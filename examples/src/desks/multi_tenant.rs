//! A desk for many organizations, each with its departments, its numbers and its tickets; nobody sees another's. Brazilian, with a
//! survey at the end.

use servicedesk::identity::UserKind;
use servicedesk::organization::{Department, DepartmentMember, NewDepartment, NewDepartmentMember, NewOrganization};
use servicedesk::query::Find;
use servicedesk::ticket::{Level, NewTicket, SurveyAnswers, preset};
use servicedesk::{Desk, Result};

use super::{Day, Outline};

fn outline(name: &str, slug: &str, prefix: &str) -> Outline {
    Outline {
        organization: NewOrganization {
            name: name.into(),
            slug: slug.into(),
            plan: "professional".into(),
            monthly_ticket_limit: None,
            agent_limit: Some(20),
            ticket_prefix: prefix.into(),
            locale: "pt-BR".into(),
            timezone: "America/Sao_Paulo".into(),
            data_residency: Some("br".into()),
            ..Default::default()
        },
        preset: preset::itsm(),
        roles: &[
            ("agent", "Atendente", None),
            ("manager", "Gestor", Some("agent")),
            ("admin", "Administrador", Some("manager")),
        ],
        categories: &[("Impressoras", 60, 480, 3), ("Acessos", 30, 240, 2)],
    }
}

/// Lives a short day.
///
/// # Errors
/// What the desk refuses although the day counts on it.
pub async fn live(desk: &Desk) -> Result<Day> {
    let mut day = Day::default();
    let school = outline("Escola Central", "escola", "ESC").set_up(desk).await?;
    let clinic = outline("Clínica Norte", "clinica", "CLI").set_up(desk).await?;
    let (ana, bruno) =
        (school.person("Ana", UserKind::Agent).await?, school.person("Bruno", UserKind::Requester).await?);
    let carla = clinic.person("Carla", UserKind::Requester).await?;

    let support = NewDepartment { name: "Suporte".into(), manager_id: Some(ana.id), ..Default::default() };
    let support = school.scope.repository::<Department>().create(support).await?;
    let member = NewDepartmentMember { user_id: ana.id, department_id: support.id, ..Default::default() };
    school.scope.repository::<DepartmentMember>().create(member).await?;
    let there = school.scope.departments().members_at(support.id, desk.now(), Find::new()).await?.items.len();
    day.note(format!("Suporte has {there} member"));

    let urgent = NewTicket {
        subject: "A secretaria não imprime".into(),
        requester_id: Some(bruno.id),
        category_id: school.category("Impressoras"),
        impact: Some(Level::High),
        urgency: Some(Level::High),
        ..Default::default()
    };
    let printer = school.scope.tickets().create(urgent).await?;
    day.number(&printer.number, "the matrix makes it critical");
    let access = clinic.ask(&carla, "Preciso de acesso ao prontuário", "Acessos").await?;
    day.number(&access.number, "the other organization counts for itself");
    day.refusal("reading the neighbour's ticket", clinic.scope.tickets().get(printer.id).await);

    for key in ["open", "resolved", "closed"] {
        school.step(&printer, key).await?;
        day.note(format!("{} is {key}", printer.number));
    }
    day.refusal("from closed to pending", school.step(&printer, "pending").await);
    let sent = school.scope.surveys().send(printer.id, 7).await?;
    let answers = SurveyAnswers { overall_rating: Some(5), recommendation: Some(9), ..Default::default() };
    school.scope.surveys().answer(&sent.token, answers).await?;
    day.refusal(
        "a second answer",
        school
            .scope
            .surveys()
            .answer(&sent.token, SurveyAnswers { overall_rating: Some(1), ..Default::default() })
            .await,
    );
    let (closed, elsewhere) = (school.standing("closed").await?, clinic.standing("new").await?);
    day.note(format!("closed at the school: {closed}; new at the clinic: {elsewhere}"));
    Ok(day)
}
