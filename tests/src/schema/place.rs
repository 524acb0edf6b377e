//! Where these tests make databases of their own: a file in a folder, or a schema of a server, which go with the test.

use std::path::PathBuf;

use rusqlite::Connection;
use servicedesk::store::postgres::Options;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

/// The role whose tables the tests make; row-level security holds for it, as it does not for the server's administrator.
const ROLE: &str = "servicedesk_test";

/// A place for a SQLite file.
pub struct File {
    folder: PathBuf,
}

impl File {
    /// Makes the folder; there is no file in it yet.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("servicedesk-{}", Uuid::now_v7()));
        std::fs::create_dir(&folder).expect("a test can make a folder");
        Self { folder }
    }

    /// Returns the path of the file.
    pub fn path(&self) -> PathBuf {
        self.folder.join("desk.sqlite")
    }

    /// Opens the file, or makes it, without the library.
    pub fn connect(&self) -> Connection {
        Connection::open(self.path()).expect("the file can be opened")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // A folder that cannot be removed is left to the operating system; it harms no other test.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An empty schema in the database that `DATABASE_URL` names.
pub struct Schema {
    server: String,
    name: String,
}

impl Schema {
    /// Makes it.
    pub async fn new() -> Self {
        let server =
            std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL server: run `cargo xtask test`");
        let schema = Self { server, name: format!("s{}", Uuid::now_v7().simple()) };
        let mut administrator = schema.administrator().await;
        // Another test may be making it at this moment.
        let _ = run(&mut administrator, format!("CREATE ROLE {ROLE} NOLOGIN")).await;
        let made = run(&mut administrator, format!("CREATE SCHEMA {} AUTHORIZATION {ROLE}", schema.name)).await;
        made.expect("the name is new");
        schema
    }

    /// Returns the address by which the library connects as the role.
    pub fn url(&self) -> String {
        let separator = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{separator}options[role]={ROLE}", self.server)
    }

    /// Returns options that name the schema.
    pub fn options(&self) -> Options {
        Options { schema: Some(self.name.clone()), max_connections: 4, ..Options::default() }
    }

    /// Connects as the role, without the library, and looks at the schema only.
    pub async fn connect(&self) -> PgConnection {
        let mut connection = self.administrator().await;
        let settings = format!("SET ROLE {ROLE}; SET search_path TO {}", self.name);
        run(&mut connection, settings).await.expect("both are there");
        connection
    }

    async fn administrator(&self) -> PgConnection {
        PgConnection::connect(&self.server).await.expect("the server of DATABASE_URL answers")
    }
}

/// Runs statements that a test wrote.
///
/// # Errors
/// Those of the server.
pub async fn run(connection: &mut PgConnection, sql: impl Into<String>) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.into())).execute(connection).await.map(|_| ())
}

impl Drop for Schema {
    fn drop(&mut self) {
        let (server, sql) = (self.server.clone(), format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name));
        // A test's own runtime may be on this thread.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut administrator = PgConnection::connect(&server).await.ok()?;
                run(&mut administrator, sql).await.ok()
            })
        });
        // A schema that stays harms no other test.
        let _ = dropped.join();
    }
}
