//! A migrated SQLite file is what the reflection table declares.

use servicedesk::ENTITIES;
use servicedesk::query::sql::Dialect;
use servicedesk::store::{ddl, sqlite};
use servicedesk_tests::schema::place::File;
use servicedesk_tests::schema::sqlite::facts;
use servicedesk_tests::schema::{alterations, declared};

fn migrated() -> File {
    let file = File::new();
    sqlite::migrate::up(file.path()).unwrap();
    file
}

#[test]
fn a_migrated_file_has_what_is_declared_and_nothing_else() {
    let place = migrated();
    let found = facts(&place.connect()).unwrap();
    let differences = declared::everything(Dialect::Sqlite).differences(&found);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn the_statements_printed_for_a_migration_make_what_is_declared() {
    let place = File::new();
    let file = place.connect();
    for def in ENTITIES {
        file.execute_batch(&ddl::create(def, Dialect::Sqlite)).unwrap();
    }
    let differences = declared::entities(Dialect::Sqlite).differences(&facts(&file).unwrap());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_difference_is_told_with_its_table_and_column() {
    let place = migrated();
    let (file, declared) = (place.connect(), declared::everything(Dialect::Sqlite));
    for alteration in alterations::all(Dialect::Sqlite) {
        file.execute_batch("BEGIN").and_then(|()| file.execute_batch(&alteration.sql)).unwrap();
        alteration.check(&declared.differences(&facts(&file).unwrap()));
        file.execute_batch("ROLLBACK").unwrap();
    }
}
