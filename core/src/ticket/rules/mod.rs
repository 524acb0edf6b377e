//! The decisions about tickets: functions of their inputs, without a store, a clock or a network.

pub(crate) mod assignment;
pub(crate) mod lifecycle;
pub(crate) mod priority;
pub(crate) mod response;
pub(crate) mod set_up;
