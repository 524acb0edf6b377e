//! What a database has and what it should have, as facts that can be compared without knowing which database it is.
//!
//! [`declared`] reads the facts off the reflection table, [`sqlite`] and [`postgres`] read them out of a database.

pub mod alterations;
pub mod declared;
pub mod json_schema;
pub mod loan;
pub mod outside;
pub mod own_tables;
pub mod place;
pub mod postgres;
pub mod refused;
pub mod sqlite;
pub mod triggers;

use std::collections::BTreeMap;

/// What is so about a database: under what it is about, such as `column ticket.number`, what is so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, String>);

impl Facts {
    /// Adds a fact.
    ///
    /// # Panics
    /// When something was said about that already.
    pub fn add(&mut self, about: impl Into<String>, says: impl Into<String>) {
        let about = about.into();
        let before = self.0.insert(about.clone(), says.into());
        assert!(before.is_none(), "{about} is there twice");
    }

    /// Returns what is said about that.
    pub fn about(&self, about: &str) -> Option<&str> {
        self.0.get(about).map(String::as_str)
    }

    /// Leaves only what is about other tables than these.
    pub fn forget(&mut self, tables: &[&str]) {
        self.0.retain(|about, _| !tables.contains(&table_of(about)));
    }

    /// Returns one sentence for each fact that is declared and not found, found and not declared, or different.
    pub fn differences(&self, found: &Self) -> Vec<String> {
        let mut told = Vec::new();
        for (about, declared) in &self.0 {
            match found.0.get(about) {
                None => told.push(format!("{about}: declared as `{declared}`, missing in the database")),
                Some(found) if found != declared => {
                    told.push(format!("{about}: declared as `{declared}`, in the database `{found}`"));
                }
                Some(_) => {}
            }
        }
        for (about, found) in found.0.iter().filter(|(about, _)| !self.0.contains_key(*about)) {
            told.push(format!("{about}: in the database as `{found}`, declared nowhere"));
        }
        told
    }
}

/// Reads `ticket` in `column ticket.number`.
fn table_of(about: &str) -> &str {
    let name = about.rsplit(' ').next().unwrap_or(about);
    name.split('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(facts: &[(&str, &str)]) -> Facts {
        Facts(facts.iter().map(|(about, says)| ((*about).to_owned(), (*says).to_owned())).collect())
    }

    #[test]
    fn what_is_missing_different_or_too_much_is_told() {
        let declared = facts(&[("column a.b", "1 text"), ("column a.c", "2 text"), ("table a", "strict")]);
        let found = facts(&[("column a.b", "1 blob"), ("column a.d", "2 text"), ("table a", "strict")]);
        let told = declared.differences(&found);
        let begins =
            ["column a.b: declared as `1 text`, in", "column a.c: declared as `2 text`, missing", "column a.d: in"];
        assert_eq!(told.len(), begins.len(), "{told:#?}");
        assert!(told.iter().zip(begins).all(|(told, begin)| told.starts_with(begin)), "{told:#?}");
        assert_eq!(declared.differences(&declared), Vec::<String>::new());
    }

    #[test]
    fn a_table_is_forgotten_with_everything_about_it() {
        let mut found = facts(&[("column a.b", "1 text"), ("primary key a", "b"), ("table ab", "strict")]);
        found.forget(&["a"]);
        assert_eq!(found, facts(&[("table ab", "strict")]));
    }
}
