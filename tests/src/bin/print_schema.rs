//! Prints the statements that make the tables of entities: `cargo xtask schema` runs this.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use servicedesk::ENTITIES;
use servicedesk::entity::EntityDef;
use servicedesk::query::sql::Dialect;
use servicedesk::store::ddl;

fn main() -> ExitCode {
    let printed = printed(std::env::args().skip(1));
    let (text, code) = match &printed {
        Ok(text) => (text, ExitCode::SUCCESS),
        Err(text) => (text, ExitCode::from(2)),
    };
    let written = match printed {
        Ok(_) => std::io::stdout().write_all(text.as_bytes()),
        Err(_) => std::io::stderr().write_all(text.as_bytes()),
    };
    // A reader who has seen enough closes the pipe.
    written.map_or(ExitCode::FAILURE, |()| code)
}

fn printed(arguments: impl Iterator<Item = String>) -> Result<String, String> {
    let (mut dialects, mut defs): (Vec<(&str, Dialect)>, Vec<&EntityDef>) = (Vec::new(), Vec::new());
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        if argument == "--database" {
            dialects.push(dialect(&arguments.next().unwrap_or_default())?);
        } else {
            defs.push(entity(&argument)?);
        }
    }
    let mut text = String::new();
    for (name, dialect) in dialects {
        for def in &defs {
            // Writing to a String does not fail.
            let (table, triggers) = (ddl::create(def, dialect), ddl::triggers(def, dialect));
            let _ = write!(text, "-- {}, for {name}.\n\n{table}{triggers}\n", def.name);
        }
    }
    Ok(text)
}

fn dialect(name: &str) -> Result<(&'static str, Dialect), String> {
    match name {
        "sqlite" => Ok(("SQLite", Dialect::Sqlite)),
        "postgres" => Ok(("PostgreSQL", Dialect::Postgres)),
        _ => Err("The databases are sqlite and postgres.\n".to_owned()),
    }
}

fn entity(name: &str) -> Result<&'static EntityDef, String> {
    let named = |def: &&&EntityDef| def.name.eq_ignore_ascii_case(name) || def.table.eq_ignore_ascii_case(name);
    ENTITIES.iter().find(named).copied().ok_or_else(|| {
        let known: Vec<&str> = ENTITIES.iter().map(|def| def.name).collect();
        format!("There is no entity {name}. The entities are {}.\n", known.join(", "))
    })
}
