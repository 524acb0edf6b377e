//! Migrations of a SQLite file: forwards, back, half-way, at the same time, and by a version that knows less or more.

use std::process::{Command, Stdio};
use std::thread;

use servicedesk::store::migration::{SQLITE, Status};
use servicedesk::store::sqlite::migrate::{down, status, up};
use servicedesk::store::sqlite::{Options, SqliteStore};
use servicedesk::{Code, Error};
use servicedesk_tests::schema::place::File;
use servicedesk_tests::schema::{Facts, sqlite};

/// The newest version there is.
fn newest() -> i64 {
    SQLITE.len() as i64
}

fn versions(status: &Status) -> (Vec<i64>, Vec<i64>) {
    let applied = status.applied.iter().map(|step| step.version);
    (applied.collect(), status.pending.iter().map(|migration| migration.version).collect())
}

/// Returns what the file has, beside the list of its migrations.
fn tables(file: &File) -> Facts {
    let mut facts = sqlite::facts(&file.connect()).unwrap();
    facts.forget(&["servicedesk_migration"]);
    facts
}

fn open(file: &File, migrate: bool) -> Result<SqliteStore, Error> {
    SqliteStore::open(file.path(), Options { migrate, ..Options::default() })
}

#[test]
fn every_step_forwards_is_taken_back_by_its_step_back() {
    let (by_hand, file) = (File::new(), File::new());
    let hand = by_hand.connect();
    let mut after = vec![tables(&by_hand)];
    for migration in SQLITE {
        hand.execute_batch(migration.up).unwrap();
        after.push(tables(&by_hand));
        assert!(after.windows(2).all(|pair| pair[0] != pair[1]), "migration {} changes nothing", migration.version);
    }
    for round in 1..=2 {
        assert_eq!(versions(&up(file.path()).unwrap()), ((1..=newest()).collect(), vec![]), "round {round}");
        for version in (0..newest()).rev() {
            assert_eq!(tables(&file), after[version as usize + 1], "before version {} is taken back", version + 1);
            let left = down(file.path(), version).unwrap();
            assert_eq!(versions(&left), ((1..=version).collect(), (version + 1..=newest()).collect()));
        }
        assert_eq!(tables(&file), Facts::default());
    }
}

#[test]
fn a_status_tells_what_was_applied_and_changes_nothing() {
    let file = File::new();
    assert_eq!(status(file.path()).unwrap_err().code(), Code::StoreUnavailable);
    assert!(!file.path().exists());
    file.connect().execute_batch("PRAGMA user_version=0").unwrap();
    assert_eq!(versions(&status(file.path()).unwrap()), (vec![], (1..=newest()).collect()));
    let made = up(file.path()).unwrap();
    let told = status(file.path()).unwrap();
    assert_eq!(told, made);
    for (step, migration) in told.applied.iter().zip(SQLITE) {
        assert_eq!((step.name.as_str(), &step.checksum), (migration.name, &migration.checksum()));
        assert!(step.at.as_millis() > 0);
    }
}

#[test]
fn a_migration_that_was_edited_after_it_ran_is_refused() {
    let file = File::new();
    up(file.path()).unwrap();
    let before = tables(&file);
    file.connect().execute("UPDATE servicedesk_migration SET checksum='' WHERE version=2", []).unwrap();
    let answers =
        [status(file.path()), up(file.path()), down(file.path(), 0), open(&file, true).map(|_| unreachable!())];
    for answer in answers {
        let error = answer.unwrap_err();
        assert_eq!((error.code(), error.parameter("version")), (Code::MigrationChanged, Some("2")));
    }
    assert_eq!(tables(&file), before);
}

#[test]
fn a_migration_that_fails_half_way_leaves_nothing_behind() {
    let file = File::new();
    up(file.path()).unwrap();
    down(file.path(), 2).unwrap();
    // Stands where the third migration makes a table, after several others.
    file.connect().execute_batch("CREATE TABLE ticket (other INTEGER) STRICT").unwrap();
    let before = tables(&file);
    assert!(before.about("table category").is_none(), "the third migration has nothing to make before it fails");
    assert!(up(file.path()).is_err());
    assert_eq!(tables(&file), before);
    assert_eq!(versions(&status(file.path()).unwrap()).0, [1, 2]);
    file.connect().execute_batch("DROP TABLE ticket").unwrap();
    assert!(versions(&up(file.path()).unwrap()).1.is_empty());
}

