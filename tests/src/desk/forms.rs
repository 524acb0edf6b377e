//! What makes tickets quicker to open, to find and to judge: templates, saved views, surveys.

use serde_json::json;
use servicedesk::Code;
use servicedesk::query::{Find, field};
use servicedesk::ticket::{
    NewSavedView, NewTicket, NewTicketTemplate, SavedView, SurveyAnswers, Ticket, TicketTemplate, TicketTemplatePatch,
};

use super::DeskFactory;
use super::fixture::{Fixture, refused};

pub async fn a_template_fills_what_is_missing(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let template = NewTicketTemplate {
        name: "New laptop".into(),
        subject: Some("A laptop is needed".into()),
        body: Some("For whom?".into()),
        priority_id: Some(desk.priority("low")),
        team_id: Some(desk.team.id),
        tags: vec!["hardware".into()],
        ..Default::default()
    };
    let templates = desk.scope.repository::<TicketTemplate>();
    let template = templates.create(template).await.unwrap();
    let tickets = desk.scope.tickets();
    let new =
        NewTicket { requester_id: Some(desk.requester.id), description: Some("For Rita".into()), ..Default::default() };
    let ticket = tickets.create_from_template(template.id, new.clone()).await.unwrap();
    assert_eq!((ticket.subject.as_str(), ticket.description.as_deref()), ("A laptop is needed", Some("For Rita")));
    assert_eq!((ticket.priority_id, ticket.team_id), (desk.priority("low"), Some(desk.team.id)));
    assert_eq!(ticket.tags, ["hardware"]);
    let patch = TicketTemplatePatch { is_active: false.into(), ..Default::default() };
    templates.update(template.id, template.version, patch).await.unwrap();
    assert_eq!(refused(tickets.create_from_template(template.id, new).await).code(), Code::NotFound);
}

pub async fn a_view_shows_what_it_filters(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let views = desk.scope.repository::<SavedView>();
    for subject in ["b", "a", "c"] {
        desk.scope.tickets().create(NewTicket { subject: subject.into(), ..desk.question() }).await.unwrap();
    }
    let resolved = desk.open().await;
    desk.step(resolved.id, "resolved").await;
    let new = |owner_id| NewSavedView {
        name: "Open".into(),
        owner_id,
        filter: Some(json!({ "field": "resolved_at", "is": null })),
        sort: vec!["-subject".into()],
        columns: vec!["number".into(), "subject".into()],
        ..Default::default()
    };
    let everybodys = views.create(new(None)).await.unwrap();
    let tickets = desk.scope.tickets();
    let subjects = |page: servicedesk::query::Paged<Ticket>| {
        page.items.into_iter().map(|ticket| ticket.subject).collect::<Vec<_>>()
    };
    assert_eq!(subjects(tickets.list_view(everybodys.id, Find::new()).await.unwrap()), ["c", "b", "a"]);
    let narrowed = Find::new().filter(field(Ticket::SUBJECT).is_in(["a", "b"]));
    assert_eq!(subjects(tickets.list_view(everybodys.id, narrowed).await.unwrap()), ["b", "a"]);
    let mut seen = Vec::new();
    let mut find = Find::new().limit(1);
    loop {
        let page = tickets.list_view(everybodys.id, find).await.unwrap();
        let next = page.next.clone();
        seen.extend(subjects(page));
        let Some(next) = next else { break };
        find = Find::new().limit(1).after(Some(next));
    }
    assert_eq!(seen, ["c", "b", "a"]);
    let own = views.create(new(Some(desk.agent(0)))).await.unwrap();
    assert!(desk.by(desk.agent(0)).tickets().list_view(own.id, Find::new()).await.is_ok());
    assert_eq!(refused(desk.by(desk.agent(1)).tickets().list_view(own.id, Find::new()).await).code(), Code::NotFound);
}

