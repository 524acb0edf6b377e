//! What an organization's own data must look like, and how its limits and numbers are counted.

use crate::clock::{Timestamp, Zone};
use crate::error::{Code, Error, Result};

use super::Organization;

/// Checks the parts of an organization that the reflection table cannot: slug, time zone, prefix, logo.
///
/// # Errors
/// [`Code::FormatInvalid`] with the field.
pub(crate) fn check(organization: &Organization) -> Result<()> {
    let refuse =
        |field: &str, expected: &str| Err(Error::new(Code::FormatInvalid).field(field).with("expected", expected));
    let slug = organization.slug.as_bytes();
    let is_slug_letter = |letter: &u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || *letter == b'-';
    if !slug.iter().all(is_slug_letter) || slug.first() == Some(&b'-') || slug.last() == Some(&b'-') {
        return refuse("slug", "lower-case letters, digits and inner hyphens");
    }
    if Zone::find(&organization.timezone).is_none() {
        return refuse("timezone", "an IANA time zone");
    }
    if !organization.ticket_prefix.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
        return refuse("ticket_prefix", "letters and digits");
    }
    if organization.logo.is_some() != organization.logo_mime_type.is_some() {
        return refuse("logo_mime_type", "given exactly when there is a logo");
    }
    Ok(())
}

/// Returns the organization's time zone; UTC should its name have become unknown.
pub(crate) fn zone(organization: &Organization) -> Zone {
    Zone::find(&organization.timezone).unwrap_or_default()
}

/// The counter of the tickets made in a month.
pub(crate) fn monthly_counter(zone: &Zone, at: Timestamp) -> String {
    let (year, month) = zone.year_month(at);
    format!("tickets_in_month/{year}-{month:02}")
}

/// The counter of active agents.
pub(crate) const AGENT_COUNTER: &str = "active_agents";

/// Turns the store's refusal of a counter into the limit that people know.
pub(crate) fn explain_limit(error: Error, organization: &Organization, now: Timestamp) -> Error {
    if error.code() != Code::CounterLimit {
        return error;
    }
    let limit = error.parameter("limit").unwrap_or("?").to_owned();
    match error.parameter("name") {
        Some(AGENT_COUNTER) => Error::new(Code::AgentLimit).field("agent_limit").with("limit", limit),
        Some(name) if name.starts_with("tickets_in_month/") => Error::new(Code::TicketLimit)
            .field("monthly_ticket_limit")
            .with("limit", limit)
            .with("resets_at", zone(organization).next_month(now)),
        _ => error,
    }
}
