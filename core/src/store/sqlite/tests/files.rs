//! What is opened, what is refused, and how a schema moves.

use std::io::{Seek as _, SeekFrom, Write as _};

use rusqlite::Connection;

use super::*;
use crate::error::Code;
use crate::query::sql::Dialect;
use crate::store::sqlite::migrate;
use crate::store::{ddl, migration::SQLITE};

#[track_caller]
fn refused(path: &Path, expected: Code) {
    assert_eq!(SqliteStore::open(path, options()).unwrap_err().code(), expected);
}

#[test]
fn rows_outlive_the_store_and_nothing_is_left_beside_the_file() {
    let desk = Desk::new();
    desk.commit([desk.tag("printer")]).unwrap();
    let Desk { store, organization, folder } = desk;
    drop(store);
    assert_eq!(std::fs::read_dir(folder.file().parent().unwrap()).unwrap().count(), 1);
    let desk = Desk { store: open(&folder.file()), organization, folder };
    assert_eq!(desk.count(), 1);
}

#[test]
fn an_empty_file_becomes_a_desk() {
    let folder = Folder::new();
    std::fs::write(folder.file(), b"").unwrap();
    drop(open(&folder.file()));
    assert!(migrate::status(folder.file()).unwrap().pending.is_empty());
}

#[test]
fn a_file_of_something_else_is_refused_and_not_touched() {
    let folder = Folder::new();
    for content in [&b"hello"[..], &[7; 8_192]] {
        std::fs::write(folder.file(), content).unwrap();
        refused(&folder.file(), Code::StoreNotADesk);
        assert_eq!(migrate::up(folder.file()).unwrap_err().code(), Code::StoreNotADesk);
        assert_eq!(std::fs::read(folder.file()).unwrap(), content);
    }
}

#[test]
fn a_database_of_somebody_else_is_refused_and_not_touched() {
    let folder = Folder::new();
    Connection::open(folder.file()).unwrap().execute_batch("CREATE TABLE photo (id INTEGER)").unwrap();
    let before = std::fs::read(folder.file()).unwrap();
    refused(&folder.file(), Code::StoreNotADesk);
    assert_eq!(migrate::up(folder.file()).unwrap_err().code(), Code::StoreNotADesk);
    assert_eq!(migrate::down(folder.file(), 0).unwrap_err().code(), Code::StoreNotADesk);
    assert_eq!(std::fs::read(folder.file()).unwrap(), before);
}

#[test]
fn a_path_that_leads_nowhere_is_told() {
    let folder = Folder::new();
    refused(&folder.file().join("deeper").join("desk.db"), Code::StoreUnavailable);
    refused(folder.file().parent().unwrap(), Code::StoreUnavailable);
    refused(Path::new(""), Code::AddressInvalid);
    assert_eq!(migrate::status(folder.file()).unwrap_err().code(), Code::StoreUnavailable);
}

#[test]
fn a_newer_schema_is_refused() {
    let folder = Folder::new();
    drop(open(&folder.file()));
    let connection = Connection::open(folder.file()).unwrap();
    connection.execute("INSERT INTO servicedesk_migration VALUES (9000, 'later', 'x', 0)", []).unwrap();
    let error = SqliteStore::open(folder.file(), options()).unwrap_err();
    assert_eq!((error.code(), error.parameter("found")), (Code::SchemaNewer, Some("9000")));
    assert_eq!(migrate::up(folder.file()).unwrap_err().code(), Code::SchemaNewer);
    assert_eq!(migrate::down(folder.file(), 0).unwrap_err().code(), Code::SchemaNewer);
}

#[test]
fn an_older_schema_is_migrated_when_asked() {
    let folder = Folder::new();
    drop(open(&folder.file()));
    let newest = SQLITE.last().unwrap().version;
    assert_eq!(migrate::down(folder.file(), newest - 1).unwrap().pending.len(), 1);
    let error = SqliteStore::open(folder.file(), options()).unwrap_err();
    assert_eq!(error.code(), Code::SchemaOlder);
    assert_eq!(error.parameter("found"), Some((newest - 1).to_string().as_str()));
    assert_eq!(error.parameter("known"), Some(newest.to_string().as_str()));
    drop(SqliteStore::open(folder.file(), Options { migrate: true, ..options() }).unwrap());
    assert!(migrate::status(folder.file()).unwrap().pending.is_empty());
}

/// Another process brings the file up step by step; whoever opens it meanwhile waits instead of calling it old.
#[test]
fn a_file_that_is_being_migrated_is_waited_for() {
    let folder = Folder::new();
    drop(open(&folder.file()));
    let newest = SQLITE.last().unwrap().version;
    let pending = migrate::down(folder.file(), newest - 2).unwrap().pending;
    assert_eq!(pending.len(), 2);
    let other = Connection::open(folder.file()).unwrap();
    other.busy_timeout(std::time::Duration::from_secs(60)).unwrap();
    other.pragma_update(None, "foreign_keys", false).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let opening = scope.spawn(|| SqliteStore::open(folder.file(), options()));
        for (index, migration) in pending.iter().enumerate() {
            if index > 0 {
                other.execute_batch("BEGIN IMMEDIATE").unwrap();
            }
            other.execute_batch(migration.up).unwrap();
            let record = (migration.version, migration.name, migration.checksum());
            other.execute("INSERT INTO servicedesk_migration VALUES (?1, ?2, ?3, 0)", record).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(300));
            other.execute_batch("COMMIT").unwrap();
        }
        drop(opening.join().unwrap().unwrap());
    });
    assert!(migrate::status(folder.file()).unwrap().pending.is_empty());
}

