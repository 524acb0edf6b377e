//! Integrations: other systems, what was said to them, and who calls this one.

mod model;

pub use model::{
    ApiUsage, ApiUsageId, ApiUsagePatch, DeliveryStatus, Health, Integration, IntegrationId, IntegrationLog,
    IntegrationLogId, IntegrationPatch, NewApiUsage, NewIntegration, NewIntegrationLog, NewWebhook, NewWebhookDelivery,
    UsagePeriod, Webhook, WebhookDelivery, WebhookDeliveryId, WebhookDeliveryPatch, WebhookId, WebhookPatch,
};
