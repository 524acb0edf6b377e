//! From what PostgreSQL says to what a caller has to do. The server's sentences quote rows ("Key (email)=(…) already
//! exists"), so that only the SQLSTATE and the name of a constraint go on from here.

use std::fmt;

use sqlx::postgres::PgDatabaseError;

use crate::entity::EntityDef;
use crate::error::{Code, Error};

/// Why a step did not succeed.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The library's own verdict; the connection is as good as before.
    Refused(Error),
    /// The database, or the way to it, said no.
    Server(sqlx::Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<Code> for Trouble {
    fn from(code: Code) -> Self {
        Self::Refused(Error::new(code))
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        Self::Server(error)
    }
}

impl Trouble {
    /// Returns whether the connection is gone, so that nobody knows what became of its last statement.
    pub(super) fn lost(&self) -> bool {
        match self {
            Self::Refused(_) => false,
            Self::Server(sqlx::Error::Database(error)) => {
                let state = error.code().unwrap_or_default();
                state.starts_with("08") || matches!(&*state, "57P01" | "57P02" | "57P03" | "57P05" | "25P03")
            }
            Self::Server(error) => matches!(
                error,
                sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed
            ),
        }
    }

    /// Returns whether the answer was too large for the server to put together.
    pub(super) fn is_too_much(&self) -> bool {
        match self {
            Self::Server(sqlx::Error::Database(error)) => {
                let state = error.code().unwrap_or_default();
                state.starts_with("54") || matches!(&*state, "53200" | "XX000")
            }
            _ => false,
        }
    }

    /// Returns what the caller is told.
    pub(super) fn into_error(self) -> Error {
        self.explain(&[], None)
    }

    /// Returns what the caller is told about a write to rows of these entities.
    pub(super) fn of_writes(self, entities: &[&'static EntityDef]) -> Error {
        self.explain(entities, None)
    }

    /// Returns what the caller is told about the removal of a row of `entity`: what refers to it keeps it.
    pub(super) fn of_removal(self, entity: &'static EntityDef) -> Error {
        self.explain(&[entity], Some(entity))
    }

    fn explain(self, entities: &[&'static EntityDef], removed: Option<&'static EntityDef>) -> Error {
        match self {
            Self::Refused(error) => error,
            Self::Server(sqlx::Error::Database(error)) => {
                explain_database(error.downcast_ref::<PgDatabaseError>(), entities, removed)
            }
            Self::Server(sqlx::Error::Encode(_) | sqlx::Error::InvalidArgument(_)) => {
                Error::new(Code::Internal).with("reason", "every checked value has a PostgreSQL form")
            }
            Self::Server(sqlx::Error::Configuration(_)) => Error::new(Code::AddressInvalid).field("url"),
            Self::Server(error) => {
                // A cause in the network never quotes a row, but a protocol error might quote what it could not read.
                let error = match error {
                    sqlx::Error::Io(error) => Told::network(error.kind()),
                    sqlx::Error::Tls(_) => Told::plain("the encrypted connection could not be made"),
                    _ => Told::plain("the answer could not be read"),
                };
                Error::new(Code::StoreUnavailable).caused_by(error)
            }
        }
    }
}

fn explain_database(
    error: &PgDatabaseError,
    entities: &[&'static EntityDef],
    removed: Option<&'static EntityDef>,
) -> Error {
    let table = error.table().unwrap_or_default();
    let held = entities.iter().find(|def| holds(def, table)).copied();
    let table = held.map_or(table, |def| def.table);
    let entity = held.or_else(|| entities.first().copied());
    let constraint = error.constraint().unwrap_or_default();
    let about = |code: Code, field: Option<&str>| {
        let error = Error::new(code).with("entity", entity.map_or("row", |def| def.name));
        match field {
            Some(field) => error.field(field),
            None => error,
        }
    };
    let told = match error.code() {
        "23505" => match entity.and_then(|def| def.indexes.iter().find(|index| index.name == constraint)) {
            Some(index) => about(Code::DuplicateValue, Some(index.distinguishing())),
            None => about(Code::AlreadyThere, None),
        },
        "23503" => match removed {
            Some(removed) => Error::new(Code::InUse).with("entity", removed.name),
            None => about(Code::ReferenceMissing, between(constraint, table, "_fk")),
        },
        "23502" => about(Code::Required, error.column()),
        "23514" => about(Code::FormatInvalid, between(constraint, table, "_check"))
            .with("expected", "a value that the table allows"),
        "40001" | "40P01" => about(Code::StaleVersion, None),
        "42501" => Error::new(Code::PermissionMissing).with("permission", "postgresql"),
        state => plain(state).unwrap_or_else(|| match state.get(..2) {
            Some("22") => {
                about(Code::FormatInvalid, error.column()).with("expected", "a value that the table can hold")
            }
            _ => Error::new(Code::Internal).with("reason", format!("PostgreSQL answers as it should ({state})")),
        }),
    };
    told.caused_by(Told::server(error))
}

/// Returns whether the server means the entity's table, or one of its partitions.
fn holds(def: &EntityDef, table: &str) -> bool {
    let is_part = |rest: &str| def.partition.is_some() && rest.starts_with('_');
    table.strip_prefix(def.table).is_some_and(|rest| rest.is_empty() || is_part(rest))
}

/// Returns the error for a state that has nothing to do with what was asked.
fn plain(state: &str) -> Option<Error> {
    let code = match state {
        "25006" => Code::StoreReadOnly,
        "53100" => Code::StoreFull,
        "57014" | "55P03" => Code::StoreBusy,
        "XX001" | "XX002" => Code::StoreCorrupt,
        // Neither the password nor the database's name is told.
        "28000" | "28P01" | "3D000" => Code::StoreUnavailable,
        _ => match state.get(..2)? {
            "53" => Code::StoreBusy,
            "08" | "25" | "57" | "58" => Code::StoreUnavailable,
            _ => return None,
        },
    };
    Some(Error::new(code))
}

/// Returns the field in a constraint's name, which begins with the table.
fn between<'a>(constraint: &'a str, table: &str, end: &str) -> Option<&'a str> {
    constraint.strip_prefix(table)?.strip_prefix('_')?.strip_suffix(end)
}

/// What may be told of the cause: nothing that stands in a row.
#[derive(Debug)]
struct Told(String);

impl Told {
    fn plain(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    fn network(kind: std::io::ErrorKind) -> Self {
        Self(kind.to_string())
    }

    fn server(error: &PgDatabaseError) -> Self {
        let constraint = error.constraint().map(|name| format!(", constraint {name}")).unwrap_or_default();
        Self(format!("SQLSTATE {}{constraint}", error.code()))
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Told {}
