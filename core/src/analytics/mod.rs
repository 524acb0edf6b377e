//! Analytics: figures that are computed from the change feed, and can be computed again.

mod model;

pub use model::{
    AgentMetrics, AgentMetricsId, AgentMetricsPatch, AgentPerformance, AgentPerformanceId, AgentPerformancePatch,
    AnalyticsEvent, AnalyticsEventId, CategoryMetrics, CategoryMetricsId, CategoryMetricsPatch, DailyMetrics,
    DailyMetricsId, DailyMetricsPatch, NewAgentMetrics, NewAgentPerformance, NewAnalyticsEvent, NewCategoryMetrics,
    NewDailyMetrics, NewRealtimeMetric, RealtimeMetric, RealtimeMetricId, RealtimeMetricPatch,
};
