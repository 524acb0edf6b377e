//! The organization itself: what it has switched on, how much it may use, how it is set, and who belongs where.

use serde_json::json;
use servicedesk::identity::{NewUser, UserKind, UserPatch, UserStatus};
use servicedesk::integration::ApiUsage;
use servicedesk::organization::{
    ApiCall, Department, DepartmentId, DepartmentMember, MembershipKind, NewDepartment, NewDepartmentMember, NewTeam,
    NewTeamMember, NewTenantConfiguration, Team, TeamMember, TenantConfiguration, TenantConfigurationPatch,
};
use servicedesk::query::Find;
use servicedesk::store::BatchId;
use servicedesk::system::{NewSetting, Setting};
use servicedesk::ticket::Audience;
use servicedesk::{Code, Error, ErrorKind};
use uuid::Uuid;

use super::fixture::{Fixture, agent, instant, refused};
use super::mirror::Mirror;
use super::{DeskFactory, together};

async fn configure(desk: &Fixture, new: NewTenantConfiguration) -> TenantConfiguration {
    desk.scope.repository().create(new).await.expect("the configuration is made")
}

#[track_caller]
fn is_limit(error: &Error, code: Code, field: &str, limit: &str) {
    assert_eq!((error.code(), error.kind()), (code, ErrorKind::LimitReached), "{error:?}");
    assert_eq!((error.fields(), error.parameter("limit")), (&[field.to_owned()][..], Some(limit)));
}

pub async fn a_feature_is_its_own_organizations(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let neighbour = desk.neighbour().await;
    let on = NewTenantConfiguration { custom_features: Some(json!({ "beta": true })), ..Default::default() };
    let made = configure(&desk, on.clone()).await;
    // Another configuration than the default one switches nothing.
    let spare = NewTenantConfiguration { name: "spare".into(), ai_enabled: true, ..Default::default() };
    configure(&desk, spare).await;
    assert!(desk.scope.is_feature_on("beta").await.unwrap() && !desk.scope.is_feature_on("ai").await.unwrap());
    assert!(!neighbour.scope.is_feature_on("beta").await.unwrap());
    let before = Mirror::of(desk.desk.store(), desk.organization.id).await;
    let bad = TenantConfigurationPatch { custom_features: Some(json!({ "beta": "on" })).into(), ..Default::default() };
    let error = refused(desk.scope.repository::<TenantConfiguration>().update(made.id, 1, bad).await);
    assert_eq!((error.code(), error.fields()), (Code::FieldKind, &["custom_features".to_owned()][..]));
    Mirror::of(desk.desk.store(), desk.organization.id).await.assert_same(&before, "a bad switch");
}

pub async fn the_people_limit_is_exact_under_sixteen_threads(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    // The fixture has made four people: three agents and who asks.
    configure(&desk, NewTenantConfiguration { user_limit: Some(9), ..Default::default() }).await;
    let made = together(16, |number| {
        let scope = &desk.scope;
        async move {
            let kind = [UserKind::Requester, UserKind::Agent, UserKind::Admin, UserKind::Customer][number % 4];
            scope.users().create(NewUser { kind, ..agent("Somebody") }).await
        }
    });
    let (made, refusals): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    assert_eq!(made.len(), 5);
    refusals.into_iter().filter_map(Result::err).for_each(|error| is_limit(&error, Code::UserLimit, "user_limit", "9"));
    let robot = NewUser { kind: UserKind::Service, ..agent("Robot") };
    desk.scope.users().create(robot).await.expect("programs do not count");
    // Of those who were sent away, as many come back as there are places.
    let status = |status: UserStatus| UserPatch { status: status.into(), ..Default::default() };
    for user in [desk.agent(0), desk.agent(1)] {
        desk.scope.users().update(user, 1, status(UserStatus::Suspended)).await.unwrap();
    }
    desk.scope.users().create(agent("In their place")).await.unwrap();
    let back = together(2, |number| {
        let (scope, patch, user) = (&desk.scope, status(UserStatus::Active), desk.agent(number));
        async move { scope.users().update(user, 2, patch).await }
    });
    assert_eq!(back.iter().filter(|back| back.is_ok()).count(), 1);
}

