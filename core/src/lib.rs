//! The crate's table of contents; its front page is the README, which is compiled and run as a test.
//!
#![doc = include_str!("../README.md")]

// The derive macros name the crate by its public name, also inside it.
extern crate self as servicedesk;

mod desk;
pub mod scope;

#[cfg(feature = "adoption")]
pub mod adoption;
pub mod ai;
pub mod analytics;
pub mod asset;
pub mod audit;
pub mod brazil;
pub mod calendar;
pub mod change;
pub mod channel;
pub mod export;
pub mod identity;
#[cfg(feature = "import")]
pub mod import;
pub mod integration;
pub mod knowledge;
pub mod notification;
pub mod organization;
pub mod outbox;
pub mod privacy;
pub mod search;
pub mod sla;
pub mod system;
pub mod tick;
pub mod ticket;
pub mod workflow;

pub mod operation;
pub mod query;
pub mod store;
mod unit_of_work;

pub mod clock;
pub mod entity;
mod error;
mod executor;
mod hexadecimal;

pub use desk::{Desk, DeskBuilder};
pub use error::{Code, Error, ErrorKind, Language, Result};
pub use executor::block_on;

use entity::{Entity, EntityDef};

/// Every entity there is, in an order in which each comes after the ones that it cannot do without.
pub static ENTITIES: &[&EntityDef] = &[
    organization::Organization::DEF,
    identity::User::DEF,
    sla::BusinessCalendar::DEF,
    organization::Department::DEF,
    organization::Team::DEF,
    organization::TeamMember::DEF,
    ticket::Category::DEF,
    sla::SlaPolicy::DEF,
    sla::SlaPolicyVersion::DEF,
    ticket::Priority::DEF,
    ticket::PriorityRule::DEF,
    ticket::Status::DEF,
    ticket::StatusTransition::DEF,
    ticket::Tag::DEF,
    ticket::Ticket::DEF,
    ticket::Comment::DEF,
    ticket::TicketHistory::DEF,
    ticket::Watcher::DEF,
    audit::AuditEntry::DEF,
    outbox::OutboxMessage::DEF,
    organization::TenantConfiguration::DEF,
    organization::DepartmentMember::DEF,
    identity::Role::DEF,
    identity::Permission::DEF,
    identity::RolePermission::DEF,
    identity::UserRole::DEF,
    identity::Credential::DEF,
    identity::PasswordPolicy::DEF,
    identity::PasswordHistory::DEF,
    identity::MfaFactor::DEF,
    identity::SsoIdentity::DEF,
    identity::Session::DEF,
    identity::RefreshToken::DEF,
    identity::OneTimeToken::DEF,
    identity::Invitation::DEF,
    identity::ApiKey::DEF,
    identity::AuthEvent::DEF,
    knowledge::ArticleCategory::DEF,
    knowledge::Article::DEF,
    knowledge::ArticleVersion::DEF,
    knowledge::ArticleTag::DEF,
    knowledge::ArticleTicketCategory::DEF,
    knowledge::ArticleFeedback::DEF,
    knowledge::Embedding::DEF,
    asset::Asset::DEF,
    asset::AssetRelationship::DEF,
    asset::TicketAsset::DEF,
    change::ChangeRequest::DEF,
    change::ChangeTicket::DEF,
    change::ChangeAsset::DEF,
    change::FreezeWindow::DEF,
    ticket::Attachment::DEF,
    ticket::TicketLink::DEF,
    ticket::TimeEntry::DEF,
    ticket::SatisfactionSurvey::DEF,
    ticket::FieldDefinition::DEF,
    ticket::TicketTemplate::DEF,
    ticket::SavedView::DEF,
    ticket::Macro::DEF,
    sla::EscalationRule::DEF,
    sla::SlaTracking::DEF,
    sla::Escalation::DEF,
    sla::SlaDecision::DEF,
    sla::ClockMark::DEF,
    workflow::WorkflowDefinition::DEF,
    workflow::WorkflowVersion::DEF,
    workflow::WorkflowStep::DEF,
    workflow::WorkflowExecution::DEF,
    workflow::WorkflowStepExecution::DEF,
    workflow::ApprovalRequest::DEF,
    workflow::ApprovalDecision::DEF,
    workflow::Automation::DEF,
    ai::Classification::DEF,
    ai::Suggestion::DEF,
    ai::AutoResponse::DEF,
    ai::ComplexityScore::DEF,
    ai::TrainingExample::DEF,
    ai::AiMetric::DEF,
    channel::Channel::DEF,
    channel::Message::DEF,
    channel::EmailAccount::DEF,
    channel::WhatsAppContact::DEF,
    channel::WhatsAppMessage::DEF,
    channel::WhatsAppSession::DEF,
    integration::Integration::DEF,
    integration::IntegrationLog::DEF,
    integration::Webhook::DEF,
    integration::WebhookDelivery::DEF,
    integration::ApiUsage::DEF,
    notification::Notification::DEF,
    notification::NotificationEvent::DEF,
    notification::NotificationPreference::DEF,
    brazil::GovBrIdentity::DEF,
    privacy::Consent::DEF,
    privacy::DataSubjectRequest::DEF,
    privacy::RetentionPolicy::DEF,
    privacy::RetentionRun::DEF,
    privacy::LegalHold::DEF,
    privacy::ProcessingRecord::DEF,
    privacy::SecurityIncident::DEF,
    analytics::DailyMetrics::DEF,
    analytics::AgentMetrics::DEF,
    analytics::CategoryMetrics::DEF,
    analytics::RealtimeMetric::DEF,
    analytics::AnalyticsEvent::DEF,
    analytics::AgentPerformance::DEF,
    system::Setting::DEF,
    system::CacheEntry::DEF,
];
