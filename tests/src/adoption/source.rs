//! A product's database of one test, in either kind.

use std::path::PathBuf;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

use super::schema::Database;

/// A product's database, which goes with the test.
pub struct Source {
    folder: Option<PathBuf>,
    schema: Option<String>,
}

fn url() -> String {
    std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL server: run `cargo xtask test`")
}

impl Source {
    /// Makes an empty one.
    pub async fn new(database: Database) -> Self {
        match database {
            Database::Sqlite => {
                let folder = std::env::temp_dir().join(format!("servicedesk-{}", Uuid::now_v7()));
                std::fs::create_dir(&folder).expect("a test can make a folder");
                Self { folder: Some(folder), schema: None }
            }
            Database::Postgres => {
                let schema = format!("p{}", Uuid::now_v7().simple());
                let source = Self { folder: None, schema: Some(schema.clone()) };
                let mut administrator = PgConnection::connect(&url()).await.expect("the server answers");
                let sql = format!("CREATE SCHEMA {schema}");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut administrator).await.expect("a new name");
                source
            }
        }
    }

    /// Returns where it is, as an adoption takes it.
    pub fn address(&self) -> String {
        match (&self.folder, &self.schema) {
            (Some(folder), _) => folder.join("product.sqlite").to_str().expect("a path of a test").to_owned(),
            (None, schema) => {
                let (url, schema) = (url(), schema.as_deref().unwrap_or_default());
                let separator = if url.contains('?') { '&' } else { '?' };
                format!("{url}{separator}options[search_path]={schema}")
            }
        }
    }

    /// Runs statements in it.
    pub async fn run(&self, sql: &str) {
        if self.folder.is_some() {
            let connection = rusqlite::Connection::open(self.address()).expect("the file can be opened");
            let sql = format!("PRAGMA synchronous = OFF; BEGIN; {sql}; COMMIT");
            connection.execute_batch(&sql).unwrap_or_else(|error| panic!("{error}"));
        } else {
            let mut connection = PgConnection::connect(&self.address()).await.expect("the server answers");
            let result = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await;
            result.unwrap_or_else(|error| panic!("{error}"));
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
        let Some(schema) = self.schema.clone() else { return };
        // A test's own runtime may be on this thread; a schema that stays harms no other test.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut administrator = PgConnection::connect(&url()).await.ok()?;
                let sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut administrator).await.ok()
            })
        });
        let _ = dropped.join();
    }
}
