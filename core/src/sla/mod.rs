//! Service levels: when people work, what was promised, and whether it was kept.

mod model;

pub use model::{
    BusinessCalendar, BusinessCalendarId, BusinessCalendarPatch, Escalation, EscalationAction, EscalationId,
    EscalationRule, EscalationRuleId, EscalationRulePatch, NewBusinessCalendar, NewEscalation, NewEscalationRule,
    NewSlaPolicy, NewSlaTracking, SlaMetric, SlaPolicy, SlaPolicyId, SlaPolicyPatch, SlaTracking, SlaTrackingId,
    SlaTrackingPatch,
};
