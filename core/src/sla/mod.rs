//! Service levels: when people work, what was promised, and whether it was kept.

mod model;
mod operations;
pub(crate) mod rules;

pub use model::{
    BusinessCalendar, BusinessCalendarId, BusinessCalendarPatch, CalendarSegment, ChangeMode, ClockChange, ClockMark,
    ClockMarkId, ClockPhase, DayMoment, Escalation, EscalationAction, EscalationId, EscalationRule, EscalationRuleId,
    EscalationRulePatch, NewBusinessCalendar, NewEscalation, NewEscalationRule, NewSlaPolicy, NewSlaTracking, Rebuilt,
    Repriced, SegmentReason, SlaDecision, SlaDecisionId, SlaDecisionKind, SlaMetric, SlaPolicy, SlaPolicyId,
    SlaPolicyPatch, SlaPolicyVersion, SlaPolicyVersionId, SlaTracking, SlaTrackingId, SlaTrackingPatch, TicketClock,
    TicketClocks,
};
pub use operations::{Calendars, ServiceLevels, SlaPreset};
pub(crate) use operations::{Telling, follow, keep};
pub use rules::{
    ClockEvent, ClockState, Cycle, Delivery, Explained, Fired, Happening, Message, PauseRule, Phase, Promise, Reason,
    ReopenRule, Side, StatusSeen, Target, Threshold, ThresholdKey, ThresholdPlace, Until, Verdict, Waiver, evaluate,
};
