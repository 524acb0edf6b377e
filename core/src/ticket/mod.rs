//! Tickets: what people ask for, and what becomes of it.

mod model;
mod operations;
pub mod preset;
pub(crate) mod rules;

pub use model::{
    Assignee, Assignment, Candidate, Category, CategoryId, CategoryPatch, Comment, CommentFormat, CommentId,
    CommentPatch, Criticality, Ineligibility, Level, NewCategory, NewComment, NewPriority, NewPriorityRule, NewStatus,
    NewStatusTransition, NewTag, NewTicket, NewWatcher, Priority, PriorityId, PriorityPatch, PriorityRule,
    PriorityRuleId, PriorityRulePatch, PrioritySource, Severity, Status, StatusId, StatusKind, StatusPatch,
    StatusTransition, StatusTransitionId, StatusTransitionPatch, Strategy, Tag, TagId, TagPatch, Ticket, TicketHistory,
    TicketHistoryId, TicketId, TicketPatch, TicketSource, TicketType, Visibility, Watcher, WatcherId, WatcherPatch,
};
#[cfg(feature = "import")]
pub(crate) use operations::NUMBER_WIDTH;
pub use operations::{Audience, Comments, Placement, Tickets};
