//! The entities of this area.

mod article;
mod linked;

pub use article::{
    Article, ArticleAudience, ArticleCategory, ArticleCategoryId, ArticleCategoryPatch, ArticleId, ArticlePatch,
    ArticleSource, ArticleStatus, ArticleVersion, ArticleVersionId, NewArticle, NewArticleCategory, NewArticleVersion,
};
pub use linked::{
    ArticleFeedback, ArticleFeedbackId, ArticleFeedbackPatch, ArticleTag, ArticleTagId, ArticleTagPatch,
    ArticleTicketCategory, ArticleTicketCategoryId, ArticleTicketCategoryPatch, EmbeddedEntity, Embedding, EmbeddingId,
    EmbeddingPatch, NewArticleFeedback, NewArticleTag, NewArticleTicketCategory, NewEmbedding,
};