pub async fn the_call_limit_is_exact_under_sixteen_threads(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    configure(&desk, NewTenantConfiguration { api_call_limit: Some(30), ..Default::default() }).await;
    let call =
        ApiCall { endpoint: "/tickets".into(), method: "GET".into(), duration_ms: Some(5), ..Default::default() };
    let counted = together(16, |_| {
        let (scope, call) = (&desk.scope, &call);
        async move {
            let mut used = Vec::new();
            for _ in 0..3 {
                match scope.count_api_call(call).await {
                    Ok(allowance) => {
                        assert_eq!(allowance.left, Some(30 - allowance.used));
                        used.push(allowance.used);
                    }
                    Err(error) => {
                        is_limit(&error, Code::ApiCallLimit, "api_call_limit", "30");
                        assert_eq!(error.parameter("resets_at"), Some("2026-04-01T03:00:00.000Z"));
                    }
                }
            }
            used
        }
    });
    let mut used: Vec<i64> = counted.into_iter().flatten().collect();
    used.sort_unstable();
    assert_eq!(used, (1..=30).collect::<Vec<i64>>(), "each call has a number of its own");
    let hours = desk.scope.repository::<ApiUsage>().list(Find::new()).await.unwrap().items;
    let sums: Vec<(i64, i64, i64)> =
        hours.iter().map(|hour| (hour.request_count, hour.limited_count, hour.total_duration_ms)).collect();
    assert_eq!(sums, [(48, 18, 240)], "one row for the hour, with everything in it");
    assert_eq!((hours[0].starts_at, hours[0].max_duration_ms), (instant("2026-03-10T12:00:00Z"), 5));
}

pub async fn a_repeated_call_is_counted_once(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let call = ApiCall { endpoint: "/tickets".into(), method: "GET".into(), ..Default::default() };
    let once = desk.scope.clone().idempotent(BatchId::from(Uuid::now_v7()));
    let first = once.count_api_call(&call).await.unwrap();
    assert_eq!(once.count_api_call(&call).await.unwrap(), first);
    assert_eq!(desk.scope.count_api_call(&call).await.unwrap().used, 2);
    let hours = desk.scope.repository::<ApiUsage>().list(Find::new()).await.unwrap().items;
    assert_eq!(hours.iter().map(|hour| hour.request_count).collect::<Vec<_>>(), [2]);
}

pub async fn a_setting_is_written_by_many_and_told_to_few(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let settings = desk.scope.settings();
    // Of eight who set it first, all do, and one row is there.
    let written = together(8, |number| {
        let settings = desk.scope.settings();
        async move { settings.write("host.counter", Some(json!(number))).await }
    });
    assert!(written.iter().all(Result::is_ok), "{written:?}");
    assert_eq!(desk.scope.repository::<Setting>().count(Find::new()).await.unwrap(), 1);
    let secret = NewSetting { key: "mail.password".into(), secret: Some(vec![1, 2, 3]), ..Default::default() };
    desk.scope.repository::<Setting>().create(secret).await.unwrap();
    let read = settings.read("mail.password", Audience::Staff).await.unwrap();
    assert_eq!((read.value, read.is_secret, read.is_public, read.is_default), (None, true, false, false));
    assert_eq!(refused(settings.read("mail.password", Audience::Requester).await).code(), Code::NotFound);
    let error = refused(settings.write("mail.password", Some(json!("guess"))).await);
    assert_eq!((error.code(), error.fields()), (Code::FieldKind, &["value".to_owned()][..]));
    let public = NewSetting { key: "mail.token".into(), secret: Some(vec![1]), is_public: true, ..Default::default() };
    assert_eq!(refused(desk.scope.repository::<Setting>().create(public).await).fields(), ["is_public"]);
    let everybody = settings.read_all(Audience::Requester).await.unwrap();
    assert!(everybody.iter().all(|setting| setting.is_public && setting.key != "mail.password"));
    assert!(everybody.is_sorted_by_key(|setting| setting.key.clone()));
    // The neighbour has its own.
    let neighbour = desk.neighbour().await;
    assert_eq!(refused(neighbour.scope.settings().read("host.counter", Audience::Staff).await).code(), Code::NotFound);
}

async fn department(desk: &Fixture, name: &str) -> DepartmentId {
    let new = NewDepartment { name: name.into(), ..Default::default() };
    desk.scope.repository::<Department>().create(new).await.expect("the department is made").id
}

