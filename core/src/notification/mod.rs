//! Notifications: what people are told, how, and when not.

mod model;

pub use model::{
    DigestFrequency, NewNotification, NewNotificationEvent, NewNotificationPreference, Notification, NotificationEvent,
    NotificationEventId, NotificationEventPatch, NotificationId, NotificationPatch, NotificationPreference,
    NotificationPreferenceId, NotificationPreferencePatch, NotificationStatus,
};
