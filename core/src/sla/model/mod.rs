//! The entities of this area.

mod answer;
mod calendar;
mod policy;
mod tracking;

pub use answer::{CalendarSegment, ClockPhase, DayMoment, SegmentReason, TicketClock, TicketClocks};
pub use calendar::{BusinessCalendar, BusinessCalendarId, BusinessCalendarPatch, NewBusinessCalendar};
pub use policy::{
    EscalationAction, EscalationRule, EscalationRuleId, EscalationRulePatch, NewEscalationRule, NewSlaPolicy,
    SlaPolicy, SlaPolicyId, SlaPolicyPatch,
};
pub use tracking::{
    Escalation, EscalationId, NewEscalation, NewSlaTracking, SlaMetric, SlaTracking, SlaTrackingId, SlaTrackingPatch,
};
