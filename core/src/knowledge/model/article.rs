//! The articles and their tree.

use rust_decimal::Decimal;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;
use crate::ticket::{Ticket, TicketId};

crate::ids! {
    /// The id of an [`ArticleCategory`].
    ArticleCategoryId,
    /// The id of an [`Article`].
    ArticleId,
    /// The id of an [`ArticleVersion`].
    ArticleVersionId,
}

/// Where an article stands, in a tree.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "article_category", collection = "article_categories", editable)]
#[entity(index(name = "article_category_name", on = "parent_id, name", unique, when = "parent_id IS NOT NULL"))]
#[entity(index(name = "article_category_root_name", on = "name", unique, when = "parent_id IS NULL"))]
pub struct ArticleCategory {
    /// The identifier, a UUID of version 7.
    pub id: ArticleCategoryId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in its parent.
    #[entity(max = 255, public)]
    pub name: String,
    /// What stands there.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// The name of a picture.
    #[entity(max = 50, public)]
    pub icon: Option<String>,
    /// The category that it is part of.
    #[entity(references = ArticleCategory)]
    pub parent_id: Option<ArticleCategoryId>,
    /// Where it stands among its siblings, the least first.
    #[entity(range(0, 1_000_000))]
    pub position: i64,
    /// Whether new articles may stand there.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Where an article is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ArticleStatus {
    /// It is being written.
    #[default]
    Draft,
    /// Somebody is asked whether it is right.
    InReview,
    /// It can be read.
    Published,
    /// It is kept, and no longer shown.
    Archived,
}

/// How an article came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ArticleSource {
    /// Somebody wrote it.
    #[default]
    Manual,
    /// A model wrote it.
    AiGenerated,
    /// It was made of a ticket.
    Ticket,
}

/// Who may read an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ArticleAudience {
    /// Everybody.
    Public,
    /// Those who work on tickets.
    #[default]
    Internal,
}

/// Something the desk knows.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "article", soft, editable, public_when = "audience = public, status = published")]
#[entity(index(name = "article_in_category", on = "category_id, id", when = "category_id IS NOT NULL"))]
#[entity(index(name = "article_status", on = "status, published_at, id"))]
#[entity(index(name = "article_ticket", on = "source_ticket_id, id", when = "source_ticket_id IS NOT NULL"))]
pub struct Article {
    /// The identifier, a UUID of version 7.
    pub id: ArticleId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The title.
    #[entity(max = 255, personal(content, erase = redact_spans), searchable = title)]
    pub title: String,
    /// The text, CommonMark.
    #[entity(max = 262_144, personal(content, erase = redact_spans), searchable = body)]
    pub content: String,
    /// The text in a few words.
    #[entity(max = 2_000, personal(content, erase = redact_spans), searchable = body)]
    pub summary: Option<String>,
    /// Where it stands.
    #[entity(references = ArticleCategory)]
    pub category_id: Option<ArticleCategoryId>,
    /// Names of tags.
    #[entity(max = 50, public, searchable = body)]
    pub tags: Vec<String>,
    /// The language, as a BCP 47 tag; without one, the organization's.
    #[entity(max = 35, public)]
    pub language: Option<String>,
    /// Where it is in its life.
    pub status: ArticleStatus,
    /// Who may read it.
    pub audience: ArticleAudience,
    /// How it came about.
    #[entity(on_create)]
    pub source: ArticleSource,
    /// The ticket that it was made of.
    #[entity(references = Ticket, on_create)]
    pub source_ticket_id: Option<TicketId>,
    /// Who wrote it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub author_id: Option<UserId>,
    /// When it was last published, UTC.
    pub published_at: Option<Timestamp>,
    /// How often it was read.
    #[entity(range(0, 1_000_000_000_000))]
    pub view_count: i64,
    /// How many found it helpful.
    #[entity(range(0, 1_000_000_000))]
    pub helpful_count: i64,
    /// How many did not.
    #[entity(range(0, 1_000_000_000))]
    pub not_helpful_count: i64,
    /// How well it helps, from 0 to 1.
    #[entity(range(0, 1))]
    pub effectiveness_score: Option<Decimal>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
    /// When it was deleted, UTC; nothing while it is not.
    pub deleted_at: Option<Timestamp>,
}

/// An article as it was. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "article_version", recorded)]
#[entity(index(name = "article_version_number", on = "article_id, number", unique))]
pub struct ArticleVersion {
    /// The identifier, a UUID of version 7.
    pub id: ArticleVersionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The article.
    #[entity(references = Article, on_create)]
    pub article_id: ArticleId,
    /// Which version it is, the first is 1.
    #[entity(range(1, 1_000_000), default = 1, on_create)]
    pub number: i64,
    /// The title.
    #[entity(max = 255, on_create, personal(content, erase = redact_spans))]
    pub title: String,
    /// The text, CommonMark.
    #[entity(max = 262_144, on_create, personal(content, erase = redact_spans))]
    pub content: String,
    /// The text in a few words.
    #[entity(max = 2_000, on_create, personal(content, erase = redact_spans))]
    pub summary: Option<String>,
    /// Who wrote it.
    #[entity(references = User, on_create, personal(link, erase = keep))]
    pub author_id: Option<UserId>,
    /// What changed, and why.
    #[entity(max = 2_000, on_create, personal(content, erase = redact_spans))]
    pub note: Option<String>,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}
