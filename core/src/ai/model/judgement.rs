//! What models said about tickets.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::knowledge::{Article, ArticleId};
use crate::organization::OrganizationId;
use crate::ticket::{Category, CategoryId, Comment, CommentId, Priority, PriorityId, Ticket, TicketId};

crate::ids! {
    /// The id of a [`Classification`].
    ClassificationId,
    /// The id of a [`Suggestion`].
    SuggestionId,
    /// The id of an [`AutoResponse`].
    AutoResponseId,
    /// The id of a [`ComplexityScore`].
    ComplexityScoreId,
}

/// Where a model would put a ticket.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "classification", editable)]
#[entity(index(name = "classification_ticket", on = "ticket_id, created_at, id"))]
#[entity(index(name = "classification_model", on = "model, created_at, id"))]
pub struct Classification {
    /// The identifier, a UUID of version 7.
    pub id: ClassificationId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// The category.
    #[entity(references = Category, on_create)]
    pub suggested_category_id: Option<CategoryId>,
    /// The priority.
    #[entity(references = Priority, on_create)]
    pub suggested_priority_id: Option<PriorityId>,
    /// How sure it is, from 0 to 1.
    #[entity(range(0, 1), on_create)]
    pub confidence: Decimal,
    /// The model.
    #[entity(max = 100, on_create, public)]
    pub model: String,
    /// Why.
    #[entity(max = 8_192, on_create, personal(content, erase = redact_spans))]
    pub reasoning: Option<String>,
    /// How many tokens it read.
    #[entity(range(0, 1_000_000_000), on_create)]
    pub input_tokens: Option<i64>,
    /// How many tokens it wrote.
    #[entity(range(0, 1_000_000_000), on_create)]
    pub output_tokens: Option<i64>,
    /// What it cost, in US dollars.
    #[entity(range(0, 1_000_000), on_create)]
    pub cost: Option<Decimal>,
    /// Whether people agreed; nothing while nobody said so.
    pub is_accepted: Option<bool>,
    /// The category that people chose instead.
    #[entity(references = Category)]
    pub corrected_category_id: Option<CategoryId>,
    /// The priority that people chose instead.
    #[entity(references = Priority)]
    pub corrected_priority_id: Option<PriorityId>,
    /// Who agreed or did not.
    #[entity(references = User, personal(link, erase = null))]
    pub reviewed_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What is suggested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum SuggestionKind {
    /// A solution.
    #[default]
    Solution,
    /// An answer.
    Response,
    /// That somebody else takes it.
    Escalation,
    /// An article.
    RelatedArticle,
}

/// Where a suggestion comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum SuggestionSource {
    /// The articles.
    KnowledgeBase,
    /// Tickets of the same kind.
    SimilarTickets,
    /// The model itself.
    #[default]
    Model,
}

/// What could be done about a ticket.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "suggestion", editable)]
#[entity(index(name = "suggestion_ticket", on = "ticket_id, kind, created_at, id"))]
pub struct Suggestion {
    /// The identifier, a UUID of version 7.
    pub id: SuggestionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// What is suggested.
    #[entity(on_create)]
    pub kind: SuggestionKind,
    /// Where it comes from.
    #[entity(on_create)]
    pub source: SuggestionSource,
    /// The article, if it is one.
    #[entity(references = Article, on_create)]
    pub article_id: Option<ArticleId>,
    /// The suggestion.
    #[entity(max = 65_536, on_create, personal(content, erase = redact_spans))]
    pub content: String,
    /// How sure it is, from 0 to 1.
    #[entity(range(0, 1), on_create)]
    pub confidence: Decimal,
    /// Why.
    #[entity(max = 8_192, on_create, personal(content, erase = redact_spans))]
    pub reasoning: Option<String>,
    /// The model.
    #[entity(max = 100, on_create, public)]
    pub model: Option<String>,
    /// Whether somebody took it.
    pub is_used: bool,
    /// Whether it helped; nothing while nobody said so.
    pub was_helpful: Option<bool>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// An answer that a model wrote.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "auto_response", editable)]
#[entity(index(name = "auto_response_ticket", on = "ticket_id, created_at, id"))]
pub struct AutoResponse {
    /// The identifier, a UUID of version 7.
    pub id: AutoResponseId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// The comment that it became.
    #[entity(references = Comment)]
    pub comment_id: Option<CommentId>,
    /// The answer.
    #[entity(max = 65_536, on_create, personal(content, erase = redact_spans))]
    pub response: String,
    /// How sure it is, from 0 to 1.
    #[entity(range(0, 1), on_create)]
    pub confidence: Decimal,
    /// The model.
    #[entity(max = 100, on_create, public)]
    pub model: Option<String>,
    /// How many tokens it read.
    #[entity(range(0, 1_000_000_000), on_create)]
    pub input_tokens: Option<i64>,
    /// How many tokens it wrote.
    #[entity(range(0, 1_000_000_000), on_create)]
    pub output_tokens: Option<i64>,
    /// Whether it helped; nothing while nobody said so.
    pub was_helpful: Option<bool>,
    /// Why it did or did not.
    #[entity(max = 8_192, personal(content, erase = redact_spans))]
    pub feedback_reason: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// How hard a ticket seems.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "complexity_score", editable)]
#[entity(index(name = "complexity_score_ticket", on = "ticket_id, created_at, id"))]
#[entity(index(name = "complexity_score_score", on = "score, id"))]
pub struct ComplexityScore {
    /// The identifier, a UUID of version 7.
    pub id: ComplexityScoreId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The ticket.
    #[entity(references = Ticket, on_create)]
    pub ticket_id: TicketId,
    /// From 0, easy, to 100.
    #[entity(range(0, 100), on_create)]
    pub score: i64,
    /// What made it so.
    #[entity(max = 65_536, on_create, personal(content, erase = redact_spans))]
    pub factors: Option<Json>,
    /// Whether somebody more experienced should take it.
    #[entity(on_create)]
    pub escalation_recommended: bool,
    /// The model.
    #[entity(max = 100, on_create, public)]
    pub model: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
