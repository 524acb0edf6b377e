//! The decisions about tickets: functions of their inputs, without a store, a clock or a network.

pub(crate) mod assignment;
pub(crate) mod changing;
pub(crate) mod custom_fields;
pub(crate) mod form;
pub(crate) mod lifecycle;
pub(crate) mod links;
pub(crate) mod macros;
pub(crate) mod past;
pub(crate) mod priority;
pub(crate) mod response;
pub(crate) mod set_up;
pub(crate) mod survey;
pub(crate) mod template;
#[cfg(feature = "attachments")]
pub(crate) mod upload;
pub(crate) mod view;
