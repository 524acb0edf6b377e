//! An entity that the library does not know: the proof that a declaration and a table are all that it takes to have one.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Entity, TextEnum};
use servicedesk::identity::{User, UserId};
use servicedesk::organization::OrganizationId;

servicedesk::ids! {
    /// The id of a [`Loan`].
    LoanId,
}

/// In which state a device is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum LoanCondition {
    /// As it was made.
    #[default]
    LikeNew,
    /// It shows its age.
    Used,
}

/// A device that somebody borrowed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "loan", editable, soft)]
#[entity(index(name = "loan_user", on = "user_id, due_on, id"))]
#[entity(index(name = "loan_device", on = "device", unique, when = "returned_at IS NULL"))]
pub struct Loan {
    /// The identifier, a UUID of version 7.
    pub id: LoanId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// Who has it.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// What it is; nobody has it twice at the same time.
    #[entity(max = 100, public)]
    pub device: String,
    /// What it is worth.
    #[entity(range(0, 100_000))]
    pub amount: Decimal,
    /// How often it was prolonged.
    #[entity(range(0, 3))]
    pub prolonged: i64,
    /// In which state it was lent.
    pub condition: LoanCondition,
    /// When it should be back.
    pub due_on: Option<NaiveDate>,
    /// When it came back, UTC.
    pub returned_at: Option<Timestamp>,
    /// What comes with it.
    #[entity(max = 3, public)]
    pub tags: Vec<String>,
    /// What the borrower said.
    #[entity(max = 500, personal(content, erase = redact_spans))]
    pub note: Option<String>,
    /// Serial numbers and the like.
    #[entity(max = 1_000, public)]
    pub details: Option<Json>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// When it was deleted, UTC; nothing while it is not.
    pub deleted_at: Option<Timestamp>,
}
