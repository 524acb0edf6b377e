//! Adoption: the database of one of the five products, with the product's own tables, becomes an organization of a desk.
//!
//! ```text
//! page, plan  which table and column is which entity and field, in which order, converted how
//!  -> source  the product's SQLite or PostgreSQL database, read as it was at one moment
//!  -> rows    a row becomes rows of entities, under ids that follow from the old keys
//!  -> writer  some hundreds at a time; what the store refuses is found row by row and told
//!  -> proof   the source is read once more and compared with what the desk has: counts and a checksum for each table
//! ```
//!
//! Like a restore, an adoption hands batches to the store past the unit of work: its rows arrive with their own history, and
//! being brought here is not something that happened to each of them. It leaves one audit entry for each table that it
//! brought rows of. Ids follow from organization, product, table and old key, so that a run that was interrupted is simply
//! repeated: what is there already is left alone and compared.
//!
//! Nothing a person wrote is in a report or an error, and no secret: those go through the host's [`Encrypt`], and stay
//! behind without one.

mod afterwards;
mod ahead;
mod batch;
mod blank;
mod compile;
mod convert;
mod directory;
mod expression;
mod fields;
mod fit;
mod identity;
mod operations;
mod organization;
mod page;
mod people;
mod plan;
mod proof;
mod report;
mod rows;
mod run;
mod source;
mod table;
mod tenant;
mod values;
mod when;
mod writer;

pub use operations::Options;
pub use report::{AdoptedTable, AdoptionFinding, AdoptionReport, Effect, Finding, MAX_FINDINGS};

use std::sync::Arc;

use crate::entity::TextEnum;

/// Encrypts a secret of the source as the host's key ring does: it gets the name of the field and the secret, which it may
/// have to decrypt with the product's key first, and returns what is stored; nothing leaves the secret behind.
pub type Encrypt = Arc<dyn Fn(&str, &[u8]) -> Option<Vec<u8>> + Send + Sync>;

/// A product whose database can be taken over; what it has is on its page in `docs/adoption`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, TextEnum)]
pub enum Product {
    /// A multi-tenant, Brazilian service desk.
    A,
    /// Product A with its extension for enterprises.
    B,
    /// An internal tracker of tickets and tasks.
    C,
    /// An ITIL help desk for one organization.
    D,
    /// A multi-tenant platform for customer support.
    E,
}

/// Returns what the plan of a product does with the columns of its page: table, column and place, such as `Ticket.subject`;
/// for the test that compares it with the page. Empty for a product whose columns are found by name.
#[doc(hidden)]
pub fn assignments(product: Product) -> Vec<(&'static str, &'static str, String)> {
    plan::Plan::of(product).assignments()
}
