//! A new row of every entity, with the defaults that its declaration gives: what stands in the fields for which a product has
//! nothing.

use crate::entity::{Draft, EntityDef, Kind, Row, Stamp, Value};
use crate::{
    ai, analytics, asset, brazil, change, channel, identity, integration, knowledge, notification, organization,
    privacy, sla, system, ticket, workflow,
};

fn draft<E: Draft>(stamp: Stamp) -> Row
where
    E::New: Default,
{
    E::build(E::New::default(), stamp).into_row()
}

macro_rules! drafts {
    ($($entity:path),+ $(,)?) => { &[$((<$entity as crate::entity::Entity>::DEF, draft::<$entity>)),+] };
}

type Make = fn(Stamp) -> Row;

static DRAFTS: &[(&EntityDef, Make)] = drafts![
    ai::AiMetric,
    ai::AutoResponse,
    ai::Classification,
    ai::ComplexityScore,
    ai::Suggestion,
    ai::TrainingExample,
    analytics::AgentMetrics,
    analytics::AgentPerformance,
    analytics::AnalyticsEvent,
    analytics::CategoryMetrics,
    analytics::DailyMetrics,
    analytics::RealtimeMetric,
    asset::Asset,
    asset::AssetRelationship,
    asset::TicketAsset,
    brazil::GovBrIdentity,
    change::ChangeRequest,
    change::ChangeTicket,
    channel::Channel,
    channel::EmailAccount,
    channel::Message,
    channel::WhatsAppContact,
    channel::WhatsAppMessage,
    channel::WhatsAppSession,
    identity::ApiKey,
    identity::AuthEvent,
    identity::Credential,
    identity::Invitation,
    identity::MfaFactor,
    identity::OneTimeToken,
    identity::PasswordHistory,
    identity::PasswordPolicy,
    identity::Permission,
    identity::RefreshToken,
    identity::Role,
    identity::RolePermission,
    identity::Session,
    identity::User,
    identity::UserRole,
    integration::ApiUsage,
    integration::Integration,
    integration::IntegrationLog,
    integration::Webhook,
    integration::WebhookDelivery,
    knowledge::Article,
    knowledge::ArticleCategory,
    knowledge::ArticleFeedback,
    knowledge::ArticleTag,
    knowledge::ArticleTicketCategory,
    knowledge::ArticleVersion,
    knowledge::Embedding,
    notification::Notification,
    notification::NotificationEvent,
    notification::NotificationPreference,
    organization::Department,
    organization::DepartmentMember,
    organization::Organization,
    organization::Team,
    organization::TeamMember,
    organization::TenantConfiguration,
    privacy::Consent,
    sla::BusinessCalendar,
    sla::Escalation,
    sla::EscalationRule,
    sla::SlaPolicy,
    sla::SlaTracking,
    system::CacheEntry,
    system::Setting,
    ticket::Attachment,
    ticket::Category,
    ticket::Comment,
    ticket::FieldDefinition,
    ticket::Priority,
    ticket::PriorityRule,
    ticket::SatisfactionSurvey,
    ticket::Status,
    ticket::StatusTransition,
    ticket::Tag,
    ticket::Ticket,
    ticket::TicketLink,
    ticket::TicketTemplate,
    workflow::ApprovalDecision,
    workflow::ApprovalRequest,
    workflow::Automation,
    workflow::WorkflowDefinition,
    workflow::WorkflowExecution,
    workflow::WorkflowStep,
    workflow::WorkflowStepExecution,
    workflow::WorkflowVersion,
];

/// Returns a new row of the entity.
pub(super) fn row(def: &'static EntityDef, stamp: Stamp) -> Row {
    if let Some((_, make)) = DRAFTS.iter().find(|(known, _)| *known == def) {
        return make(stamp);
    }
    let value = |field: &crate::entity::FieldDef| match field.name {
        "id" => Value::Uuid(stamp.id),
        "organization_id" => Value::Uuid(stamp.organization_id.as_uuid()),
        "created_at" | "updated_at" => Value::Timestamp(stamp.at),
        "version" => Value::Integer(1),
        _ if field.nullable => Value::Null,
        _ => match field.kind {
            Kind::Bool => Value::Bool(false),
            Kind::Integer => Value::Integer(field.range.map_or(0, |(least, _)| least)),
            Kind::Enum(names) => Value::Word(names[0]),
            Kind::List => Value::List(Vec::new()),
            Kind::Json => Value::Json(Box::new(serde_json::json!({}))),
            Kind::Uuid => Value::Uuid(uuid::Uuid::nil()),
            // What has no default in the declaration has none here: the row cannot do without it.
            Kind::Decimal | Kind::Text | Kind::Bytes | Kind::Timestamp | Kind::Date => Value::Null,
        },
    };
    def.fields.iter().map(value).collect()
}
