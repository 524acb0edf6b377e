//! What a person's row must look like, and who counts as an agent.

use super::{User, UserKind, UserStatus};
use crate::clock::Zone;
use crate::error::{Code, Error, Result};

/// Returns whether the person counts against the limit of agents: an agent who is invited, waiting or active.
pub(crate) fn counts_as_agent(user: &User) -> bool {
    user.kind == UserKind::Agent
        && user.deleted_at.is_none()
        && !matches!(user.status, UserStatus::Suspended | UserStatus::Deactivated)
}

/// Returns whether the person counts against the limit of people: everybody who may use the desk, or was asked to; programs do not.
pub(crate) fn counts_as_person(user: &User) -> bool {
    user.kind != UserKind::Service
        && user.deleted_at.is_none()
        && !matches!(user.status, UserStatus::Suspended | UserStatus::Deactivated)
}

/// Returns whether tickets may be assigned to the person.
pub(crate) fn may_hold_tickets(user: &User) -> bool {
    matches!(user.kind, UserKind::Agent | UserKind::Admin)
        && user.status == UserStatus::Active
        && user.is_approved
        && user.deleted_at.is_none()
}

/// Puts addresses into the form in which they are compared.
pub(crate) fn normalise(user: &mut User) {
    user.email = user.email.take().map(|email| email.trim().to_lowercase());
}

/// Checks the parts of a person's row that the reflection table cannot.
///
/// # Errors
/// [`Code::FormatInvalid`] with the field.
pub(crate) fn check(user: &User) -> Result<()> {
    if let Some(email) = &user.email {
        check_email("email", email)?;
    }
    if user.phone.as_deref().is_some_and(|phone| !is_e164(phone)) {
        return Err(Error::new(Code::FormatInvalid)
            .field("phone")
            .with("expected", "a telephone number like +5511912345678"));
    }
    if user.timezone.as_deref().is_some_and(|zone| Zone::find(zone).is_none()) {
        return Err(Error::new(Code::FormatInvalid).field("timezone").with("expected", "an IANA time zone"));
    }
    Ok(())
}

/// Checks that a text has the shape of an e-mail address: something, `@`, a domain with a dot, no blanks.
///
/// # Errors
/// [`Code::FormatInvalid`] with the field.
pub(crate) fn check_email(field: &str, email: &str) -> Result<()> {
    let parts = email.rsplit_once('@');
    let is_address = parts.is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.len() <= 64
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
            && !email.chars().any(|letter| letter.is_whitespace() || letter.is_control())
    });
    if is_address {
        return Ok(());
    }
    Err(Error::new(Code::FormatInvalid).field(field).with("expected", "an e-mail address"))
}

/// ITU-T E.164: a plus sign and at most fifteen digits, the first of them not zero.
pub(crate) fn is_e164(phone: &str) -> bool {
    phone.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers() {
        for good in ["ana@example.com", "a.b+c@sub.example.com.br", "joão@exemplo.com.br"] {
            assert!(check_email("email", good).is_ok(), "{good}");
        }
        for bad in ["", "ana", "@example.com", "ana@", "ana@example", "ana@.com", "ana b@example.com", "ana@a..b"] {
            assert_eq!(check_email("email", bad).unwrap_err().fields(), ["email"], "{bad}");
        }
        assert!(is_e164("+5511912345678") && !is_e164("11912345678") && !is_e164("+0511912345678"));
    }
}
