//! The table of all operations, by the place from which a host calls them.

use super::{AreaDef, changing, creatable, creating, editable, readable, reading, restoring};
use crate::ai::{AiMetric, AutoResponse, Classification, ComplexityScore, Suggestion, TrainingExample};
use crate::analytics::{AgentMetrics, AgentPerformance, AnalyticsEvent, CategoryMetrics, DailyMetrics, RealtimeMetric};
use crate::asset::{Asset, AssetRelationship, TicketAsset};
use crate::audit::AuditEntry;
use crate::brazil::GovBrIdentity;
use crate::calendar::Questions;
use crate::change::{ChangeAsset, ChangeRequest, ChangeTicket, FreezeWindow};
use crate::channel::{Channel, EmailAccount, Message, WhatsAppContact, WhatsAppMessage, WhatsAppSession};
use crate::desk::Desk;
use crate::entity::Entity as _;
use crate::identity::{
    ApiKey, AuthEvent, Credential, Invitation, MfaFactor, OneTimeToken, PasswordHistory, PasswordPolicy, Permission,
    RefreshToken, Role, RolePermission, Session, SsoIdentity, User, UserRole, Users,
};
use crate::integration::{ApiUsage, Integration, IntegrationLog, Webhook, WebhookDelivery};
use crate::knowledge::{
    Article, ArticleCategory, ArticleFeedback, ArticleTag, ArticleTicketCategory, ArticleVersion, Embedding,
};
use crate::notification::{Notification, NotificationEvent, NotificationPreference};
use crate::organization::{Department, DepartmentMember, Departments, Team, TeamMember, TenantConfiguration};
use crate::outbox::Outbox;
use crate::privacy::{
    Consent, DataSubjectRequest, LegalHold, ProcessingRecord, RetentionPolicy, RetentionRun, SecurityIncident,
};
use crate::scope::Scope;
use crate::sla::{
    BusinessCalendar, Calendars, Escalation, EscalationRule, ServiceLevels, SlaDecision, SlaPolicy, SlaPolicyVersion,
    SlaTracking,
};
use crate::system::{CacheEntry, Setting, Settings};
#[cfg(feature = "attachments")]
use crate::ticket::Attachments;
use crate::ticket::{
    Attachment, Category, Comments, FieldDefinition, Macro, Priority, PriorityRule, SatisfactionSurvey, SavedView,
    Status, StatusTransition, Surveys, Tag, Ticket, TicketHistory, TicketLink, TicketTemplate, Tickets, TimeEntry,
    Watcher,
};
use crate::workflow::{
    ApprovalDecision, ApprovalRequest, Automation, WorkflowDefinition, WorkflowExecution, WorkflowStep,
    WorkflowStepExecution, WorkflowVersion,
};

