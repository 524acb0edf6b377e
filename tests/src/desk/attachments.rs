//! Files: kept and given back as they were, refused when they lie, collected when nobody names them.

use std::io::Read;
use std::sync::Arc;

use servicedesk::Code;
use servicedesk::clock::ManualClock;
use servicedesk::identity::UserId;
use servicedesk::organization::{NewTenantConfiguration, TenantConfiguration};
use servicedesk::query::Find;
use servicedesk::scope::Actor;
use servicedesk::store::BatchId;
use servicedesk::store::files::Files;
use servicedesk::ticket::{Attachment, NewUpload, TicketId, preset};
use servicedesk::{Desk, Error, ErrorKind};

use super::DeskFactory;
use super::fixture::{Fixture, acme, beginning, refused};
use crate::faulty::Lossy;
use crate::sample_log::Folder;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on";

async fn with_files(factory: &impl DeskFactory, files: Files) -> Fixture {
    let clock = ManualClock::at(beginning());
    let desk = Desk::builder(factory.store().await).clock(clock.clone()).files(files).build();
    Fixture::on(desk, clock, acme(), &preset::itsm()).await
}

fn named(ticket: TicketId, name: &str) -> NewUpload {
    NewUpload { ticket_id: Some(ticket), original_name: name.into(), ..Default::default() }
}

/// Returns the names of all files below a folder.
fn kept(folder: &Folder) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.file("")];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(path).expect("the folder is read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found
}

fn lied(error: &Error) -> (Code, Option<&str>) {
    (error.code(), error.fields().first().map(String::as_str))
}

pub async fn a_file_is_given_back_as_it_was(factory: &impl DeskFactory) {
    let folder = Folder::new();
    let desk = with_files(factory, Files::folder(folder.file("")).unwrap()).await;
    let ticket = desk.open().await.id;
    let by = desk.by(desk.agent(0));
    let new = NewUpload { mime_type: Some("image/png".into()), ..named(ticket, "Tela às 9h.png") };
    let made = by.attachments().upload(new, PNG.to_vec()).await.unwrap();
    assert_eq!((made.original_name.as_str(), made.mime_type.as_str()), ("Tela às 9h.png", "image/png"));
    assert_eq!((made.size_bytes, made.uploaded_by_id), (PNG.len() as i64, Some(desk.agent(0))));
    assert!(made.stored_name.ends_with(".png") && !made.storage_key.contains("Tela"));
    assert_eq!(by.attachments().download(made.id).await.unwrap(), PNG);
    assert_eq!(desk.scope.repository::<Attachment>().get(made.id).await.unwrap(), made);
    let neighbour = desk.neighbour().await;
    assert_eq!(refused(neighbour.scope.attachments().download(made.id).await).code(), Code::NotFound);
    let empty = desk.scope.attachments().upload(named(ticket, "empty"), Vec::new()).await.unwrap();
    assert_eq!(desk.scope.attachments().download(empty.id).await.unwrap(), Vec::<u8>::new());
    // Several parts: read piece by piece, and given back so.
    let large: Vec<u8> = (0..11 * 1024 * 1024_u32).map(|number| (number % 251) as u8).collect();
    let made = desk.scope.attachments().upload_from(named(ticket, "large"), large.as_slice()).await.unwrap();
    let mut back = Vec::new();
    desk.scope.attachments().download_to(made.id, &mut back).await.unwrap();
    assert!(back == large, "the bytes are the same");
}

