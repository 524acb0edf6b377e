//! What `cargo xtask schema` prints is what the library would make.

use std::process::{Command, Output};

use servicedesk::entity::Entity as _;
use servicedesk::identity::User;
use servicedesk::query::sql::Dialect;
use servicedesk::store::ddl;
use servicedesk::ticket::Ticket;

fn print(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_print_schema")).args(arguments).output().unwrap()
}

#[test]
fn entities_are_printed_by_their_type_or_their_table() {
    let output = print(&["--database", "sqlite", "--database", "postgres", "ticket", "App_User"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        for def in [Ticket::DEF, User::DEF] {
            assert!(printed.contains(&ddl::create(def, dialect)), "{} for {dialect:?} is not in\n{printed}", def.name);
        }
    }
}

#[test]
fn one_database_is_printed_alone() {
    let printed = String::from_utf8(print(&["--database", "sqlite", "Tag"]).stdout).unwrap();
    assert!(printed.starts_with("-- Tag, for SQLite.\n"));
    assert!(!printed.contains("PostgreSQL"));
}

#[test]
fn an_unknown_entity_is_refused_with_those_that_there_are() {
    let output = print(&["--database", "sqlite", "Tag", "Loan"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("There is no entity Loan. The entities are Organization, User, "), "{told}");
}
