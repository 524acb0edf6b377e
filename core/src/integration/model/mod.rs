//! The entities of this area.

mod partner;
mod usage;
mod webhook;

pub use partner::{
    Health, Integration, IntegrationId, IntegrationLog, IntegrationLogId, IntegrationPatch, NewIntegration,
    NewIntegrationLog,
};
pub use usage::{ApiUsage, ApiUsageId, ApiUsagePatch, NewApiUsage, UsagePeriod};
pub use webhook::{
    DeliveryStatus, NewWebhook, NewWebhookDelivery, Webhook, WebhookDelivery, WebhookDeliveryId, WebhookDeliveryPatch,
    WebhookId, WebhookPatch,
};
