//! What models learn from, and what they cost.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`TrainingExample`].
    TrainingExampleId,
    /// The id of an [`AiMetric`].
    AiMetricId,
}

/// Whether somebody looked at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ReviewStatus {
    /// Nobody did.
    #[default]
    Pending,
    /// It is good.
    Approved,
    /// It is not.
    Rejected,
}

/// What an example teaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum TrainingKind {
    /// Where a ticket belongs.
    #[default]
    Classification,
    /// What to do about it.
    Suggestion,
    /// How somebody feels.
    Sentiment,
}

/// A question and its answer, from which a model learns.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "training_example", editable)]
#[entity(index(name = "training_example_kind", on = "kind, status, id"))]
pub struct TrainingExample {
    /// The identifier, a UUID of version 7.
    pub id: TrainingExampleId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What it teaches.
    #[entity(on_create)]
    pub kind: TrainingKind,
    /// The question.
    #[entity(max = 262_144, default = serde_json::json!({}), personal(content, erase = redact_spans))]
    pub input: Json,
    /// The answer.
    #[entity(max = 262_144, default = serde_json::json!({}), personal(content, erase = redact_spans))]
    pub output: Json,
    /// How good it is, from 0 to 1.
    #[entity(range(0, 1))]
    pub quality_score: Option<Decimal>,
    /// Whether somebody looked at it.
    pub status: ReviewStatus,
    /// Who did.
    #[entity(references = User, personal(link, erase = null))]
    pub reviewed_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A figure of a day.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "ai_metric", editable, unaudited)]
#[entity(index(name = "ai_metric_day", on = "date, metric", unique))]
pub struct AiMetric {
    /// The identifier, a UUID of version 7.
    pub id: AiMetricId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The day, in the organization's time zone.
    #[entity(on_create)]
    pub date: NaiveDate,
    /// What was measured.
    #[entity(max = 50, on_create, public)]
    pub metric: String,
    /// How much.
    #[entity(range(-1_000_000_000_000, 1_000_000_000_000))]
    pub value: Decimal,
    /// What else is known.
    #[entity(max = 65_536, public)]
    pub metadata: Option<Json>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
