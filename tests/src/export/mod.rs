//! What an export and its restore promise, as points over two kinds of stores: one that is written to a file, one that is
//! brought back from it.

mod ground;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::Arc;

use servicedesk::clock::ManualClock;
use servicedesk::export::Total;
use servicedesk::identity::{NewUser, UserKind};
use servicedesk::organization::{Department, DepartmentPatch, OrganizationId};
use servicedesk::query::field;
use servicedesk::scope::Actor;
use servicedesk::search::SearchOptions;
use servicedesk::ticket::{Audience, Category, TicketHistory};
use servicedesk::{Code, Desk};
use sha2::{Digest as _, Sha256};

use crate::desk::DeskFactory;
use crate::faulty::{Faulty, Rates};
pub use ground::{Ground, ticket};

/// Writes an organization to a file.
pub async fn exported(desk: &Desk, organization: OrganizationId) -> Vec<u8> {
    let mut file = Vec::new();
    let scope = desk.scope(organization, Actor::system());
    let summary = scope.export(&mut file).await.expect("memory takes all");
    assert_eq!(summary.rows() as usize, file.iter().filter(|byte| **byte == b'\n').count() - 2);
    file
}

/// An organization is brought back on another store as it was: its file is the same, byte for byte.
pub async fn comes_back_byte_for_byte(from: &impl DeskFactory, to: &impl DeskFactory) {
    let ground = Ground::with_sample(from.store().await).await;
    let file = exported(&ground.desk, ground.organization).await;
    let desk = Desk::new(to.store().await);
    let summary = desk.restore(Cursor::new(&file)).await.expect("the file is whole");
    assert_eq!(summary.organization_id, ground.organization);
    assert!(summary.totals.values().filter(|total| total.rows > 0).count() >= 16, "{summary:?}");
    let again = exported(&desk, ground.organization).await;
    assert!(file == again, "the files differ at {:?}", file.iter().zip(&again).position(|(a, b)| a != b));
    // Whoever does not know that it is done does it again.
    assert_eq!(desk.restore(Cursor::new(&file)).await.expect("nothing is written twice"), summary);
    assert!(file == exported(&desk, ground.organization).await);
}

/// What was brought back works as before: numbers go on, limits hold, versions are the old ones, references lead on.
pub async fn works_as_before(from: &impl DeskFactory, to: &impl DeskFactory) {
    let ground = Ground::small(from.store().await).await;
    let file = exported(&ground.desk, ground.organization).await;
    let desk = Desk::builder(to.store().await).clock(ManualClock::at(ground.desk.now())).build();
    desk.restore(Cursor::new(&file)).await.expect("the file is whole");
    let (old, new) = (ground.scope(), desk.scope(ground.organization, Actor::system()));
    for scope in [&old, &new] {
        let made = scope.tickets().create(ticket("One more")).await.expect("the month has room for one");
        assert_eq!(made.number, "TKT-2026-0004");
        let error = scope.tickets().create(ticket("One too many")).await.expect_err("the month is full");
        assert_eq!(error.code(), Code::TicketLimit);
        let agent = NewUser { display_name: "Third".into(), kind: UserKind::Agent, ..NewUser::default() };
        assert_eq!(scope.users().create(agent).await.expect_err("two are all").code(), Code::AgentLimit);
        let department = scope.repository::<Department>().get(ground.department).await.expect("it is there");
        let patch = DepartmentPatch { description: Some("Changed".to_owned()).into(), ..DepartmentPatch::default() };
        let changed = scope.repository::<Department>().update(ground.department, department.version, patch).await;
        assert_eq!(changed.expect("its version is the old one").version, ground.department_version + 1);
        let category = scope.repository::<Category>().get(ground.moved_category).await.expect("it is there");
        assert!(category.parent_id.is_some_and(|parent| parent > category.id));
        let records = scope.repository::<TicketHistory>();
        let of_ticket = field(TicketHistory::TICKET_ID).is(ground.parented_ticket);
        assert!(records.count(servicedesk::query::Find::new().filter(of_ticket)).await.expect("the desk answers") > 1);
        // Words, numbers and members of documents are found as before.
        for (text, finds) in
            [("drucker", 1), ("printer", 1), ("\"on my way\"", 1), ("tkt-2026-0002", 1), ("mistake", 0)]
        {
            let found = scope.search(text, Audience::Staff, SearchOptions::default()).await.expect("a sound question");
            assert_eq!(found.items.len(), finds, "{text}");
        }
        let with_z = servicedesk::query::Find::new().filter(field("custom_fields.z").is(1));
        assert_eq!(scope.tickets().count(with_z).await.expect("a sound question"), 1);
    }
}

