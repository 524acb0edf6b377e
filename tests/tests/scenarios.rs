//! The stories of `tests/scenarios`, in Rust: on all three stores.

use servicedesk_tests::sample_log::Folder;
use servicedesk_tests::scenarios::{files, play};

/// Plays all stories and reports every one that does not go as told.
fn play_all(address: impl Fn(usize) -> Option<String>) {
    let failures: Vec<String> =
        files().iter().enumerate().filter_map(|(number, file)| play(file, address(number).as_deref()).err()).collect();
    assert!(failures.is_empty(), "{} stories failed:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn there_are_at_least_thirty() {
    assert!(files().len() >= 30, "{}", files().len());
}

#[test]
fn in_memory() {
    play_all(|_| None);
}

#[test]
fn on_sqlite() {
    let folder = Folder::new();
    play_all(|number| folder.file(&format!("{number}.sqlite")).to_str().map(str::to_owned));
}

#[test]
fn on_postgres() {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL server: run `cargo xtask test`");
    play_all(|_| Some(url.clone()));
}
