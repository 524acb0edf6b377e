//! Tickets: what people ask for, and what becomes of it.

mod model;
mod operations;
pub mod preset;
pub(crate) mod rules;

#[cfg(feature = "attachments")]
pub use model::NewUpload;
pub use model::{
    Assignee, Assignment, Attachment, AttachmentId, AttachmentPatch, BulkOutcome, BulkRefusal, Candidate, Category,
    CategoryId, CategoryPatch, Comment, CommentFormat, CommentId, CommentPatch, Criticality, FieldDefinition,
    FieldDefinitionId, FieldDefinitionPatch, FieldKind, FieldOwner, FieldPreview, Ineligibility, Level, LinkedTicket,
    Macro, MacroId, MacroPatch, NewAttachment, NewCategory, NewComment, NewFieldDefinition, NewMacro, NewPriority,
    NewPriorityRule, NewSatisfactionSurvey, NewSavedView, NewStatus, NewStatusTransition, NewTag, NewTicket,
    NewTicketLink, NewTicketTemplate, NewTimeEntry, NewWatcher, Priority, PriorityId, PriorityPatch, PriorityRule,
    PriorityRuleId, PriorityRulePatch, PrioritySource, SatisfactionSurvey, SatisfactionSurveyId,
    SatisfactionSurveyPatch, SavedView, SavedViewId, SavedViewPatch, SentSurvey, Severity, Status, StatusId,
    StatusKind, StatusPatch, StatusTransition, StatusTransitionId, StatusTransitionPatch, Strategy, SurveyAnswers,
    SurveyResults, Tag, TagId, TagPatch, Ticket, TicketAction, TicketHistory, TicketHistoryId, TicketId, TicketLink,
    TicketLinkId, TicketLinkKind, TicketLinkPatch, TicketOverview, TicketOverviews, TicketPatch, TicketRelation,
    TicketSource, TicketTemplate, TicketTemplateId, TicketTemplatePatch, TicketType, TimeEntry, TimeEntryId,
    TimeEntryPatch, Visibility, Watcher, WatcherId, WatcherPatch,
};
#[cfg(feature = "attachments")]
pub use operations::Attachments;
pub use operations::{Audience, Comments, Placement, Surveys, Tickets};
