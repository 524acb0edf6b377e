//! Row-level security: what the database says again when a statement forgets whose rows it is about.

use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use super::{Place, batch, insert, organization, rows, run, tag};
use crate::organization::OrganizationId;
use crate::store::Store as _;
use crate::store::postgres::PostgresStore;
use crate::ticket::Tag;

/// A second role, which owns nothing and may only read and write.
struct Guest<'a> {
    place: &'a Place,
    role: String,
}

impl<'a> Guest<'a> {
    async fn new(place: &'a Place) -> Self {
        let role = format!("g{}", Uuid::now_v7().simple());
        let schema = &place.schema;
        let sql = format!(
            "CREATE ROLE {role} NOLOGIN NOBYPASSRLS; GRANT USAGE ON SCHEMA {schema} TO {role}; \
             GRANT SELECT,INSERT,UPDATE,DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}"
        );
        run(&mut place.raw().await, &sql).await.unwrap();
        Self { place, role }
    }

    async fn connect(&self) -> PgConnection {
        let mut connection = PgConnection::connect(&self.place.address(&self.role)).await.unwrap();
        run(&mut connection, &format!("SET search_path TO {}", self.place.schema)).await.unwrap();
        connection
    }

    async fn leave(self) {
        let sql = format!("DROP OWNED BY {}; DROP ROLE {}", self.role, self.role);
        run(&mut self.place.raw().await, &sql).await.unwrap();
    }
}

async fn names(connection: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar("SELECT name FROM tag ORDER BY name").fetch_all(connection).await.unwrap()
}

async fn become_tenant(connection: &mut PgConnection, organization: OrganizationId) {
    run(connection, &format!("SELECT set_config('servicedesk.organization','{organization}',false)")).await.unwrap();
}

#[tokio::test]
async fn a_session_sees_and_writes_its_own_organization_only() {
    let place = Place::new().await;
    let store = place.open().await;
    let (a, b) = (organization(&store).await, organization(&store).await);
    store.commit(batch(a, [insert(tag(a, "of a"))])).await.unwrap();
    store.commit(batch(b, [insert(tag(b, "of b"))])).await.unwrap();
    for role in [super::ROLE.to_owned(), Guest::new(&place).await.role] {
        let guest = Guest { place: &place, role };
        let mut connection = guest.connect().await;
        assert_eq!(names(&mut connection).await, Vec::<String>::new(), "nobody without the setting, the owner neither");
        become_tenant(&mut connection, a).await;
        assert_eq!(names(&mut connection).await, ["of a"]);
        let foreign = format!(
            "INSERT INTO tag (id,organization_id,name,version,created_at,updated_at) \
             VALUES (gen_random_uuid(),'{b}','stolen',1,now(),now())"
        );
        let error = run(&mut connection, &foreign).await.unwrap_err();
        assert_eq!(error.as_database_error().unwrap().code().as_deref(), Some("42501"));
        for sql in [
            format!("UPDATE tag SET name='x' WHERE organization_id='{b}'"),
            "DELETE FROM tag WHERE name='of b'".to_owned(),
        ] {
            run(&mut connection, &sql).await.unwrap();
        }
        let moved = format!("UPDATE tag SET organization_id='{b}'");
        assert!(run(&mut connection, &moved).await.is_err());
        become_tenant(&mut connection, b).await;
        assert_eq!(names(&mut connection).await, ["of b"]);
        connection.close().await.unwrap();
        if guest.role != super::ROLE {
            guest.leave().await;
        }
    }
}

#[tokio::test]
async fn a_store_works_for_a_role_that_owns_nothing() {
    let place = Place::new().await;
    drop(place.open().await);
    let guest = Guest::new(&place).await;
    let store = PostgresStore::connect(&place.address(&guest.role), place.options()).await.unwrap();
    let (a, b) = (organization(&store).await, organization(&store).await);
    for (id, name) in [(a, "1"), (b, "2"), (a, "3"), (b, "4")] {
        store.commit(batch(id, [insert(tag(id, name))])).await.unwrap();
    }
    assert_eq!((rows::<Tag>(&store, a).await.len(), rows::<Tag>(&store, b).await.len()), (2, 2));
    let directory = crate::query::Query {
        tenant: crate::query::Tenant::Directory,
        ..crate::query::Query::new(<crate::organization::Organization as crate::entity::Entity>::DEF, a)
    };
    let own = crate::query::Query::new(<Tag as crate::entity::Entity>::DEF, b);
    let pages = store.read(&[directory, own]).await.unwrap();
    assert_eq!((pages[0].rows.len(), pages[1].rows.len()), (2, 2), "a read may cross tenants");
    drop(store);
    guest.leave().await;
}
