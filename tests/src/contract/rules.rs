//! References: what is referred to exists, and stays as long as it is.

use servicedesk::Code;
use servicedesk::entity::Entity as _;
use servicedesk::identity::User;
use servicedesk::organization::{Organization, Team, TeamMember, TeamRole};
use servicedesk::store::Store as _;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::{Locker, LockerId};
use super::ground::{Ground, NOW, delete, insert, locker, team, update, user};

/// A reference to nothing is the caller's mistake, and the field is named.
pub async fn a_reference_must_exist<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (team, person) = (team(ground.organization, "a"), user(ground.organization, None));
    ground.commit([insert(team.clone())]).await;
    let member = TeamMember {
        id: Uuid::now_v7().into(),
        organization_id: ground.organization,
        team_id: team.id,
        user_id: person.id,
        role: TeamRole::Member,
        skills: Vec::new(),
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    };
    let error = ground.refused([insert(member.clone())]).await;
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["user_id".to_owned()][..]));
    let nowhere = TeamMember { team_id: Uuid::now_v7().into(), ..member.clone() };
    let error = ground.refused([insert(person.clone()), insert(nowhere)]).await;
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["team_id".to_owned()][..]));
    ground.commit([insert(person), insert(member.clone())]).await;
    assert_eq!(ground.get::<TeamMember>(member.id).await, member);
}

/// No reference is no missing one.
pub async fn a_reference_may_be_absent<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let person = user(ground.organization, None);
    let led = Team { manager_id: Some(person.id), ..team(ground.organization, "a") };
    ground.commit([insert(person.clone()), insert(led.clone())]).await;
    ground.commit([update::<Team>(led.id, 1, "manager_id", None::<Uuid>)]).await;
    assert_eq!(ground.get::<Team>(led.id).await.manager_id, None);
    ground.commit([delete::<User>(person.id, 1)]).await;
}

/// The order of a batch's writes decides what exists.
pub async fn a_reference_may_be_to_a_row_of_the_same_batch<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (person, mut led) = (user(ground.organization, None), team(ground.organization, "a"));
    led.manager_id = Some(person.id);
    let error = ground.refused([insert(led.clone()), insert(person.clone())]).await;
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["manager_id".to_owned()][..]));
    ground.commit([insert(person), insert(led)]).await;
}

/// A row may be beside itself, and go.
pub async fn a_row_may_refer_to_itself<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let mut loner = locker(ground.organization, 1);
    loner.neighbour_id = Some(loner.id);
    ground.commit([insert(loner.clone())]).await;
    let mut other = locker(ground.organization, 2);
    other.neighbour_id = Some(LockerId::from(other.id.as_uuid()));
    ground.commit([insert(other.clone()), update::<Locker>(other.id, 1, "neighbour_id", loner.id)]).await;
    assert_eq!(ground.refused([delete::<Locker>(loner.id, 1)]).await.code(), Code::InUse);
    ground.commit([delete::<Locker>(other.id, 2), delete::<Locker>(loner.id, 1)]).await;
    assert_eq!(ground.count(ground.all::<Locker>()).await, 0);
}

/// What others refer to stays, also when only a deleted row does.
pub async fn a_row_in_use_is_not_removed<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let person = user(ground.organization, None);
    let led = Team { manager_id: Some(person.id), ..team(ground.organization, "a") };
    ground.commit([insert(person.clone()), insert(led.clone())]).await;
    let error = ground.refused([delete::<User>(person.id, 1)]).await;
    assert_eq!((error.code(), error.parameter("entity")), (Code::InUse, Some("User")));
    assert_eq!(ground.refused([delete::<User>(person.id, 1), delete::<Team>(led.id, 1)]).await.code(), Code::InUse);
    assert_eq!(ground.refused([delete::<Organization>(ground.organization, 1)]).await.code(), Code::InUse);

    let beside = locker(ground.organization, 1);
    let hidden = Locker { neighbour_id: Some(beside.id), deleted_at: Some(NOW), ..locker(ground.organization, 2) };
    ground.commit([insert(beside.clone()), insert(hidden)]).await;
    assert_eq!(ground.refused([delete::<Locker>(beside.id, 1)]).await.code(), Code::InUse);
}

/// What nobody refers to any more goes.
pub async fn a_row_that_is_no_longer_in_use_is_removed<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (first, second) = (user(ground.organization, None), user(ground.organization, None));
    let led = Team { manager_id: Some(first.id), ..team(ground.organization, "a") };
    ground.commit([insert(first.clone()), insert(second.clone()), insert(led.clone())]).await;
    ground.commit([update::<Team>(led.id, 1, "manager_id", second.id), delete::<User>(first.id, 1)]).await;
    ground.commit([delete::<Team>(led.id, 2), delete::<User>(second.id, 1)]).await;
    ground.commit([delete::<Organization>(ground.organization, 1)]).await;
    assert_eq!(ground.find::<Organization>(ground.organization).await, None);
}

/// A removed row answers nothing, and its id may be given again.
pub async fn a_removed_row_is_gone<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let person = user(ground.organization, Some("ana@example.org"));
    ground.commit([insert(person.clone())]).await;
    ground.commit([delete::<User>(person.id, 1)]).await;
    assert_eq!(ground.find::<User>(person.id).await, None);
    assert_eq!(ground.refused([update::<User>(person.id, 1, "locale", "en")]).await.code(), Code::NotFound);
    let pages =
        ground.store.read(&[ground.all::<User>().filter(servicedesk::query::field("id").is(person.id))]).await.unwrap();
    assert_eq!((pages[0].rows.len(), User::DEF.soft_delete), (0, true));
    ground.commit([insert(person.clone())]).await;
    assert_eq!(ground.get::<User>(person.id).await, person);
}
