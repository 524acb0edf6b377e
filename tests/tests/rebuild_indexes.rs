//! Rows that were written before the stores kept indexes of words and of members, or by another program: they are not found until
//! the indexes are rebuilt, and then they are.

use serde_json::json;
use servicedesk::organization::{NewOrganization, OrganizationId};
use servicedesk::query::{Find, field};
use servicedesk::scope::{Actor, Scope};
use servicedesk::search::SearchOptions;
use servicedesk::store::sqlite::SqliteStore;
use servicedesk::store::{postgres, sqlite};
use servicedesk::ticket::{Audience, NewComment, NewTicket, Ticket, preset};
use servicedesk::{Desk, block_on};
use servicedesk_tests::schema::place::{File, Schema, run};

/// The last version without indexes.
const BEFORE: i64 = 20;

/// Makes a copy of the only ticket, as a program that knows nothing of the library would; `{id}` stands for a new id.
const COPY: &str = "CREATE TEMP TABLE \"copied\" AS SELECT * FROM \"ticket\";
    UPDATE \"copied\" SET \"id\"={id},\"number\"='OLD-1',\"subject\"='Zebra crossing',\"custom_fields\"='{\"color\":\"green\"}';
    INSERT INTO \"ticket\" SELECT * FROM \"copied\";
    DROP TABLE \"copied\";";

/// Writes a ticket and a comment.
fn write(desk: &Desk) -> OrganizationId {
    let new = NewOrganization { name: "Acme".into(), slug: "acme".into(), ..Default::default() };
    let acme = block_on(desk.create_organization(new)).expect("the organization is made");
    let scope = desk.scope(acme.id, Actor::system());
    block_on(scope.set_up(&preset::itsm())).expect("the preset is set up");
    let new = NewTicket {
        subject: "Impressoras paradas".into(),
        custom_fields: Some(json!({ "color": "blue" })),
        requester_name: Some("Rita".into()),
        requester_email: Some("rita@example.com".into()),
        ..Default::default()
    };
    let ticket = block_on(scope.tickets().create(new)).expect("the ticket is opened");
    let new = NewComment { ticket_id: ticket.id, body: "A girafa também".into(), ..Default::default() };
    block_on(scope.comments().add(new)).expect("the comment is written");
    acme.id
}

/// What is found of each word, and of each colour.
fn found(scope: &Scope) -> [u64; 5] {
    let words = |text: &str| {
        let found = block_on(scope.search(text, Audience::Staff, SearchOptions::default()));
        found.expect("the question is sound").items.len() as u64
    };
    let colored = |color: &str| {
        let find = Find::<Ticket>::new().filter(field("custom_fields.color").is(color));
        block_on(scope.tickets().count(find)).expect("the question is sound")
    };
    [words("impressora"), words("girafa"), words("zebras"), colored("blue"), colored("green")]
}

fn is_rebuilt(scope: &Scope) {
    assert_eq!(found(scope), [0; 5], "nothing is in the indexes");
    assert_eq!(block_on(scope.rebuild_indexes()).expect("the rows are read"), 3);
    assert_eq!(found(scope), [1; 5]);
    // Doing it again changes nothing.
    assert_eq!(block_on(scope.rebuild_indexes()).expect("the rows are read"), 3);
    assert_eq!(found(scope), [1; 5]);
    let tickets = block_on(scope.tickets().list(Find::new())).expect("the tickets are listed").items;
    assert!(tickets.iter().all(|ticket| ticket.version == 1), "the rows themselves do not change");
}

#[test]
fn a_file_from_before_is_indexed() {
    let file = File::new();
    let organization =
        write(&Desk::new(SqliteStore::open(file.path(), sqlite::Options::default()).expect("it is made")));
    sqlite::migrate::down(file.path(), BEFORE).expect("it is taken back");
    file.connect().execute_batch(&COPY.replace("{id}", "randomblob(16)")).expect("the statements are sound");
    sqlite::migrate::up(file.path()).expect("it is migrated");
    let desk = Desk::new(SqliteStore::open(file.path(), sqlite::Options::default()).expect("it opens"));
    is_rebuilt(&desk.scope(organization, Actor::system()));
}

#[test]
fn a_schema_from_before_is_indexed() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let schema = runtime.block_on(Schema::new());
    let open = || {
        let options = postgres::Options { migrate: true, ..schema.options() };
        Desk::new(postgres::PostgresStore::connect_blocking(&schema.url(), options).expect("the server answers"))
    };
    let organization = write(&open());
    runtime.block_on(async {
        postgres::migrate::down(&schema.url(), &schema.options(), BEFORE).await.expect("it is taken back");
        let tenant = format!("SELECT set_config('servicedesk.organization','{organization}',false);");
        let copy = tenant + &COPY.replace("{id}", "gen_random_uuid()");
        run(&mut schema.connect().await, copy).await.expect("the statements are sound");
    });
    is_rebuilt(&open().scope(organization, Actor::system()));
}
