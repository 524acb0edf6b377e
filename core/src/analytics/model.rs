//! Figures by day, person, category and moment.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::entity::Entity;
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;
use crate::ticket::{Category, CategoryId};

crate::ids! {
    /// The id of a [`DailyMetrics`].
    DailyMetricsId,
    /// The id of an [`AgentMetrics`].
    AgentMetricsId,
    /// The id of a [`CategoryMetrics`].
    CategoryMetricsId,
    /// The id of a [`RealtimeMetric`].
    RealtimeMetricId,
    /// The id of an [`AnalyticsEvent`].
    AnalyticsEventId,
    /// The id of an [`AgentPerformance`].
    AgentPerformanceId,
}

/// The figures of a day.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "daily_metrics", collection = "daily_metrics", editable, unaudited)]
#[entity(index(name = "daily_metrics_date", on = "date", unique))]
pub struct DailyMetrics {
    /// The identifier, a UUID of version 7.
    pub id: DailyMetricsId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The day, in the organization's time zone.
    #[entity(on_create)]
    pub date: NaiveDate,
    /// How many tickets were created.
    #[entity(range(0, 1_000_000_000))]
    pub created_count: i64,
    /// How many were resolved.
    #[entity(range(0, 1_000_000_000))]
    pub resolved_count: i64,
    /// How many were closed.
    #[entity(range(0, 1_000_000_000))]
    pub closed_count: i64,
    /// How many were opened again.
    #[entity(range(0, 1_000_000_000))]
    pub reopened_count: i64,
    /// How many were open at the end of the day.
    #[entity(range(0, 1_000_000_000))]
    pub backlog_count: i64,
    /// How long the first answer took on average, in minutes.
    #[entity(range(0, 1_000_000_000))]
    pub first_response_minutes: Option<Decimal>,
    /// How long a resolution took on average, in minutes.
    #[entity(range(0, 1_000_000_000))]
    pub resolution_minutes: Option<Decimal>,
    /// How many promises were kept.
    #[entity(range(0, 1_000_000_000))]
    pub sla_met_count: i64,
    /// How many were broken.
    #[entity(range(0, 1_000_000_000))]
    pub sla_breached_count: i64,
    /// How content people were on average.
    #[entity(range(1, 5))]
    pub satisfaction: Option<Decimal>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// The figures of a person on a day.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "agent_metrics", collection = "agent_metrics", editable, unaudited)]
#[entity(index(name = "agent_metrics_day", on = "date, user_id", unique))]
#[entity(index(name = "agent_metrics_user", on = "user_id, date, id"))]
pub struct AgentMetrics {
    /// The identifier, a UUID of version 7.
    pub id: AgentMetricsId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The day, in the organization's time zone.
    #[entity(on_create)]
    pub date: NaiveDate,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// How many tickets they got.
    #[entity(range(0, 1_000_000_000))]
    pub assigned_count: i64,
    /// How many they resolved.
    #[entity(range(0, 1_000_000_000))]
    pub resolved_count: i64,
    /// How many comments they wrote.
    #[entity(range(0, 1_000_000_000))]
    pub comment_count: i64,
    /// How long their first answer took on average, in minutes.
    #[entity(range(0, 1_000_000_000))]
    pub first_response_minutes: Option<Decimal>,
    /// How long their resolution took on average, in minutes.
    #[entity(range(0, 1_000_000_000))]
    pub resolution_minutes: Option<Decimal>,
    /// How many hours they worked on tickets.
    #[entity(range(0, 24))]
    pub hours_worked: Option<Decimal>,
    /// How content people were on average.
    #[entity(range(1, 5))]
    pub satisfaction: Option<Decimal>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// The figures of a category on a day.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "category_metrics", collection = "category_metrics", editable, unaudited)]
#[entity(index(name = "category_metrics_day", on = "date, category_id", unique))]
pub struct CategoryMetrics {
    /// The identifier, a UUID of version 7.
    pub id: CategoryMetricsId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The day, in the organization's time zone.
    #[entity(on_create)]
    pub date: NaiveDate,
    /// The category.
    #[entity(references = Category, on_create)]
    pub category_id: CategoryId,
    /// How many tickets were created.
    #[entity(range(0, 1_000_000_000))]
    pub created_count: i64,
    /// How many were resolved.
    #[entity(range(0, 1_000_000_000))]
    pub resolved_count: i64,
    /// How long a resolution took on average, in minutes.
    #[entity(range(0, 1_000_000_000))]
    pub resolution_minutes: Option<Decimal>,
    /// How many promises were broken.
    #[entity(range(0, 1_000_000_000))]
    pub sla_breached_count: i64,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A figure of this moment.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "realtime_metric", editable, unaudited)]
#[entity(index(name = "realtime_metric_name", on = "name, created_at, id"))]
#[entity(index(name = "realtime_metric_expiry", on = "expires_at, id"))]
#[entity(agenda(on = "expires_at"))]
pub struct RealtimeMetric {
    /// The identifier, a UUID of version 7.
    pub id: RealtimeMetricId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What was measured.
    #[entity(max = 100, on_create, public)]
    pub name: String,
    /// How much.
    #[entity(range(-1_000_000_000_000, 1_000_000_000_000))]
    pub value: Decimal,
    /// Of what.
    #[entity(max = 8_192, public)]
    pub dimensions: Option<Json>,
    /// When it no longer counts, UTC.
    pub expires_at: Timestamp,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Something that somebody did in the host. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "analytics_event", recorded, unaudited, partition = "created_at")]