pub async fn a_view_must_make_sense(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let views = desk.scope.repository::<SavedView>();
    let new = || NewSavedView { name: "x".into(), ..Default::default() };
    for (new, field) in [
        (NewSavedView { entity: "nothing".into(), ..new() }, "entity"),
        (NewSavedView { filter: Some(json!({ "field": "colour", "is": 1 })), ..new() }, "colour"),
        (NewSavedView { filter: Some(json!({ "field": "subject", "is": 1 })), ..new() }, "subject"),
        (NewSavedView { sort: vec!["-colour".into()], ..new() }, "colour"),
        (NewSavedView { columns: vec!["colour".into()], ..new() }, "colour"),
    ] {
        let error = refused(views.create(new).await);
        assert_eq!((error.kind(), error.fields()[0].as_str()), (servicedesk::ErrorKind::Invalid, field));
    }
    let of_assets = views.create(NewSavedView { entity: "asset".into(), ..new() }).await.unwrap();
    assert_eq!(refused(desk.scope.tickets().list_view(of_assets.id, Find::new()).await).fields(), ["entity"]);
}

pub async fn a_survey_is_answered_once_and_in_time(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let surveys = desk.scope.surveys();
    assert_eq!(refused(surveys.send(ticket.id, 0).await).fields(), ["valid_days"]);
    let sent = surveys.send(ticket.id, 7).await.unwrap();
    assert_eq!((sent.survey.user_id, sent.survey.ticket_id), (Some(desk.requester.id), ticket.id));
    assert!(!format!("{sent:?}").contains(&sent.token));
    assert_ne!(sent.survey.token_hash.as_deref(), Some(sent.token.as_str()));
    let good = || SurveyAnswers { overall_rating: Some(5), recommendation: Some(9), ..Default::default() };
    for wrong in ["", "x", &"a".repeat(43)] {
        assert_eq!(refused(surveys.answer(wrong, good()).await).code(), Code::NotFound);
    }
    let neighbour = desk.neighbour().await;
    assert_eq!(refused(neighbour.scope.surveys().answer(&sent.token, good()).await).code(), Code::NotFound);
    let error = refused(surveys.answer(&sent.token, SurveyAnswers { overall_rating: Some(6), ..good() }).await);
    assert_eq!((error.code(), error.fields()[0].as_str()), (Code::NumberRange, "overall_rating"));
    assert_eq!(refused(surveys.answer(&sent.token, SurveyAnswers::default()).await).code(), Code::Required);
    let answered = surveys.answer(&sent.token, good()).await.unwrap();
    assert_eq!((answered.overall_rating, answered.answered_at), (Some(5), Some(desk.desk.now())));
    assert_eq!(refused(surveys.answer(&sent.token, good()).await).code(), Code::SurveyAnswered);
    let late = surveys.send(ticket.id, 1).await.unwrap();
    desk.clock.advance_millis(86_400_000);
    assert_eq!(refused(surveys.answer(&late.token, good()).await).code(), Code::SurveyExpired);
}

pub async fn surveys_are_counted_together(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await;
    let surveys = desk.scope.surveys();
    let beginning = desk.desk.now();
    for (overall, recommendation) in [(5, 10), (4, 7), (1, 0), (3, 9)] {
        desk.clock.advance_millis(1_000);
        let sent = surveys.send(ticket.id, 7).await.unwrap();
        let answers =
            SurveyAnswers { overall_rating: Some(overall), recommendation: Some(recommendation), ..Default::default() };
        surveys.answer(&sent.token, answers).await.unwrap();
    }
    surveys.send(ticket.id, 7).await.unwrap();
    let all = surveys.results(beginning, beginning.plus_millis(10_000)).await.unwrap();
    assert_eq!((all.answered, all.promoters, all.passives, all.detractors), (4, 2, 1, 1));
    assert_eq!((all.satisfied_percent, all.net_promoter_score), (Some(50.into()), Some(25.into())));
    let some = surveys.results(beginning.plus_millis(2_000), beginning.plus_millis(4_000)).await.unwrap();
    assert_eq!(some.answered, 2, "the end does not count");
}