pub async fn lies_are_refused_and_leave_nothing(factory: &impl DeskFactory) {
    let folder = Folder::new();
    let desk = with_files(factory, Files::folder(folder.file("")).unwrap().max_bytes(6 * 1024 * 1024)).await;
    let ticket = desk.open().await.id;
    let good = || named(ticket, "a.png");
    let cases = [
        (NewUpload { mime_type: Some("application/pdf".into()), ..good() }, Code::FormatInvalid, Some("mime_type")),
        (NewUpload { size_bytes: Some(7), ..good() }, Code::FormatInvalid, Some("size_bytes")),
        (NewUpload { size_bytes: Some(-1), ..good() }, Code::FormatInvalid, Some("size_bytes")),
        (NewUpload { sha256: Some("00".repeat(32)), ..good() }, Code::FormatInvalid, Some("sha256")),
        (named(ticket, "../../a.png"), Code::FormatInvalid, Some("original_name")),
        (named(ticket, ""), Code::Required, Some("original_name")),
        (named(ticket, &"a".repeat(256)), Code::TextTooLong, Some("original_name")),
        (named(TicketId::from(uuid::Uuid::from_u128(1)), "a.png"), Code::ReferenceMissing, Some("ticket_id")),
        (NewUpload { ticket_id: None, ..good() }, Code::Required, Some("ticket_id")),
        (NewUpload { comment_id: Some(Default::default()), ..good() }, Code::FieldKind, Some("ticket_id")),
    ];
    for (new, code, field) in cases {
        let error = refused(desk.scope.attachments().upload(new, PNG.to_vec()).await);
        assert_eq!(lied(&error), (code, field));
    }
    let program = b"MZ\x90\0 a program".to_vec();
    let error = refused(desk.scope.attachments().upload(named(ticket, "photo.png"), program).await);
    assert_eq!(error.code(), Code::FileForbidden);
    for size in [6 * 1024 * 1024 + 1, 20 * 1024 * 1024] {
        let endless = std::io::repeat(1).take(size);
        let error = refused(desk.scope.attachments().upload_from(named(ticket, "x"), endless).await);
        assert_eq!((error.code(), error.parameter("max")), (Code::FileTooLarge, Some("6291456")));
    }
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the line is dead"))
        }
    }
    let cut_off = std::io::repeat(1).take(5_500_000).chain(Broken);
    let error = refused(desk.scope.attachments().upload_from(named(ticket, "x"), cut_off).await);
    assert_eq!(lied(&error), (Code::StoreUnavailable, Some("content")));
    assert_eq!(kept(&folder), Vec::<std::path::PathBuf>::new(), "nothing is left");
    assert_eq!(desk.scope.repository::<Attachment>().count(Find::new().with_deleted()).await.unwrap(), 0);
}

pub async fn an_organization_keeps_no_more_than_it_may(factory: &impl DeskFactory) {
    let desk = with_files(factory, Files::memory()).await;
    let ticket = desk.open().await.id;
    let limit = NewTenantConfiguration { storage_limit_bytes: Some(100), ..Default::default() };
    desk.scope.repository::<TenantConfiguration>().create(limit).await.unwrap();
    let upload = async |bytes: usize| desk.scope.attachments().upload(named(ticket, "a.txt"), vec![b'a'; bytes]).await;
    upload(60).await.unwrap();
    let error = refused(upload(41).await);
    assert_eq!((error.code(), error.parameter("limit")), (Code::StorageLimit, Some("100")));
    upload(40).await.unwrap();
    assert_eq!(refused(upload(1).await).code(), Code::StorageLimit);
}

pub async fn a_repeated_upload_is_kept_once(factory: &impl DeskFactory) {
    let folder = Folder::new();
    let desk = with_files(factory, Files::folder(folder.file("")).unwrap()).await;
    let ticket = desk.open().await.id;
    let limit = NewTenantConfiguration { storage_limit_bytes: Some(PNG.len() as i64), ..Default::default() };
    desk.scope.repository::<TenantConfiguration>().create(limit).await.unwrap();
    let scope = || desk.scope.clone().idempotent(BatchId::from(uuid::Uuid::from_u128(9)));
    let first = scope().attachments().upload(named(ticket, "a.png"), PNG.to_vec()).await.unwrap();
    let again = scope().attachments().upload(named(ticket, "a.png"), PNG.to_vec()).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(kept(&folder).len(), 1);
}

