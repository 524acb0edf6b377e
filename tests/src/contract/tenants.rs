//! Tenants: nothing of one organization is seen, changed or referred to from another.

use servicedesk::Code;
use servicedesk::entity::Entity as _;
use servicedesk::organization::{Organization, Team};
use servicedesk::outbox::OutboxMessage;
use servicedesk::query::{Query, Sort, Tenant, field};
use servicedesk::store::{Expect, Store as _};
use servicedesk::ticket::Tag;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::Locker;
use super::ground::{Ground, add, delete, insert, key, locker, organization, tag, team, update, user};

/// The same id in two organizations names two rows.
pub async fn equal_ids_of_two_organizations_do_not_meet<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let here = tag(ground.organization, "printer");
    let there = Tag { organization_id: other.organization, color: Some("blue".to_owned()), ..here.clone() };
    ground.commit([insert(here.clone())]).await;
    other.commit([insert(there.clone())]).await;
    assert_eq!((ground.get::<Tag>(here.id).await, other.get::<Tag>(here.id).await), (here.clone(), there.clone()));
    ground.commit([update::<Tag>(here.id, 1, "name", "scanner")]).await;
    assert_eq!(other.get::<Tag>(here.id).await, there);
    other.commit([delete::<Tag>(here.id, 1)]).await;
    assert_eq!(ground.get::<Tag>(here.id).await.name, "scanner");
}

/// No condition reaches a foreign row.
pub async fn a_query_sees_its_own_organization_only<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let tag = tag(ground.organization, "printer");
    ground.commit([insert(tag.clone())]).await;
    for condition in [
        field("id").is(tag.id),
        field("organization_id").is(ground.organization),
        servicedesk::query::Condition::any([field("name").is("printer"), field("organization_id").is_present()]),
        servicedesk::query::Condition::none([]),
    ] {
        assert_eq!(other.read::<Tag>(other.all::<Tag>().filter(condition.clone())).await, []);
        assert_eq!(other.count(other.all::<Tag>().filter(condition.clone())).await, 0);
        assert_eq!(ground.count(ground.all::<Tag>().filter(condition)).await, 1);
    }
    assert_eq!(other.find::<Organization>(ground.organization).await, None);
    assert_eq!(other.read::<Organization>(other.all::<Organization>()).await.len(), 1);
    let nowhere = Query::new(Tag::DEF, ground.neighbour_id());
    assert_eq!(ground.read::<Tag>(nowhere).await, []);
}

/// A foreign row is as good as none.
pub async fn a_foreign_row_cannot_be_changed<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let locker = locker(ground.organization, 1);
    ground.commit([insert(locker.clone())]).await;
    for write in [
        update::<Locker>(locker.id, 1, "rank", 9),
        delete::<Locker>(locker.id, 1),
        add::<Locker>(locker.id, "rank", 1, None),
        update::<Organization>(ground.organization, 1, "name", "Taken over"),
    ] {
        assert_eq!(other.refused([write]).await.code(), Code::NotFound);
    }
    let mut batch = other.batch([]);
    batch.expect = vec![Expect::Absent(key::<Locker>(locker.id))];
    other.store.commit(batch).await.unwrap();
    assert_eq!(ground.get::<Locker>(locker.id).await, locker);
}

/// A reference never leaves its organization.
pub async fn a_foreign_row_cannot_be_referred_to<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let stranger = user(ground.organization, None);
    ground.commit([insert(stranger.clone())]).await;
    let led = Team { manager_id: Some(stranger.id), ..team(other.organization, "a") };
    let error = other.refused([insert(led)]).await;
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["manager_id".to_owned()][..]));
    let own = team(other.organization, "b");
    other.commit([insert(own.clone())]).await;
    let error = other.refused([update::<Team>(own.id, 1, "manager_id", stranger.id)]).await;
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["manager_id".to_owned()][..]));
}

/// Rows belong to an organization that is there.
pub async fn an_organization_must_exist<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let nobody = Ground { store: std::sync::Arc::clone(&ground.store), organization: ground.neighbour_id() };
    let error = nobody.refused([insert(tag(nobody.organization, "x"))]).await;
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["organization_id".to_owned()][..]));
    nobody.commit([insert(organization(nobody.organization, "late")), insert(tag(nobody.organization, "x"))]).await;
    assert_eq!(nobody.count(nobody.all::<Tag>()).await, 1);
}

/// Organizations can be listed, by those who may, and nothing else can be asked for without naming one.
pub async fn the_directory_lists_organizations_only<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let directory = Query { tenant: Tenant::Directory, ..ground.all::<Organization>() };
    let listed: Vec<Organization> = ground.read(directory.clone()).await;
    let mut wanted = [ground.organization, other.organization];
    wanted.sort();
    assert_eq!(listed.iter().map(|organization| organization.id).collect::<Vec<_>>(), wanted);
    assert_eq!(ground.count(directory.clone()).await, 2);
    assert_eq!(ground.count(directory.filter(field("slug").is("first"))).await, 1);
    let tags = Query { tenant: Tenant::Directory, ..ground.all::<Tag>() };
    assert_eq!(ground.refusal(tags).await, Code::Required);
    let agenda = Query { tenant: Tenant::Agenda, ..ground.all::<Tag>() };
    assert_eq!(ground.refusal(agenda).await, Code::Required);
    let messages = Query { tenant: Tenant::Agenda, ..ground.all::<OutboxMessage>() };
    assert_eq!(ground.refusal(messages.clone()).await, Code::Required, "in the order of the agenda only");
    let in_order = messages.sort([Sort::ascending(OutboxMessage::CLAIMED_UNTIL)]);
    assert_eq!(ground.refusal(in_order.clone().count()).await, Code::Required);
    assert_eq!(ground.read::<OutboxMessage>(in_order).await, []);
}

/// The name in addresses belongs to one organization of all.
pub async fn a_slug_is_unique_among_all_organizations<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let rival = Ground { store: std::sync::Arc::clone(&ground.store), organization: Uuid::now_v7().into() };
    let error = rival.refused([insert(organization(rival.organization, "first"))]).await;
    assert_eq!(
        (error.code(), error.fields(), error.parameter("entity")),
        (Code::DuplicateValue, &["slug".to_owned()][..], Some("Organization")),
    );
}
