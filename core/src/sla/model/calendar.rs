//! When people work.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::Entity;
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`BusinessCalendar`].
    BusinessCalendarId,
}

/// When people work: a time zone, hours of the week, and exceptions.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "business_calendar", editable)]
#[entity(index(name = "business_calendar_name", on = "name", unique))]
pub struct BusinessCalendar {
    /// The identifier, a UUID of version 7.
    pub id: BusinessCalendarId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// The IANA time zone.
    #[entity(max = 64, default = "UTC".to_owned(), public)]
    pub timezone: String,
    /// For each weekday the intervals of local time, such as `{"monday": ["09:00-12:00"]}`.
    #[entity(max = 65_536, default = serde_json::json!({}), public)]
    pub weekly_hours: Json,
    /// Days without work: presets by name, and days with a name of their own.
    #[entity(max = 262_144, public)]
    pub holidays: Option<Json>,
    /// Days with hours of their own, by date; they beat holidays.
    #[entity(max = 262_144, public)]
    pub overrides: Option<Json>,
    /// Whether it holds where no other calendar is named; at most one of an organization says so.
    pub is_default: bool,
    /// Whether it can be chosen.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
