//! The entities of this area.

mod action;
mod assignment;
mod attached;
mod comment;
mod forms;
mod overview;
mod relation;
mod setup;
mod survey;
mod ticket;
#[cfg(feature = "attachments")]
mod upload;

pub use action::{BulkOutcome, BulkRefusal, FieldPreview, TicketAction};
pub use assignment::{Assignee, Assignment, Candidate, Ineligibility, Strategy};
pub use attached::{
    Attachment, AttachmentId, AttachmentPatch, NewAttachment, NewSatisfactionSurvey, NewTicketLink, NewTimeEntry,
    SatisfactionSurvey, SatisfactionSurveyId, SatisfactionSurveyPatch, TicketLink, TicketLinkId, TicketLinkKind,
    TicketLinkPatch, TimeEntry, TimeEntryId, TimeEntryPatch,
};
pub use comment::{Comment, CommentFormat, CommentId, CommentPatch, NewComment, Visibility};
pub use forms::{
    FieldDefinition, FieldDefinitionId, FieldDefinitionPatch, FieldKind, FieldOwner, Macro, MacroId, MacroPatch,
    NewFieldDefinition, NewMacro, NewSavedView, NewTicketTemplate, SavedView, SavedViewId, SavedViewPatch,
    TicketTemplate, TicketTemplateId, TicketTemplatePatch,
};
pub use overview::{TicketOverview, TicketOverviews};
pub use relation::{LinkedTicket, TicketRelation};
pub use setup::{
    Category, CategoryId, CategoryPatch, Level, NewCategory, NewPriority, NewPriorityRule, NewStatus,
    NewStatusTransition, NewTag, Priority, PriorityId, PriorityPatch, PriorityRule, PriorityRuleId, PriorityRulePatch,
    Status, StatusId, StatusKind, StatusPatch, StatusTransition, StatusTransitionId, StatusTransitionPatch, Tag, TagId,
    TagPatch,
};
pub use survey::{SentSurvey, SurveyAnswers, SurveyResults};
pub use ticket::{
    Criticality, NewTicket, NewWatcher, PrioritySource, Severity, Ticket, TicketHistory, TicketHistoryId, TicketId,
    TicketPatch, TicketSource, TicketType, Watcher, WatcherId, WatcherPatch,
};
#[cfg(feature = "attachments")]
pub use upload::NewUpload;
