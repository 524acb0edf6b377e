//! What is said of a file that comes.

use super::comment::CommentId;
use super::ticket::TicketId;
use crate::change::ChangeRequestId;
use crate::knowledge::ArticleId;
use crate::operation::Shape;

/// A file that comes: on what it hangs, which is one thing, its name, and what is claimed of it.
#[derive(Clone, Default, PartialEq, Eq, Shape)]
pub struct NewUpload {
    /// The ticket that it hangs on.
    pub ticket_id: Option<TicketId>,
    /// The comment that it hangs on.
    pub comment_id: Option<CommentId>,
    /// The article that it hangs on.
    pub article_id: Option<ArticleId>,
    /// The change that it hangs on.
    pub change_request_id: Option<ChangeRequestId>,
    /// The name that it came with, without a path.
    pub original_name: String,
    /// Its MIME type as the sender claims it; the bytes must not contradict it.
    pub mime_type: Option<String>,
    /// How many bytes it has, as the sender claims it.
    pub size_bytes: Option<i64>,
    /// The SHA-256 of its bytes in hexadecimal, as the sender claims it.
    pub sha256: Option<String>,
    /// What it shows.
    pub description: Option<String>,
}

impl std::fmt::Debug for NewUpload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUpload")
            .field("ticket_id", &self.ticket_id)
            .field("comment_id", &self.comment_id)
            .field("article_id", &self.article_id)
            .field("change_request_id", &self.change_request_id)
            .field("mime_type", &self.mime_type)
            .field("size_bytes", &self.size_bytes)
            .finish_non_exhaustive()
    }
}
