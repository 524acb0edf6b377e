//! Service levels: when people work, what was promised, and whether it was kept.

mod model;
mod rules;

pub use model::{
    BusinessCalendar, BusinessCalendarId, BusinessCalendarPatch, Escalation, EscalationAction, EscalationId,
    EscalationRule, EscalationRuleId, EscalationRulePatch, NewBusinessCalendar, NewEscalation, NewEscalationRule,
    NewSlaPolicy, NewSlaTracking, SlaMetric, SlaPolicy, SlaPolicyId, SlaPolicyPatch, SlaTracking, SlaTrackingId,
    SlaTrackingPatch,
};
pub use rules::{
    ChangeMode, ClockEvent, ClockState, Cycle, Delivery, Explained, Fired, Happening, Message, PauseRule, Phase, Promise,
    Reason, ReopenRule, Side, StatusSeen, Target, Threshold, ThresholdKey, ThresholdPlace, Verdict, Waiver, evaluate,
};
