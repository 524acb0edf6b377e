//! What belongs to an article: tags, tickets' categories, opinions, vectors.

use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::knowledge::{Article, ArticleId};
use crate::organization::OrganizationId;
use crate::ticket::{Category, CategoryId, Tag, TagId};

crate::ids! {
    /// The id of an [`ArticleTag`].
    ArticleTagId,
    /// The id of an [`ArticleTicketCategory`].
    ArticleTicketCategoryId,
    /// The id of an [`ArticleFeedback`].
    ArticleFeedbackId,
    /// The id of an [`Embedding`].
    EmbeddingId,
}

/// A tag that an article has.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "article_tag", editable)]
#[entity(index(name = "article_tag_tag", on = "article_id, tag_id", unique))]
#[entity(index(name = "article_tag_articles", on = "tag_id, article_id"))]
pub struct ArticleTag {
    /// The identifier, a UUID of version 7.
    pub id: ArticleTagId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The article.
    #[entity(references = Article, on_create)]
    pub article_id: ArticleId,
    /// The tag.
    #[entity(references = Tag, on_create)]
    pub tag_id: TagId,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A category of tickets that an article helps with.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "article_ticket_category", collection = "article_ticket_categories", editable)]
#[entity(index(name = "article_ticket_category_link", on = "article_id, category_id", unique))]
#[entity(index(name = "article_ticket_category_articles", on = "category_id, article_id"))]
pub struct ArticleTicketCategory {
    /// The identifier, a UUID of version 7.
    pub id: ArticleTicketCategoryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The article.
    #[entity(references = Article, on_create)]
    pub article_id: ArticleId,
    /// The category.
    #[entity(references = Category, on_create)]
    pub category_id: CategoryId,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Whether an article helped somebody.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "article_feedback", collection = "article_feedback", editable)]
#[entity(index(name = "article_feedback_reader", on = "article_id, user_id", unique, when = "user_id IS NOT NULL"))]
#[entity(index(name = "article_feedback_article", on = "article_id, created_at, id"))]
pub struct ArticleFeedback {
    /// The identifier, a UUID of version 7.
    pub id: ArticleFeedbackId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The article.
    #[entity(references = Article, on_create)]
    pub article_id: ArticleId,
    /// The reader; nobody when it is not known who.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub user_id: Option<UserId>,
    /// Whether it helped.
    pub is_helpful: bool,
    /// What they wrote.
    #[entity(max = 8_192, personal(content, erase = redact_spans))]
    pub comment: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// What a vector was made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum EmbeddedEntity {
    /// A ticket.
    #[default]
    Ticket,
    /// An article.
    Article,
    /// A category.
    Category,
}

/// A part of a text as a vector, for the search by meaning.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "embedding", editable, unaudited)]
#[entity(index(name = "embedding_chunk", on = "entity, entity_id, model, chunk_index", unique))]
pub struct Embedding {
    /// The identifier, a UUID of version 7.
    pub id: EmbeddingId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What it was made of.
    #[entity(on_create)]
    pub entity: EmbeddedEntity,
    /// The id of the row that it was made of.
    #[entity(on_create)]
    pub entity_id: Uuid,
    /// The model that made it.
    #[entity(max = 100, on_create, public)]
    pub model: String,
    /// How many numbers it has.
    #[entity(range(1, 65_536), default = 1, on_create)]
    pub dimensions: i64,
    /// Which part of the text it is, the first is 0.
    #[entity(range(0, 1_000_000), on_create)]
    pub chunk_index: i64,
    /// The part of the text.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub chunk_text: String,
    /// The numbers, 32-bit floating point, the least byte first.
    #[entity(max = 262_144, personal(content, erase = blank))]
    pub vector: Vec<u8>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