/// A restore that is interrupted again and again, with answers lost on the way, is brought to its end by repetition.
pub async fn an_interrupted_restore_is_repeated(from: &impl DeskFactory, to: &impl DeskFactory) {
    let ground = Ground::with_sample(from.store().await).await;
    let file = exported(&ground.desk, ground.organization).await;
    let rates = Rates { read: 0, before_commit: 60, after_commit: 60 };
    let store = Arc::new(Faulty::new(to.store().await, 7, rates));
    let desk = Desk::new(Arc::clone(&store));
    let mut attempts = 1;
    while let Err(error) = desk.restore(Cursor::new(&file)).await {
        assert!(error.is_retryable(), "{error:?}");
        attempts += 1;
        assert!(attempts < 1_000, "it never ends");
    }
    println!("{attempts} attempts, {} faults", store.faults());
    assert!(attempts > 1);
    store.set_calm(true);
    assert!(file == exported(&desk, ground.organization).await);
}

/// A desk that has the organization from elsewhere refuses it and stays as it was; so does one with its short name.
pub async fn an_occupied_place_is_refused(from: &impl DeskFactory, to: &impl DeskFactory) {
    let ground = Ground::small(from.store().await).await;
    let earlier = exported(&ground.desk, ground.organization).await;
    ground.scope().tickets().create(ticket("Since then")).await.expect("the month has room for one");
    let file = exported(&ground.desk, ground.organization).await;
    let refused = ground.desk.restore(Cursor::new(&earlier)).await.expect_err("it has the organization");
    assert_eq!(refused.code(), Code::ExportOccupied);
    assert!(file == exported(&ground.desk, ground.organization).await);

    let desk = Desk::new(to.store().await);
    let other = ground::organization();
    desk.create_organization(other).await.expect("the desk is empty");
    let refused = desk.restore(Cursor::new(&file)).await.expect_err("the short name is taken");
    assert_eq!((refused.code(), refused.fields()), (Code::DuplicateValue, &["slug".to_owned()][..]));
    let scope = desk.scope(ground.organization, Actor::system());
    assert_eq!(scope.organization().await.expect_err("nothing came in").code(), Code::NotFound);
}

/// An organization that changes while it is written gives no whole file, and says so.
pub async fn a_change_meanwhile_is_noticed(from: &impl DeskFactory) {
    let ground = Ground::small(from.store().await).await;
    let mut file =
        Interfering { desk: ground.desk.clone(), organization: ground.organization, lines: 0, bytes: Vec::new() };
    let scope = ground.scope();
    let error = scope.export(&mut file).await.expect_err("it changed");
    assert_eq!((error.code(), error.is_retryable()), (Code::ReadChanged, true));
    let desk = Desk::memory();
    let error = desk.restore(Cursor::new(file.bytes)).await.expect_err("the file is not whole");
    assert_eq!(error.code(), Code::ExportInvalid);
    exported(&ground.desk, ground.organization).await;
}

/// A file that changes the organization when the tickets are past.
struct Interfering {
    desk: Desk,
    organization: OrganizationId,
    lines: usize,
    bytes: Vec<u8>,
}

impl Write for Interfering {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        if text.contains("ticket_history") && self.lines == 0 && !text.contains("servicedesk.export") {
            self.lines += 1;
            let (desk, organization) = (self.desk.clone(), self.organization);
            let made = std::thread::spawn(move || {
                let scope = desk.scope(organization, Actor::system());
                servicedesk::block_on(scope.tickets().create(ticket("In between")))
            });
            made.join().expect("it does not panic").expect("the month has room for one");
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Returns the last line for these rows, as whoever writes such a file has to make it.
pub fn totals(rows: &[String]) -> String {
    let mut hashes: BTreeMap<String, (u64, Sha256)> =
        servicedesk::ENTITIES.iter().map(|def| (def.table.to_owned(), Default::default())).collect();
    for row in rows {
        let document: serde_json::Value = serde_json::from_str(row).expect("a line is JSON");
        let entity = document["entity"].as_str().expect("a row names its entity").to_owned();
        let (count, hash) = hashes.entry(entity).or_default();
        *count += 1;
        hash.update(row);
        hash.update("\n");
    }
    let totals: BTreeMap<String, Total> = hashes
        .into_iter()
        .map(|(entity, (rows, hash))| {
            let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            (entity, Total { rows, sha256 })
        })
        .collect();
    format!("{{\"totals\":{}}}", serde_json::to_string(&totals).expect("totals are JSON"))
}