pub async fn a_person_has_one_primary_department_at_a_time(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let mut departments = Vec::new();
    for number in 0..8 {
        departments.push(department(&desk, &format!("Department {number}")).await);
    }
    let place = |department_id: DepartmentId, from: Option<&str>, until: Option<&str>| NewDepartmentMember {
        user_id: desk.agent(0),
        department_id,
        valid_from: from.map(instant),
        valid_until: until.map(instant),
        ..Default::default()
    };
    let members = desk.scope.repository::<DepartmentMember>();
    // Of eight who give them a primary department at once, one does.
    let made = together(8, |number| {
        let (members, new) = (desk.scope.repository::<DepartmentMember>(), place(departments[number], None, None));
        async move { members.create(new).await }
    });
    let (mut made, refusals): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    assert_eq!(made.len(), 1);
    for error in refusals.into_iter().filter_map(Result::err) {
        assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["kind".to_owned()][..]), "{error:?}");
    }
    let first = made.remove(0).unwrap();
    members.delete(first.id, 1).await.unwrap();
    // One follows another without a gap, and nothing comes between.
    let january = members
        .create(place(departments[0], Some("2026-01-01T00:00:00Z"), Some("2026-02-01T00:00:00Z")))
        .await
        .unwrap();
    members.create(place(departments[1], Some("2026-02-01T00:00:00Z"), None)).await.unwrap();
    for (from, until) in [
        (None, None),
        (None, Some("2026-01-01T00:00:00.001Z")),
        (Some("2026-01-31T23:59:59.999Z"), None),
        (Some("2026-01-10T00:00:00Z"), Some("2026-01-11T00:00:00Z")),
        (Some("2030-01-01T00:00:00Z"), Some("2031-01-01T00:00:00Z")),
    ] {
        let error = refused(members.create(place(departments[2], from, until)).await);
        assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["kind".to_owned()][..]), "{from:?}");
    }
    members.create(place(departments[2], None, Some("2026-01-01T00:00:00Z"))).await.expect("before the first one");
    // Where they help, they help beside.
    let help = NewDepartmentMember { kind: MembershipKind::Secondary, ..place(departments[3], None, None) };
    let help = members.create(help).await.unwrap();
    let lead =
        servicedesk::organization::DepartmentMemberPatch { kind: MembershipKind::Primary.into(), ..Default::default() };
    assert_eq!(refused(members.update(help.id, 1, lead).await).fields(), ["kind"]);
    let longer = servicedesk::organization::DepartmentMemberPatch {
        valid_until: Some(instant("2026-02-01T00:00:00.001Z")).into(),
        ..Default::default()
    };
    assert_eq!(refused(members.update(january.id, 1, longer).await).fields(), ["kind"]);
    let at = |text: &str| {
        let (at, departments) = (instant(text), &departments);
        let scope = &desk.scope;
        async move {
            let mut there = Vec::new();
            for (number, department) in departments.iter().enumerate() {
                let page = scope.departments().members_at(*department, at, Find::new()).await.unwrap();
                there.extend(page.items.iter().map(|_| number));
            }
            there
        }
    };
    assert_eq!(at("2025-12-31T23:59:59.999Z").await, [2, 3]);
    assert_eq!(at("2026-01-01T00:00:00Z").await, [0, 3]);
    assert_eq!(at("2026-01-31T23:59:59.999Z").await, [0, 3]);
    assert_eq!(at("2026-02-01T00:00:00Z").await, [1, 3]);
}

pub async fn who_leads_belongs_to_the_organization(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let neighbour = desk.neighbour().await;
    let person = |kind: UserKind| {
        let users = desk.scope.users();
        async move { users.create(NewUser { kind, ..agent("Somebody") }).await.unwrap().id }
    };
    let teams = desk.scope.repository::<Team>();
    let led_by = |manager_id| NewTeam { name: "Led".into(), manager_id: Some(manager_id), ..Default::default() };
    for (manager, code) in [
        (person(UserKind::Customer).await, Code::FormatInvalid),
        (person(UserKind::Service).await, Code::FormatInvalid),
        (neighbour.agent(0), Code::ReferenceMissing),
    ] {
        let error = refused(teams.create(led_by(manager)).await);
        assert_eq!((error.code(), error.fields()), (code, &["manager_id".to_owned()][..]), "{error:?}");
    }
    teams.create(led_by(person(UserKind::Analyst).await)).await.unwrap();
    let members = desk.scope.repository::<TeamMember>();
    let user_id = person(UserKind::Agent).await;
    for skills in [vec!["vpn", "vpn"], vec![" vpn"], vec!["vpn "]] {
        let skills = skills.into_iter().map(str::to_owned).collect();
        let new = NewTeamMember { team_id: desk.team.id, user_id, skills, ..Default::default() };
        let error = refused(members.create(new).await);
        assert_eq!((error.code(), error.fields()), (Code::FormatInvalid, &["skills".to_owned()][..]));
    }
}
