//! A process that is killed while it writes: what it was told is kept is there, and nothing is there by halves.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::{Desk, block_on};
use servicedesk_tests::adoption::runs;
use servicedesk_tests::adoption::schema::Database;
use servicedesk_tests::desk::file::DeskFile;

const KILLS: usize = 200;

/// Starts a writer, kills it after a while, and returns the lines that it wrote before.
fn write_and_die(arguments: &[&OsStr], after_first_line: bool, delay: Duration) -> Vec<String> {
    let mut writer = Command::new(env!("CARGO_BIN_EXE_desk_writer"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the writer starts");
    let out = BufReader::new(writer.stdout.take().expect("its output is piped"));
    let (told, lines) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in out.split(b'\n') {
            told.send(line.expect("a pipe can be read")).expect("somebody listens");
        }
    });
    let mut said = Vec::new();
    if after_first_line {
        said.push(lines.recv_timeout(Duration::from_secs(60)).expect("the writer writes"));
    }
    std::thread::sleep(delay);
    writer.kill().expect("a process can be killed");
    let status = writer.wait().expect("it was ours");
    assert!(status.success() || status.code().is_none(), "the writer was killed, it did not fail: {status}");
    said.extend(lines);
    reader.join().expect("the reader ends with the pipe");
    said.into_iter().map(|line| String::from_utf8(line).expect("text")).collect()
}

#[test]
fn a_killed_writer_loses_nothing_and_leaves_nothing_by_halves() {
    let file = DeskFile::new();
    let (mut tickets, mut comments, mut without) = (BTreeSet::new(), BTreeSet::new(), 0);
    for round in 0..KILLS {
        // Some die while they open the file, most at some moment of their writing.
        let delay = Duration::from_millis((round as u64 * 37) % 60);
        let lines = write_and_die(&["stream".as_ref(), file.path().as_os_str()], round % 8 != 0, delay);
        without += usize::from(lines.is_empty());
        for line in lines {
            let fresh = match line.split_once(' ') {
                Some(("ticket", number)) => tickets.insert(number.to_owned()),
                Some(("comment", id)) => comments.insert(id.to_owned()),
                _ => panic!("the writer says {line}"),
            };
            assert!(fresh, "{line} was acknowledged twice");
        }
        if round % 50 == 49 {
            file.check();
        }
    }
    let seen = file.check();
    assert!(tickets.len() > KILLS && without < KILLS / 4, "{} tickets, {without} silent writers", tickets.len());
    let numbers: BTreeSet<String> = seen.tickets.iter().map(|ticket| ticket.number.clone()).collect();
    let ids: BTreeSet<String> = seen.comments.iter().map(|comment| comment.id.to_string()).collect();
    assert!(tickets.is_subset(&numbers), "an acknowledged ticket is lost");
    assert!(comments.is_subset(&ids), "an acknowledged comment is lost");
    // At most one commit was on its way at each death, and it is there as a whole or not at all.
    let unsaid = numbers.len() - tickets.len() + ids.len() - comments.len();
    assert!(unsaid <= KILLS, "{unsaid} rows that nobody was told of");
}

/// How many rows each table of the adopted database has.
const ROWS: usize = 300;

/// Returns how often each thing is in a desk that was adopted: rows, what the feed says was added, what can be found.
fn contents(file: &Path) -> BTreeMap<String, i64> {
    let file = rusqlite::Connection::open(file).expect("the file opens");
    let mut contents = BTreeMap::new();
    let verdict: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("SQLite answers");
    assert_eq!(verdict, "ok");
    let broken = "SELECT count(*) FROM pragma_foreign_key_check";
    assert_eq!(file.query_row(broken, [], |row| row.get::<_, i64>(0)).expect("SQLite answers"), 0);
    let sql = "SELECT name FROM sqlite_schema WHERE type='table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'sqlite%' \
               AND name NOT LIKE 'search_text%' AND name NOT IN ('batch', 'change_feed', 'migration', 'schema_migration')";
    let mut names = file.prepare(sql).expect("SQLite answers");
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).and_then(Iterator::collect).expect("the file has tables");
    for name in names {
        // Every run says in the audit log what it wrote.
        let own = if name == "audit_entry" { " WHERE action <> 'import'" } else { "" };
        let sql = format!("SELECT count(*) FROM \"{name}\"{own}");
        contents.insert(name, file.query_row(&sql, [], |row| row.get(0)).expect("a table can be counted"));
    }
    let sql = "SELECT entity, count(*) FROM change_feed WHERE kind='insert' GROUP BY entity";
    let mut fed = file.prepare(sql).expect("SQLite answers");
    let mut fed = fed.query([]).expect("SQLite answers");
    while let Some(row) = fed.next().expect("SQLite answers") {
        let name: String = row.get(0).expect("a name");
        contents.insert(format!("feed of {name}"), row.get(1).expect("a number"));
    }
    contents
}

#[test]
fn a_killed_adoption_is_finished_by_the_next_without_doubles() {
    let folder = std::env::temp_dir().join(format!("servicedesk-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir(&folder).expect("a test can make a folder");
    let (disturbed, quiet) = (folder.join("disturbed.sqlite"), folder.join("quiet.sqlite"));
    let source = block_on(runs::source('a', ROWS, true, Database::Sqlite));
    let address = source.address();
    let (mut killed, mut grown, mut last) = (0, 0, 0);
    for round in 0..40 {
        let arguments = ["adopt".as_ref(), disturbed.as_os_str(), address.as_ref()];
        let lines = write_and_die(&arguments, true, Duration::from_millis(20 + (round * 53) % 300));
        if lines.iter().any(|line| line.starts_with("done")) {
            break;
        }
        killed += 1;
        let rows: i64 = contents(&disturbed).values().sum();
        grown += usize::from(rows > last);
        last = rows;
    }
    let adopt = |path: &Path| {
        let desk = Desk::new(SqliteStore::open(path, Options::default()).expect("the file opens"));
        block_on(runs::adopts(&desk, 'a', &address))
    };
    let (finished, undisturbed) = (adopt(&disturbed), adopt(&quiet));
    assert!(killed >= 5 && grown >= 3, "{killed} deaths, {grown} of them with more rows than the one before");
    assert!(finished.is_whole() && finished.finding_count == 0, "{:?}", finished.findings);
    for (table, other) in finished.tables.iter().zip(&undisturbed.tables) {
        assert_eq!(table.written + table.already_there, table.read, "{}", table.table);
        assert_eq!((&table.table, &table.desk_checksum), (&other.table, &other.desk_checksum));
    }
    assert_eq!(contents(&disturbed), contents(&quiet));
    // A folder that cannot be removed is left to the operating system; it harms no other test.
    let _ = std::fs::remove_dir_all(&folder);
}