#[entity(index(name = "analytics_event_kind", on = "kind, created_at, id"))]
pub struct AnalyticsEvent {
    /// The identifier, a UUID of version 7.
    pub id: AnalyticsEventId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What was done.
    #[entity(max = 100, on_create, public)]
    pub kind: String,
    /// Who did it.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub user_id: Option<UserId>,
    /// The host's session.
    #[entity(max = 100, on_create, personal(behaviour, erase = null))]
    pub session: Option<String>,
    /// The table of the row that it was done to.
    #[entity(max = 63, on_create, public)]
    pub entity: Option<String>,
    /// The id of the row that it was done to.
    #[entity(on_create)]
    pub entity_id: Option<Uuid>,
    /// What else is known.
    #[entity(max = 65_536, on_create, personal(behaviour, erase = null))]
    pub properties: Option<Json>,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}

/// How a person did in a time.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "agent_performance", collection = "agent_performance", editable, unaudited)]
#[entity(index(name = "agent_performance_user", on = "user_id, period_start, period_end", unique))]
pub struct AgentPerformance {
    /// The identifier, a UUID of version 7.
    pub id: AgentPerformanceId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub user_id: UserId,
    /// The first day, in the organization's time zone.
    #[entity(on_create)]
    pub period_start: NaiveDate,
    /// The last day, in the organization's time zone.
    #[entity(on_create)]
    pub period_end: NaiveDate,
    /// How many tickets they resolved.
    #[entity(range(0, 1_000_000_000))]
    pub resolved_count: i64,
    /// How many of them were opened again.
    #[entity(range(0, 1_000_000_000))]
    pub reopened_count: i64,
    /// How long a resolution took on average, in minutes.
    #[entity(range(0, 1_000_000_000))]
    pub resolution_minutes: Option<Decimal>,
    /// How many promises were kept.
    #[entity(range(0, 1_000_000_000))]
    pub sla_met_count: i64,
    /// How many were broken.
    #[entity(range(0, 1_000_000_000))]
    pub sla_breached_count: i64,
    /// How content people were on average.
    #[entity(range(1, 5))]
    pub satisfaction: Option<Decimal>,
    /// How it compares with the time before.
    #[entity(max = 65_536, public)]
    pub comparison: Option<Json>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