#[test]
fn a_migration_that_was_edited_is_refused() {
    let folder = Folder::new();
    drop(open(&folder.file()));
    let connection = Connection::open(folder.file()).unwrap();
    connection.execute("UPDATE servicedesk_migration SET checksum = 'x' WHERE version = 2", []).unwrap();
    let error = SqliteStore::open(folder.file(), options()).unwrap_err();
    assert_eq!((error.code(), error.parameter("version")), (Code::MigrationChanged, Some("2")));
}

#[test]
fn every_migration_goes_down_and_up_again() {
    let schema = |path: &Path| -> Vec<String> {
        let connection = Connection::open(path).unwrap();
        let mut select =
            connection.prepare("SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY name").unwrap();
        select.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    let desk = Desk::new();
    desk.commit([desk.tag("printer")]).unwrap();
    drop(desk.store);
    let path = desk.folder.file();
    let full = schema(&path);
    let mut seen = Vec::new();
    for migration in SQLITE.iter().rev() {
        let status = migrate::down(&path, migration.version - 1).unwrap();
        assert_eq!(status.applied.len() as i64, migration.version - 1);
        seen.push(schema(&path));
    }
    assert_eq!(seen.last().unwrap().len(), 1, "only the list of migrations is left");
    let status = migrate::up(&path).unwrap();
    assert!(status.applied.iter().map(|step| step.version).eq(SQLITE.iter().map(|migration| migration.version)));
    assert_eq!(schema(&path), full);
    assert_eq!(migrate::down(&path, -1).unwrap_err().code(), Code::NumberRange);
}

#[test]
fn the_schema_is_the_one_of_the_declarations() {
    let folder = Folder::new();
    drop(open(&folder.file()));
    let found = Connection::open(folder.file()).unwrap();
    let declared = Connection::open_in_memory().unwrap();
    for def in crate::ENTITIES {
        declared.execute_batch(&ddl::create(def, Dialect::Sqlite)).unwrap();
        for pragma in ["table_xinfo", "foreign_key_list", "index_list"] {
            let rows = |connection: &Connection| -> Vec<String> {
                let mut select =
                    connection.prepare(&format!("SELECT * FROM pragma_{pragma}('{}')", def.table)).unwrap();
                let columns = select.column_count();
                let text = |row: &rusqlite::Row<'_>| {
                    (0..columns)
                        .map(|index| Ok(format!("{:?}", row.get_ref(index)?)))
                        .collect::<rusqlite::Result<Vec<_>>>()
                };
                let rows = select.query_map([], |row| text(row).map(|columns| columns.join(" ")));
                rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
            };
            assert_eq!(rows(&found), rows(&declared), "{} {pragma}", def.table);
        }
    }
}

#[test]
fn two_that_migrate_at_once_do_every_step_once() {
    let folder = Folder::new();
    let path = folder.file();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| migrate::up(&path).unwrap());
        }
        for _ in 0..4 {
            scope.spawn(|| open(&path));
        }
    });
    assert_eq!(migrate::status(&path).unwrap().applied.len(), SQLITE.len());
}

#[test]
fn damage_is_told_and_the_rest_stays_readable() {
    let desk = Desk::new();
    let names = (0..2_000).map(|number| desk.tag(format!("{number}{}", "x".repeat(200))));
    desk.commit(names).unwrap();
    let Desk { store, organization, folder } = desk;
    drop(store);
    let root: i64 = Connection::open(folder.file())
        .unwrap()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'tag'", [], |row| row.get(0))
        .unwrap();
    let mut file = std::fs::OpenOptions::new().write(true).open(folder.file()).unwrap();
    file.seek(SeekFrom::Start((root as u64 - 1) * 4_096)).unwrap();
    file.write_all(&[0xa5; 4_096]).unwrap();
    drop(file);
    let desk = Desk { store: open(&folder.file()), organization, folder };
    for _ in 0..3 {
        assert_eq!(desk.read(desk.tags()).unwrap_err().code(), Code::StoreCorrupt);
        assert_eq!(desk.commit([desk.tag("one more")]).unwrap_err().code(), Code::StoreCorrupt);
        assert_eq!(desk.read(Query::new(Organization::DEF, organization)).unwrap().rows.len(), 1);
    }
}

#[test]
fn a_value_that_its_kind_cannot_be_is_told_with_its_field() {
    let desk = Desk::new();
    desk.commit([desk.tag("printer")]).unwrap();
    Connection::open(desk.folder.file())
        .unwrap()
        .execute("UPDATE tag SET created_at = 9223372036854775807", [])
        .unwrap();
    let error = desk.read(desk.tags()).unwrap_err();
    assert_eq!(
        (error.code(), error.fields(), error.parameter("entity")),
        (Code::RowCorrupt, &["created_at".to_owned()][..], Some("Tag"))
    );
}
