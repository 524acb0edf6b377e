//! The limits of a plan: how many tickets a month, how many agents.

use servicedesk::identity::{NewUser, UserId, UserKind, UserPatch, UserStatus};
use servicedesk::organization::{NewOrganization, OrganizationPatch};
use servicedesk::ticket::preset;
use servicedesk::{Code, Error, ErrorKind};

use super::fixture::{Fixture, acme, agent, instant, refused};
use super::mirror::Mirror;
use super::{DeskFactory, together};

async fn limited(factory: &impl DeskFactory, tickets: Option<i64>, agents: Option<i64>) -> Fixture {
    let new = NewOrganization { monthly_ticket_limit: tickets, agent_limit: agents, ..acme() };
    Fixture::with(factory, new, &preset::itsm()).await
}

#[track_caller]
fn is_ticket_limit(error: &Error, limit: &str, resets_at: &str) {
    assert_eq!((error.code(), error.kind()), (Code::TicketLimit, ErrorKind::LimitReached), "{error:?}");
    assert_eq!(error.fields(), ["monthly_ticket_limit"]);
    assert_eq!((error.parameter("limit"), error.parameter("resets_at")), (Some(limit), Some(resets_at)));
}

#[track_caller]
fn is_agent_limit(error: &Error) {
    assert_eq!((error.code(), error.kind()), (Code::AgentLimit, ErrorKind::LimitReached), "{error:?}");
    assert_eq!((error.fields(), error.parameter("limit")), (&["agent_limit".to_owned()][..], Some("3")));
}

pub async fn a_free_plan_has_its_limits(factory: &impl DeskFactory) {
    let new = NewOrganization { name: "Free".into(), slug: "free".into(), ..Default::default() };
    let desk = Fixture::with(factory, new, &preset::itsm()).await;
    let organization = desk.scope.organization().await.unwrap();
    assert_eq!((organization.plan.as_str(), organization.monthly_ticket_limit), ("free", Some(50)));
    assert_eq!((organization.agent_limit, organization.ticket_prefix.as_str()), (Some(3), "TKT"));
    assert_eq!((organization.timezone.as_str(), organization.is_active), ("UTC", true));
}

pub async fn the_ticket_limit_is_exact_and_resets(factory: &impl DeskFactory) {
    let desk = limited(factory, Some(3), None).await;
    for _ in 0..3 {
        desk.open().await;
    }
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    let error = refused(desk.scope.tickets().create(desk.question()).await);
    is_ticket_limit(&error, "3", "2026-04-01T03:00:00.000Z");
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "a ticket beyond the limit");
    desk.clock.set(instant("2026-04-01T02:59:59.999Z"));
    is_ticket_limit(&refused(desk.scope.tickets().create(desk.question()).await), "3", "2026-04-01T03:00:00.000Z");
    desk.clock.set(instant("2026-04-01T03:00:00Z"));
    assert_eq!(desk.open().await.number, "TKT-2026-0004");
    desk.open().await;
    desk.open().await;
    is_ticket_limit(&refused(desk.scope.tickets().create(desk.question()).await), "3", "2026-05-01T03:00:00.000Z");
}

pub async fn the_ticket_limit_is_exact_under_sixteen_threads(factory: &impl DeskFactory) {
    let desk = limited(factory, Some(20), None).await;
    let opened = together(16, |_| {
        let desk = &desk;
        async move {
            let mut opened = 0;
            for _ in 0..3 {
                match desk.scope.tickets().create(desk.question()).await {
                    Ok(_) => opened += 1,
                    Err(error) => is_ticket_limit(&error, "20", "2026-04-01T03:00:00.000Z"),
                }
            }
            opened
        }
    });
    assert_eq!(opened.into_iter().sum::<i32>(), 20);
    assert_eq!(desk.scope.tickets().count(servicedesk::query::Find::new()).await.unwrap(), 20);
}

pub async fn a_changed_limit_counts_at_once(factory: &impl DeskFactory) {
    let desk = limited(factory, Some(1), None).await;
    desk.open().await;
    let error = refused(desk.scope.tickets().create(desk.question()).await);
    is_ticket_limit(&error, "1", "2026-04-01T03:00:00.000Z");
    let patch = OrganizationPatch { monthly_ticket_limit: Some(2).into(), ..Default::default() };
    desk.scope.update_organization(1, patch).await.unwrap();
    desk.open().await;
    let patch = OrganizationPatch { monthly_ticket_limit: Some(0).into(), ..Default::default() };
    desk.scope.update_organization(2, patch).await.unwrap();
    is_ticket_limit(&refused(desk.scope.tickets().create(desk.question()).await), "0", "2026-04-01T03:00:00.000Z");
    let patch = OrganizationPatch { monthly_ticket_limit: None.into(), ..Default::default() };
    desk.scope.update_organization(3, patch).await.unwrap();
    desk.open().await;
}

