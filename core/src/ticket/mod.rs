//! Tickets: what people ask for, and what becomes of it.

mod model;
mod setup;

pub use model::{
    Comment, CommentFormat, CommentId, CommentPatch, Criticality, NewComment, NewTicket, NewWatcher, PrioritySource,
    Severity, Ticket, TicketHistory, TicketHistoryId, TicketId, TicketPatch, TicketSource, TicketType, Visibility,
    Watcher, WatcherId, WatcherPatch,
};
pub use setup::{
    Category, CategoryId, CategoryPatch, Level, NewCategory, NewPriority, NewPriorityRule, NewStatus,
    NewStatusTransition, NewTag, Priority, PriorityId, PriorityPatch, PriorityRule, PriorityRuleId, PriorityRulePatch,
    Status, StatusId, StatusKind, StatusPatch, StatusTransition, StatusTransitionId, StatusTransitionPatch, Tag, TagId,
    TagPatch,
};
