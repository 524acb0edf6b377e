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

    /// Returns what the caller is told.
    pub(super) fn into_error(self) -> Error {
        self.explain(None)
    }

    /// Returns what the caller is told about the removal of a row of `entity`: what refers to it keeps it.
    pub(super) fn of_removal(self, entity: &'static EntityDef) -> Error {
        self.explain(Some(entity))
    }

    fn explain(self, removed: Option<&'static EntityDef>) -> Error {
        match self {
            Self::Refused(error) => error,
            Self::Server(sqlx::Error::Database(error)) => {
                explain_database(error.downcast_ref::<PgDatabaseError>(), removed)
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

fn explain_database(error: &PgDatabaseError, removed: Option<&'static EntityDef>) -> Error {
    let entity = error.table().and_then(|table| crate::ENTITIES.iter().find(|def| def.table == table).copied());
    let constraint = error.constraint().unwrap_or_default();
    let column = error.column();
    let plain = Error::new;
    let about = |code: Code, field: Option<&str>| {
        let error = Error::new(code).with("entity", entity.map_or("row", |def| def.name));
        match field {
            Some(field) => error.field(field),
            None => error,
        }
    };
    let told = match error.code() {
        "23505" => match entity {
            Some(_) if constraint.ends_with("_pkey") => about(Code::AlreadyThere, None),
            Some(def) => {
                let index = def.indexes.iter().find(|index| index.name == constraint);
                about(Code::DuplicateValue, index.and_then(|index| index.columns.first().copied()))
            }
            None => about(Code::AlreadyThere, None),
        },
        "23503" => match (removed, entity) {
            (Some(removed), _) => plain(Code::InUse).with("entity", removed.name),
            (None, Some(def)) => about(Code::ReferenceMissing, reference_field(def, constraint)),
            (None, None) => about(Code::ReferenceMissing, None),
        },
        "23502" => about(Code::Required, column),
        "23514" => about(Code::FormatInvalid, entity.and_then(|def| checked_field(def, constraint)))
            .with("expected", "a value that the table allows"),
        "40001" | "40P01" => about(Code::StaleVersion, None),
        "42501" => plain(Code::PermissionMissing).with("permission", "postgresql"),
        "25006" => plain(Code::StoreReadOnly),
        "28000" | "28P01" | "3D000" => plain(Code::StoreUnavailable),
        "53100" => plain(Code::StoreFull),
        "57014" | "55P03" => plain(Code::StoreBusy),
        "XX001" | "XX002" => plain(Code::StoreCorrupt),
        state => match state.get(..2) {
            Some("53") => plain(Code::StoreBusy),
            Some("08" | "57" | "58" | "25") => plain(Code::StoreUnavailable),
            Some("22") => about(Code::FormatInvalid, column).with("expected", "a value that the table can hold"),
            _ => plain(Code::Internal).with("reason", format!("PostgreSQL answers as it should ({state})")),
        },
    };
    told.caused_by(Told::server(error))
}

/// Returns the field of a foreign key, whose name is made of the table's and the field's.
fn reference_field<'a>(def: &EntityDef, constraint: &'a str) -> Option<&'a str> {
    constraint.strip_prefix(def.table)?.strip_prefix('_')?.strip_suffix("_fk")
}

/// Returns the field of a check, whose name PostgreSQL makes of the table's and the column's.
fn checked_field<'a>(def: &EntityDef, constraint: &'a str) -> Option<&'a str> {
    constraint.strip_prefix(def.table)?.strip_prefix('_')?.strip_suffix("_check")
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
