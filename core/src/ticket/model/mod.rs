//! The entities of this area.

mod assignment;
mod comment;
mod setup;
mod ticket;

pub use assignment::{Assignee, Assignment, Candidate, Ineligibility, Strategy};
pub use comment::{Comment, CommentFormat, CommentId, CommentPatch, NewComment, Visibility};
pub use setup::{
    Category, CategoryId, CategoryPatch, Level, NewCategory, NewPriority, NewPriorityRule, NewStatus,
    NewStatusTransition, NewTag, Priority, PriorityId, PriorityPatch, PriorityRule, PriorityRuleId, PriorityRulePatch,
    Status, StatusId, StatusKind, StatusPatch, StatusTransition, StatusTransitionId, StatusTransitionPatch, Tag, TagId,
    TagPatch,
};
pub use ticket::{
    Criticality, NewTicket, NewWatcher, PrioritySource, Severity, Ticket, TicketHistory, TicketHistoryId, TicketId,
    TicketPatch, TicketSource, TicketType, Watcher, WatcherId, WatcherPatch,
};