#[test]
fn a_step_back_that_fails_half_way_leaves_everything() {
    let file = File::new();
    up(file.path()).unwrap();
    down(file.path(), 3).unwrap();
    // The third migration takes this table back last.
    let (last, _) = SQLITE[2].down.rsplit_once(';').unwrap();
    let table = last.rsplit('"').nth(1).unwrap();
    file.connect().execute_batch(&format!("DROP TABLE \"{table}\"")).unwrap();
    let before = tables(&file);
    assert!(down(file.path(), 0).is_err());
    assert_eq!(tables(&file), before);
    assert_eq!(versions(&status(file.path()).unwrap()).0, [1, 2, 3]);
}

#[test]
fn a_version_that_never_was_is_refused() {
    let file = File::new();
    up(file.path()).unwrap();
    for version in [-1, newest() + 1] {
        let error = down(file.path(), version).unwrap_err();
        assert_eq!((error.code(), error.fields()), (Code::NumberRange, ["to_version".to_owned()].as_slice()));
    }
    assert!(versions(&status(file.path()).unwrap()).1.is_empty());
}

#[test]
fn threads_that_migrate_at_the_same_time_do_every_step_once() {
    let file = File::new();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| up(file.path()))).collect();
        for thread in threads {
            assert_eq!(versions(&thread.join().unwrap().unwrap()), ((1..=newest()).collect(), vec![]));
        }
    });
}

#[test]
fn processes_that_migrate_at_the_same_time_do_every_step_once() {
    const PATH: &str = "SERVICEDESK_TEST_MIGRATES";
    if let Some(path) = std::env::var_os(PATH) {
        // This is one of the processes.
        assert!(versions(&up(path).unwrap()).1.is_empty());
        return;
    }
    let file = File::new();
    let mut myself = Command::new(std::env::current_exe().unwrap());
    let name = "processes_that_migrate_at_the_same_time_do_every_step_once";
    myself.args(["--exact", name]).env(PATH, file.path()).stdout(Stdio::null());
    let mut processes: Vec<_> = (0..3).map(|_| myself.spawn().unwrap()).collect();
    assert!(processes.iter_mut().all(|process| process.wait().unwrap().success()));
    assert_eq!(versions(&status(file.path()).unwrap()), ((1..=newest()).collect(), vec![]));
}

#[test]
fn a_newer_schema_is_refused() {
    let file = File::new();
    up(file.path()).unwrap();
    let newer = format!("INSERT INTO servicedesk_migration VALUES ({}, 'later', '', 0)", newest() + 1);
    file.connect().execute_batch(&newer).unwrap();
    let answers =
        [status(file.path()), up(file.path()), down(file.path(), 0), open(&file, true).map(|_| unreachable!())];
    for answer in answers {
        let error = answer.unwrap_err();
        let (found, known) = ((newest() + 1).to_string(), newest().to_string());
        assert_eq!(error.code(), Code::SchemaNewer);
        assert_eq!((error.parameter("found"), error.parameter("known")), (Some(&*found), Some(&*known)));
    }
}

#[test]
fn an_older_schema_is_opened_only_when_it_may_be_migrated() {
    let file = File::new();
    up(file.path()).unwrap();
    down(file.path(), newest() - 1).unwrap();
    let error = open(&file, false).unwrap_err();
    let (found, known) = ((newest() - 1).to_string(), newest().to_string());
    assert_eq!(error.code(), Code::SchemaOlder);
    assert_eq!((error.parameter("found"), error.parameter("known")), (Some(&*found), Some(&*known)));
    assert_eq!(versions(&status(file.path()).unwrap()).1, [newest()]);
    open(&file, true).unwrap();
    assert!(versions(&status(file.path()).unwrap()).1.is_empty());
}

#[test]
fn an_empty_file_gets_its_tables_when_it_is_opened() {
    let file = File::new();
    open(&file, false).unwrap();
    assert!(versions(&status(file.path()).unwrap()).1.is_empty());
}
