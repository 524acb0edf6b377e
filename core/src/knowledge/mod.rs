//! What the desk knows: articles, their versions, and what readers thought of them.

mod model;

pub use model::{
    Article, ArticleAudience, ArticleCategory, ArticleCategoryId, ArticleCategoryPatch, ArticleFeedback,
    ArticleFeedbackId, ArticleFeedbackPatch, ArticleId, ArticlePatch, ArticleSource, ArticleStatus, ArticleTag,
    ArticleTagId, ArticleTagPatch, ArticleTicketCategory, ArticleTicketCategoryId, ArticleTicketCategoryPatch,
    ArticleVersion, ArticleVersionId, EmbeddedEntity, Embedding, EmbeddingId, EmbeddingPatch, NewArticle,
    NewArticleCategory, NewArticleFeedback, NewArticleTag, NewArticleTicketCategory, NewArticleVersion, NewEmbedding,
};