pub async fn a_lost_answer_loses_no_bytes(factory: &impl DeskFactory) {
    let files = Files::memory();
    let desk = with_files(factory, files.clone()).await;
    let ticket = desk.open().await.id;
    let lossy = Desk::builder(Lossy::new(Arc::clone(desk.desk.store()))).files(files).build();
    let lossy = lossy.scope(desk.organization.id, Actor::system());
    let error = refused(lossy.attachments().upload(named(ticket, "a.png"), PNG.to_vec()).await);
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    let made = desk.scope.repository::<Attachment>().list(Find::new()).await.unwrap().items.remove(0);
    assert_eq!(
        desk.scope.attachments().download(made.id).await.unwrap(),
        PNG,
        "the row was there, and so are its bytes"
    );
}

pub async fn what_was_lost_or_changed_is_told(factory: &impl DeskFactory) {
    let folder = Folder::new();
    let desk = with_files(factory, Files::folder(folder.file("")).unwrap()).await;
    let ticket = desk.open().await.id;
    let made = desk.scope.attachments().upload(named(ticket, "a.png"), PNG.to_vec()).await.unwrap();
    let path = kept(&folder).remove(0);
    let mut changed = PNG.to_vec();
    changed[20] ^= 1;
    std::fs::write(&path, changed).unwrap();
    assert_eq!(refused(desk.scope.attachments().download(made.id).await).code(), Code::FileChanged);
    std::fs::write(&path, &PNG[1..]).unwrap();
    assert_eq!(refused(desk.scope.attachments().download(made.id).await).code(), Code::FileChanged);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(refused(desk.scope.attachments().download(made.id).await).code(), Code::FileMissing);
}

pub async fn a_desk_without_a_place_keeps_no_files(factory: &impl DeskFactory) {
    let desk = Fixture::new(factory).await;
    let ticket = desk.open().await.id;
    let error = refused(desk.scope.attachments().upload(named(ticket, "a.png"), PNG.to_vec()).await);
    assert_eq!(error.code(), Code::FilesMissing);
}

pub async fn orphans_are_collected_when_they_are_old(factory: &impl DeskFactory) {
    let folder = Folder::new();
    let desk = with_files(factory, Files::folder(folder.file("")).unwrap()).await;
    let (ticket, by) = (desk.open().await.id, desk.by(UserId::from(uuid::Uuid::from_u128(5))));
    let made = desk.scope.attachments().upload(named(ticket, "a.png"), PNG.to_vec()).await.unwrap();
    let deleted = desk.scope.attachments().upload(named(ticket, "b.png"), PNG.to_vec()).await.unwrap();
    desk.scope.repository::<Attachment>().delete(deleted.id, deleted.version).await.unwrap();
    // What an upload leaves that is cut off between the bytes and the row.
    let orphan = kept(&folder)[0].with_file_name("0198a5c0-0000-7000-8000-000000000000");
    std::fs::write(&orphan, b"left").unwrap();
    // The folder's times are the machine's.
    let machine = servicedesk::clock::Clock::now(&servicedesk::clock::SystemClock);
    desk.clock.set(machine);
    assert_eq!(desk.scope.attachments().collect_orphans().await.unwrap(), 0, "it may be an upload under way");
    desk.clock.set(machine.plus_millis(2 * 86_400_000));
    let neighbour = desk.neighbour().await;
    assert_eq!(neighbour.scope.attachments().collect_orphans().await.unwrap(), 0, "it is not theirs");
    assert_eq!(by.attachments().collect_orphans().await.unwrap(), 1);
    assert!(!orphan.exists());
    assert_eq!(desk.scope.attachments().download(made.id).await.unwrap(), PNG);
    desk.scope.repository::<Attachment>().restore(deleted.id).await.unwrap();
    assert_eq!(desk.scope.attachments().download(deleted.id).await.unwrap(), PNG, "a deleted file can come back");
}
