//! How a desk connects, and the reading of an address, which must never show in an error because it holds a password.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::error::{Code, Error, Result};

/// How many prepared statements a connection keeps. A desk has few shapes of reads and commits, each used very often.
const STATEMENTS: usize = 512;

/// How a store connects.
#[derive(Clone, Debug)]
pub struct Options {
    /// The greatest number of connections at once.
    pub max_connections: u32,
    /// Whether an older database is brought to this version.
    pub migrate: bool,
    /// How long to wait for a free connection, or for a new one.
    pub acquire_timeout: Duration,
    /// How long one statement may take; without a limit, forever.
    pub statement_timeout: Option<Duration>,
    /// The name that the server shows for the connections.
    pub application_name: String,
    /// The schema that holds the tables, of lower-case letters, digits and underscores; made when the tables are made.
    /// Without one, the first schema of the user's search path.
    pub schema: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_connections: 16,
            migrate: false,
            acquire_timeout: Duration::from_secs(10),
            statement_timeout: Some(Duration::from_secs(30)),
            application_name: "servicedesk".to_owned(),
            schema: None,
        }
    }
}

impl Options {
    /// Returns what `url` and these options mean together.
    pub(super) fn address(&self, url: &str) -> Result<PgConnectOptions> {
        // What is wrong with an address is not told: the reason could quote the password.
        let invalid = || Error::new(Code::AddressInvalid).field("url");
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(invalid());
        }
        let mut address = PgConnectOptions::from_str(url)
            .map_err(|_| invalid())?
            .application_name(&self.application_name)
            .statement_cache_capacity(STATEMENTS)
            .disable_statement_logging();
        if let Some(schema) = &self.schema {
            if !is_plain_name(schema) {
                return Err(Error::new(Code::FormatInvalid)
                    .field("schema")
                    .with("expected", "a plain lower-case name"));
            }
            address = address.options([("search_path", schema)]);
        }
        if let Some(limit) = self.statement_timeout {
            address = address.options([("statement_timeout", limit.as_millis().max(1))]);
        }
        Ok(address)
    }

    /// Returns how long to wait for the answer to one statement: a server that is alive gives up first.
    pub(super) fn patience(&self) -> Option<Duration> {
        self.statement_timeout.map(|limit| limit + Duration::from_secs(5))
    }
}

fn is_plain_name(name: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.len() <= 63
        && name.starts_with(|first: char| plain(first) && !first.is_ascii_digit())
        && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_cannot_be_read_is_not_repeated() {
        for url in ["mysql://me:hunter2@host/x", "postgres://me:hunter2@host:notaport/x"] {
            let error = Options::default().address(url).unwrap_err();
            assert_eq!(error.code(), Code::AddressInvalid);
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }

    #[test]
    fn a_schema_is_a_plain_name() {
        for (schema, good) in [("desk_1", true), ("1desk", false), ("a,public", false), ("Desk", false), ("", false)] {
            let options = Options { schema: Some(schema.to_owned()), ..Options::default() };
            assert_eq!(options.address("postgres://localhost/x").is_ok(), good, "{schema}");
        }
    }
}
