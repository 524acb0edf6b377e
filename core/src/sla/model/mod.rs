//! The entities of this area.

mod calendar;
mod policy;
mod tracking;

pub use calendar::{BusinessCalendar, BusinessCalendarId, BusinessCalendarPatch, NewBusinessCalendar};
pub use policy::{
    EscalationAction, EscalationRule, EscalationRuleId, EscalationRulePatch, NewEscalationRule, NewSlaPolicy,
    SlaPolicy, SlaPolicyId, SlaPolicyPatch,
};
pub use tracking::{
    Escalation, EscalationId, NewEscalation, NewSlaTracking, SlaMetric, SlaTracking, SlaTrackingId, SlaTrackingPatch,
};