pub async fn a_deleted_ticket_was_opened_all_the_same(factory: &impl DeskFactory) {
    let desk = limited(factory, Some(1), None).await;
    let ticket = desk.open().await;
    desk.scope.tickets().delete(ticket.id, 1).await.unwrap();
    assert_eq!(refused(desk.scope.tickets().create(desk.question()).await).code(), Code::TicketLimit);
}

async fn hire(desk: &Fixture, count: usize) -> Vec<UserId> {
    let mut hired = Vec::new();
    for number in 0..count {
        hired.push(desk.scope.users().create(agent(&format!("Agent {number}"))).await.unwrap().id);
    }
    hired
}

pub async fn the_agent_limit_is_exact(factory: &impl DeskFactory) {
    let desk = limited(factory, None, Some(3)).await;
    hire(&desk, 3).await;
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    is_agent_limit(&refused(desk.scope.users().create(agent("One too many")).await));
    let invited = NewUser { status: UserStatus::Invited, ..agent("Invited") };
    is_agent_limit(&refused(desk.scope.users().create(invited).await));
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "an agent beyond the limit");
    for kind in [UserKind::Requester, UserKind::Customer, UserKind::Analyst, UserKind::Admin, UserKind::Service] {
        let new = NewUser { kind, ..agent("No agent") };
        desk.scope.users().create(new).await.expect("only agents count");
    }
    let left = NewUser { status: UserStatus::Deactivated, ..agent("Gone") };
    desk.scope.users().create(left).await.expect("who is gone does not count");
}

pub async fn the_agent_limit_is_exact_under_sixteen_threads(factory: &impl DeskFactory) {
    let desk = limited(factory, None, Some(3)).await;
    let results = together(16, |_| {
        let scope = &desk.scope;
        async move { scope.users().create(agent("Somebody")).await }
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 3);
    results.into_iter().filter_map(Result::err).for_each(|error| is_agent_limit(&error));
}

pub async fn becoming_an_agent_counts(factory: &impl DeskFactory) {
    let desk = limited(factory, None, Some(3)).await;
    let agents = hire(&desk, 3).await;
    let users = desk.scope.users();
    let promote = UserPatch { kind: UserKind::Agent.into(), ..Default::default() };
    is_agent_limit(&refused(users.update(desk.requester.id, 1, promote.clone()).await));
    let status = |status: UserStatus| UserPatch { status: status.into(), ..Default::default() };
    users.update(agents[0], 1, status(UserStatus::PendingApproval)).await.expect("still an agent");
    is_agent_limit(&refused(users.update(desk.requester.id, 1, promote.clone()).await));
    users.update(agents[0], 2, status(UserStatus::Suspended)).await.unwrap();
    users.update(desk.requester.id, 1, promote.clone()).await.expect("a suspended agent frees a place");
    is_agent_limit(&refused(users.update(agents[0], 3, status(UserStatus::Active)).await));
    let demote = UserPatch { kind: UserKind::Analyst.into(), ..Default::default() };
    users.update(agents[1], 1, demote).await.unwrap();
    users.update(agents[0], 3, status(UserStatus::Active)).await.expect("who is no agent any more frees a place");
    is_agent_limit(&refused(users.create(agent("One too many")).await));
}

pub async fn a_deleted_agent_frees_a_place(factory: &impl DeskFactory) {
    let desk = limited(factory, None, Some(3)).await;
    let agents = hire(&desk, 3).await;
    let suspended = UserPatch { status: UserStatus::Suspended.into(), ..Default::default() };
    desk.scope.users().update(agents[0], 1, suspended).await.unwrap();
    desk.scope.users().delete(agents[0], 2).await.expect("a place is freed once");
    hire(&desk, 1).await;
    is_agent_limit(&refused(desk.scope.users().create(agent("One too many")).await));
    desk.scope.users().delete(agents[1], 1).await.unwrap();
    hire(&desk, 1).await;
    is_agent_limit(&refused(desk.scope.users().create(agent("One too many")).await));
}
