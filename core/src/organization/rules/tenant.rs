//! What an organization's own data must look like.

use crate::clock::Zone;
use crate::error::{Code, Error, Result};

use crate::organization::Organization;

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
