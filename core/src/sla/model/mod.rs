//! The entities of this area.

mod answer;
mod calendar;
mod decision;
mod policy;
mod tracking;

pub use answer::{
    CalendarSegment, ClockChange, ClockPhase, DayMoment, Rebuilt, Repriced, SegmentReason, TicketClock, TicketClocks,
};
pub use calendar::{BusinessCalendar, BusinessCalendarId, BusinessCalendarPatch, NewBusinessCalendar};
pub use decision::{ClockMark, ClockMarkId, SlaDecision, SlaDecisionId, SlaDecisionKind};
pub use policy::{
    ChangeMode, EscalationAction, EscalationRule, EscalationRuleId, EscalationRulePatch, NewEscalationRule,
    NewSlaPolicy, SlaPolicy, SlaPolicyId, SlaPolicyPatch, SlaPolicyVersion, SlaPolicyVersionId,
};
pub use tracking::{
    Escalation, EscalationId, NewEscalation, NewSlaTracking, SlaMetric, SlaTracking, SlaTrackingId, SlaTrackingPatch,
};