/// Every operation there is, by the place from which a host calls it.
pub static AREAS: &[AreaDef] = &[
    AreaDef {
        name: "desk",
        doc: "What is done with the desk as a whole, outside of any organization.",
        groups: &[Desk::DIRECTORY, Desk::PRESETS, Desk::RESTORE, Desk::TIME],
    },
    AreaDef {
        name: "calendar",
        doc: "When people work, as a value that is asked without a desk. It never changes, every answer is exact to the \
              millisecond and in real elapsed time, and it is safe to share between threads.",
        groups: &[Questions::MAKING, Questions::TIME],
    },
    AreaDef {
        name: "scope",
        doc: "What is done with an organization as a whole.",
        groups: &[
            Scope::ORGANIZATION,
            Scope::FEATURES,
            Scope::USAGE,
            Scope::SET_UP,
            Scope::FEED,
            Scope::SEARCH,
            Scope::INDEXES,
            Scope::EXPORT,
            #[cfg(feature = "import")]
            Scope::IMPORT,
            #[cfg(feature = "adoption")]
            Scope::ADOPTION,
        ],
    },
    AreaDef { name: "users", doc: "The people of the organization.", groups: &[reading::<User>(), Users::PEOPLE] },
    AreaDef {
        name: "departments",
        doc: Department::DEF.doc,
        groups: &[reading::<Department>(), creating::<Department>(), changing::<Department>(), Departments::MEMBERS],
    },
    editable::<Team>(),
    editable::<TeamMember>(),
    editable::<Category>(),
    editable::<Priority>(),
    editable::<PriorityRule>(),
    editable::<Status>(),
    editable::<StatusTransition>(),
    editable::<Tag>(),
    AreaDef {
        name: "tickets",
        doc: "The tickets of the organization.",
        groups: &[
            reading::<Ticket>(),
            Tickets::READ,
            Tickets::CREATE,
            Tickets::CHANGE,
            Tickets::TRANSITION,
            Tickets::ASSIGN,
            Tickets::QUEUE,
            Tickets::TEMPLATE,
            Tickets::OVERVIEW,
            Tickets::LINK,
            Tickets::MERGE,
            Tickets::SPLIT,
            Tickets::BULK,
            Tickets::PAST,
        ],
    },
    AreaDef { name: "comments", doc: "The comments on the organization's tickets.", groups: &[Comments::COMMENTS] },
    editable::<Watcher>(),
    readable::<TicketHistory>(),
    readable::<AuditEntry>(),
    editable::<TenantConfiguration>(),
    editable::<DepartmentMember>(),
    editable::<Role>(),
    editable::<Permission>(),
    editable::<RolePermission>(),
    editable::<UserRole>(),
    editable::<Credential>(),
    editable::<PasswordPolicy>(),
    creatable::<PasswordHistory>(),
    editable::<MfaFactor>(),
    editable::<SsoIdentity>(),
    editable::<Session>(),
    editable::<RefreshToken>(),
    editable::<OneTimeToken>(),
    editable::<Invitation>(),
    editable::<ApiKey>(),
    creatable::<AuthEvent>(),
    AreaDef {
        name: "attachments",
        doc: Attachment::DEF.doc,
        groups: &[
            reading::<Attachment>(),
            changing::<Attachment>(),
            restoring::<Attachment>(),
            #[cfg(feature = "attachments")]
            Attachments::FILES,
        ],
    },
    readable::<TicketLink>(),
    editable::<TimeEntry>(),
    editable::<SatisfactionSurvey>(),
    AreaDef { name: "surveys", doc: "Asking people what they thought of the help.", groups: &[Surveys::SURVEYS] },
    editable::<FieldDefinition>(),
    editable::<TicketTemplate>(),
    editable::<SavedView>(),
    editable::<Macro>(),
    AreaDef {
        name: "business_calendars",
        doc: BusinessCalendar::DEF.doc,
        groups: &[
            reading::<BusinessCalendar>(),
            creating::<BusinessCalendar>(),
            changing::<BusinessCalendar>(),
            Calendars::TIME,
        ],
    },
    editable::<SlaPolicy>(),
    readable::<SlaPolicyVersion>(),
    editable::<EscalationRule>(),
    AreaDef {
        name: "service_levels",
        doc: "What was promised for the tickets of the organization, and whether it was kept.",
        groups: &[ServiceLevels::CLOCKS, ServiceLevels::DECISIONS, ServiceLevels::SET_UP],
    },
    editable::<SlaTracking>(),
    creatable::<Escalation>(),
    readable::<SlaDecision>(),
    editable::<ArticleCategory>(),
    editable::<Article>(),
    creatable::<ArticleVersion>(),
    editable::<ArticleTag>(),
    editable::<ArticleTicketCategory>(),
    editable::<ArticleFeedback>(),
    editable::<Embedding>(),
    editable::<ChangeRequest>(),
    editable::<ChangeTicket>(),
    editable::<ChangeAsset>(),
    editable::<FreezeWindow>(),
    editable::<Asset>(),
    editable::<AssetRelationship>(),
    editable::<TicketAsset>(),
    editable::<WorkflowDefinition>(),
    creatable::<WorkflowVersion>(),
    creatable::<WorkflowStep>(),
    editable::<WorkflowExecution>(),
    editable::<WorkflowStepExecution>(),
    editable::<ApprovalRequest>(),
    editable::<ApprovalDecision>(),
    editable::<Automation>(),
    editable::<Classification>(),
    editable::<Suggestion>(),
    editable::<AutoResponse>(),
    editable::<ComplexityScore>(),
    editable::<TrainingExample>(),
    editable::<AiMetric>(),
    editable::<Channel>(),
    editable::<Message>(),
    editable::<EmailAccount>(),
    editable::<WhatsAppContact>(),
    editable::<WhatsAppMessage>(),
    editable::<WhatsAppSession>(),
    editable::<Integration>(),
    creatable::<IntegrationLog>(),
    editable::<Webhook>(),
    editable::<WebhookDelivery>(),
    editable::<ApiUsage>(),
    editable::<Notification>(),
    editable::<NotificationEvent>(),
    editable::<NotificationPreference>(),
    editable::<GovBrIdentity>(),
    creatable::<Consent>(),
    editable::<DataSubjectRequest>(),
    editable::<RetentionPolicy>(),
    creatable::<RetentionRun>(),
    editable::<LegalHold>(),
    editable::<ProcessingRecord>(),
    editable::<SecurityIncident>(),
    editable::<DailyMetrics>(),
    editable::<AgentMetrics>(),
    editable::<CategoryMetrics>(),
    editable::<RealtimeMetric>(),
    creatable::<AnalyticsEvent>(),
    editable::<AgentPerformance>(),
    AreaDef {
        name: "settings",
        doc: Setting::DEF.doc,
        groups: &[reading::<Setting>(), creating::<Setting>(), changing::<Setting>(), Settings::VALUES],
    },
    editable::<CacheEntry>(),
    AreaDef { name: "outbox", doc: "The effects that wait in the organization.", groups: &[Outbox::EFFECTS] },
];
