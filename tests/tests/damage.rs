//! Files that cannot be used, and disks that cannot be written: every caller gets an error with a code, and nothing is
//! half done.

use std::path::Path;
use std::process::Command;

use servicedesk::store::sqlite::{Options, SqliteStore, migrate};
use servicedesk::ticket::NewTicket;
use servicedesk::{Code, Desk, Error, ErrorKind, block_on};
use servicedesk_tests::desk::file::DeskFile;

fn question() -> NewTicket {
    NewTicket {
        subject: "It does not print".into(),
        requester_name: Some("Rita".into()),
        requester_email: Some("rita@example.com".into()),
        ..Default::default()
    }
}

/// Runs a shell script in a mount namespace of its own, where file systems can be made and sealed.
fn in_own_mounts(script: &str, arguments: &[&Path]) -> String {
    let mut shell = Command::new("unshare");
    shell.args(["--user", "--map-root-user", "--mount", "sh", "-euc", script, "sh"]).args(arguments);
    let output = shell.output().expect("unshare (util-linux) is installed: it makes the disk that is full");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the script failed (does this machine allow user namespaces?): {errors}");
    String::from_utf8(output.stdout).expect("text")
}

fn refusal(path: &Path) -> Error {
    let before = std::fs::read(path).ok();
    let error = SqliteStore::open(path, Options::default()).map(drop).expect_err("this cannot be opened");
    assert_eq!(std::fs::read(path).ok(), before, "a file that is refused is not touched");
    error
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_done() {
    let file = DeskFile::new();
    let folder = file.path().parent().expect("a folder").join("disk");
    std::fs::create_dir(&folder).expect("a test can make a folder");
    let script = "
        mount -t tmpfs -o size=8m tmpfs \"$2\"
        cp \"$1\" \"$2/desk.sqlite\"
        head -c 1048576 /dev/zero > \"$2/desk.sqlite.ballast\"
        \"$3\" fill \"$2/desk.sqlite\"
        \"$3\" check \"$2/desk.sqlite\"";
    let said = in_own_mounts(script, &[&file.path(), &folder, Path::new(env!("CARGO_BIN_EXE_desk_writer"))]);
    let lines: Vec<Vec<&str>> = said.lines().map(|line| line.split(' ').collect()).collect();
    let [refused, kept, after, checked] = &lines[..] else { panic!("the writer says {said}") };
    assert_eq!(refused[..], ["refused", "store.full", "unavailable"]);
    let acknowledged: usize = kept[1].parse().expect("a number");
    assert!(acknowledged > 10 && kept[2] == kept[1], "what was acknowledged is there, and nothing else: {kept:?}");
    assert!(after[1].ends_with(&format!("-{:04}", acknowledged + 1)), "the refused ticket left no gap: {after:?}");
    let total = (acknowledged + 1).to_string();
    assert_eq!((after[2], checked[1]), (total.as_str(), total.as_str()));
}

#[test]
fn a_disk_that_may_not_be_written_is_told() {
    let file = DeskFile::new();
    let folder = file.path().parent().expect("a folder").join("sealed");
    std::fs::create_dir(&folder).expect("a test can make a folder");
    let script = "
        mount -t tmpfs tmpfs \"$2\"
        cp \"$1\" \"$2/desk.sqlite\"
        mount -o remount,ro \"$2\"
        \"$3\" open \"$2/desk.sqlite\"
        \"$3\" open \"$2/another.sqlite\"";
    let said = in_own_mounts(script, &[&file.path(), &folder, Path::new(env!("CARGO_BIN_EXE_desk_writer"))]);
    assert_eq!(said.lines().collect::<Vec<_>>(), ["refused store.read_only unavailable"; 2]);
}

#[test]
fn a_damaged_file_is_told_and_never_half_read() {
    let file = DeskFile::new();
    let desk = file.open().expect("the file opens");
    block_on(async {
        let scope = DeskFile::scope(&desk).await;
        for _ in 0..200 {
            scope.tickets().create(question()).await.expect("the ticket is opened");
        }
    });
    drop(desk);
    let whole = std::fs::read(file.path()).expect("the file is there");
    let pages = whole.len() / 4_096;
    assert!(pages > 100, "{pages} pages to damage");
    let mut met = 0;
    for page in (1..pages).step_by(7) {
        let mut damaged = whole.clone();
        damaged[page * 4_096..(page + 1) * 4_096].fill(0xa5);
        std::fs::write(file.path(), damaged).expect("a test can write");
        met += usize::from(block_on(survives(&file)));
    }
    assert!(met > 5, "{met} kinds of damage were met");
    std::fs::write(file.path(), whole).expect("a test can write");
    file.check();
}

/// Uses a damaged file, and returns whether the damage was told. Whatever is told is told as damage.
async fn survives(file: &DeskFile) -> bool {
    let told = |error: &Error| assert_eq!(error.kind(), ErrorKind::Corrupt, "{error:?}");
    let desk: Desk = match file.open() {
        Ok(desk) => desk,
        Err(error) => {
            told(&error);
            return true;
        }
    };
    let Ok(Some(acme)) = desk.organization_by_slug("acme").await.inspect_err(told) else { return true };
    let scope = desk.scope(acme.id, servicedesk::scope::Actor::system());
    let listed = scope.tickets().list(servicedesk::query::Find::new().limit(1_000)).await.inspect_err(told);
    let made = scope.tickets().create(question()).await.inspect_err(told);
    listed.is_err() || made.is_err()
}

#[test]
fn what_is_no_desk_is_refused_and_not_touched() {
    let file = DeskFile::new();
    let path = |name: &str| file.path().with_file_name(name);
    let text = path("notes.txt");
    std::fs::write(&text, "Buy milk. ".repeat(1_000)).expect("a test can write");
    assert_eq!(refusal(&text).code(), Code::StoreNotADesk);
    let short = path("short.txt");
    std::fs::write(&short, "x").expect("a test can write");
    assert_eq!(refusal(&short).code(), Code::StoreNotADesk);
    let other = path("other.sqlite");
    let tables = rusqlite::Connection::open(&other).expect("SQLite makes it");
    tables.execute_batch("CREATE TABLE ticket (id INTEGER PRIMARY KEY)").expect("a table");
    drop(tables);
    assert_eq!(refusal(&other).code(), Code::StoreNotADesk);
    let mut headless = std::fs::read(file.path()).expect("the file is there");
    headless[..16].fill(0);
    let beheaded = path("beheaded.sqlite");
    std::fs::write(&beheaded, headless).expect("a test can write");
    assert_eq!(refusal(&beheaded).code(), Code::StoreNotADesk);
    let folder = path("folder");
    std::fs::create_dir(&folder).expect("a test can make a folder");
    assert!(matches!(refusal(&folder).kind(), ErrorKind::Unavailable | ErrorKind::Invalid));
    assert_eq!(refusal(&path("no/such/folder.sqlite")).kind(), ErrorKind::Unavailable);
}

#[test]
fn another_schema_is_refused_by_its_number() {
    let file = DeskFile::new();
    let change = |sql: &str| {
        let file = rusqlite::Connection::open(file.path()).expect("the file opens");
        file.execute_batch(sql).expect("the statement is sound");
    };
    let known = migrate::status(file.path()).expect("a desk").applied.len();
    change("INSERT INTO servicedesk_migration VALUES (999, 'from the future', 'x', 0)");
    let error = refusal(&file.path());
    assert_eq!((error.code(), error.kind()), (Code::SchemaNewer, ErrorKind::Unavailable));
    assert_eq!((error.parameter("found"), error.parameter("known")), (Some("999"), Some(known.to_string().as_str())));
    change("DELETE FROM servicedesk_migration WHERE version = 999");
    file.check();
    migrate::down(file.path(), known as i64 - 1).expect("a step back");
    let error = refusal(&file.path());
    assert_eq!((error.code(), error.kind()), (Code::SchemaOlder, ErrorKind::Unavailable));
    change("UPDATE servicedesk_migration SET checksum = 'x' WHERE version = 1");
    let error = refusal(&file.path());
    assert_eq!((error.code(), error.kind()), (Code::MigrationChanged, ErrorKind::Corrupt));
}
