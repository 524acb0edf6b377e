//! Service levels: when people work, what was promised, and whether it was kept.

mod model;
mod operations;
pub(crate) mod rules;

pub use model::{
    BusinessCalendar, BusinessCalendarId, BusinessCalendarPatch, CalendarSegment, ClockPhase, DayMoment, Escalation,
    EscalationAction, EscalationId, EscalationRule, EscalationRuleId, EscalationRulePatch, NewBusinessCalendar,
    NewEscalation, NewEscalationRule, NewSlaPolicy, NewSlaTracking, SegmentReason, SlaMetric, SlaPolicy, SlaPolicyId,
    SlaPolicyPatch, SlaTracking, SlaTrackingId, SlaTrackingPatch, TicketClock, TicketClocks,
};
pub use operations::{Calendars, ServiceLevels};
pub use rules::{
    ChangeMode, ClockEvent, ClockState, Cycle, Delivery, Explained, Fired, Happening, Message, PauseRule, Phase,
    Promise, Reason, ReopenRule, Side, StatusSeen, Target, Threshold, ThresholdKey, ThresholdPlace, Until, Verdict,
    Waiver, evaluate,
};
