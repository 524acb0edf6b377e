//! Conversions of several columns, or of one whose form is its own.

use sha2::{Digest as _, Sha256};

use crate::adoption::convert::{Read, as_text, bytes, date, document, integer, text, timestamp, truth};
use crate::adoption::report::Finding;
use crate::adoption::source::Cell;
use crate::clock::Zone;
use crate::entity::Value;
use crate::hexadecimal::hexadecimal;
use crate::identity::rules;

fn known(cell: &Cell) -> Option<&str> {
    as_text(cell).map(str::trim).filter(|text| !text.is_empty())
}

fn word(word: &'static str) -> Read {
    Ok(Value::Word(word))
}

/// First name, last name and what stands for them when there is neither.
pub(super) fn display_name(cells: &[&Cell], _: &Zone) -> Read {
    let names: Vec<&str> = cells.iter().take(2).filter_map(|cell| known(cell)).collect();
    let name = if names.is_empty() { cells.iter().skip(2).find_map(|cell| text(cell)) } else { Some(names.join(" ")) };
    Ok(name.map_or(Value::Null, Value::Text))
}

/// An e-mail address in lower case.
pub(super) fn email(cells: &[&Cell], _: &Zone) -> Read {
    let Some(address) = known(cells[0]) else { return Ok(Value::Null) };
    let address = address.to_lowercase();
    if rules::check_email("email", &address).is_err() || address.contains('\0') {
        return Err(Finding::Unreadable);
    }
    Ok(Value::Text(address))
}

/// A telephone number as E.164, where it says its country.
pub(super) fn phone(cells: &[&Cell], _: &Zone) -> Read {
    let Some(number) = known(cells[0]) else { return Ok(Value::Null) };
    let plain: String = number.chars().filter(|letter| !matches!(letter, ' ' | '-' | '(' | ')' | '.')).collect();
    if rules::is_e164(&plain) { Ok(Value::Text(plain)) } else { Err(Finding::Unreadable) }
}

/// The SHA-256 of a token, in hexadecimal.
pub(super) fn hashed(cells: &[&Cell], _: &Zone) -> Read {
    let Some(token) = text(cells[0]) else { return Ok(Value::Null) };
    Ok(Value::Text(sha256(token.as_bytes())))
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// How a password was hashed, which its hash says.
pub(super) fn algorithm(cells: &[&Cell], _: &Zone) -> Read {
    match as_text(cells[0]) {
        Some(hash) if hash.starts_with("$argon2id$") => word("argon2id"),
        Some(hash) if !hash.starts_with("$2") && !hash.is_empty() => Err(Finding::ValueUnknown),
        _ => word("bcrypt"),
    }
}

/// Whether a person may use the desk, by whether they are active and approved.
pub(super) fn activity(cells: &[&Cell], _: &Zone) -> Read {
    match (truth(cells[0]), cells.get(1).map(|cell| truth(cell))) {
        (Some(false), _) => word("deactivated"),
        (_, Some(Some(false))) => word("pending_approval"),
        _ => word("active"),
    }
}

/// Internal when true.
pub(super) fn visibility(cells: &[&Cell], _: &Zone) -> Read {
    word(if truth(cells[0]) == Some(true) { "internal" } else { "public" })
}

/// Public when true.
pub(super) fn audience(cells: &[&Cell], _: &Zone) -> Read {
    word(if truth(cells[0]) == Some(true) { "public" } else { "internal" })
}

/// The first time among the cells after the first, when that is true.
pub(super) fn when_true(cells: &[&Cell], zone: &Zone) -> Read {
    if truth(cells[0]) != Some(true) {
        return Ok(Value::Null);
    }
    first_time(&cells[1..], zone)
}

/// The first time there is.
pub(super) fn first_time(cells: &[&Cell], zone: &Zone) -> Read {
    let Some(cell) = cells.iter().find(|cell| !cell.is_null()) else { return Ok(Value::Null) };
    timestamp(cell, zone).map(Value::Timestamp).ok_or(Finding::Unreadable)
}

/// When a promise was kept: the time in the second cell, unless the first says that it was broken.
pub(super) fn met(cells: &[&Cell], zone: &Zone) -> Read {
    if truth(cells[0]) == Some(true) { Ok(Value::Null) } else { first_time(&cells[1..], zone) }
}

/// The seconds from the first time to the second.
pub(super) fn seconds_between(cells: &[&Cell], zone: &Zone) -> Read {
    let (from, to) = (timestamp(cells[0], zone), timestamp(cells[1], zone));
    let seconds = from.zip(to).map_or(0, |(from, to)| (to.as_millis() - from.as_millis()) / 1_000);
    Ok(Value::Integer(seconds.max(0)))
}

/// The day of a time.
pub(super) fn day(cells: &[&Cell], _: &Zone) -> Read {
    if cells[0].is_null() {
        return Ok(Value::Null);
    }
    date(cells[0]).map(Value::Date).ok_or(Finding::Unreadable)
}

/// Bytes of base64, or as they are.
pub(super) fn binary(cells: &[&Cell], _: &Zone) -> Read {
    if cells[0].is_null() {
        return Ok(Value::Null);
    }
    bytes(cells[0]).map(Value::Bytes).ok_or(Finding::Unreadable)
}

fn numbers(cell: &Cell) -> Option<Vec<f32>> {
    let text = as_text(cell)?.trim().strip_prefix('[')?.strip_suffix(']')?;
    text.split(',').map(|number| number.trim().parse::<f32>().ok().filter(|number| number.is_finite())).collect()
}

/// A vector as 32-bit floating point, the least byte first.
pub(super) fn vector(cells: &[&Cell], _: &Zone) -> Read {
    if let Cell::Bytes(bytes) = cells[0] {
        return if bytes.len() % 4 == 0 { Ok(Value::Bytes(bytes.clone())) } else { Err(Finding::Unreadable) };
    }
    let numbers = numbers(cells[0]).ok_or(Finding::Unreadable)?;
    Ok(Value::Bytes(numbers.into_iter().flat_map(f32::to_le_bytes).collect()))
}

/// How many numbers a vector has.
pub(super) fn dimensions(cells: &[&Cell], zone: &Zone) -> Read {
    let Ok(Value::Bytes(bytes)) = vector(cells, zone) else { return Err(Finding::Unreadable) };
    Ok(Value::Integer(i64::try_from(bytes.len() / 4).unwrap_or(i64::MAX)))
}

/// The text of a JSON document whose kind another column names.
pub(super) fn setting(cells: &[&Cell], _: &Zone) -> Read {
    let Some(written) = text(cells[0]) else { return Ok(Value::Null) };
    let value = match as_text(cells[1]).unwrap_or_default().to_ascii_lowercase().as_str() {
        "number" => {
            let number = document(&Cell::Text(written.trim().to_owned())).filter(serde_json::Value::is_number);
            number.ok_or(Finding::Unreadable)?
        }
        "boolean" => truth(&Cell::Text(written)).ok_or(Finding::Unreadable)?.into(),
        "json" => document(&Cell::Text(written)).ok_or(Finding::Unreadable)?,
        _ => written.into(),
    };
    Ok(Value::Json(Box::new(value)))
}

/// The document of a session's user: where the usual libraries keep it.
pub(super) fn session_user(document: &serde_json::Value) -> Option<String> {
    let places =
        ["/passport/user", "/passport/user/id", "/passport/user/claims/sub", "/user/id", "/userId", "/user_id"];
    places.into_iter().find_map(|place| match document.pointer(place)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// The targets of a policy: minutes of first response and of resolution.
pub(super) fn targets(cells: &[&Cell], _: &Zone) -> Read {
    let mut targets = serde_json::Map::new();
    for (cell, metric) in cells.iter().zip(["first_response", "resolution"]) {
        if !cell.is_null() {
            let minutes = integer(cell).ok_or(Finding::Unreadable)?;
            targets.insert(metric.to_owned(), serde_json::json!({ "minutes": minutes }));
        }
    }
    Ok(Value::Json(Box::new(targets.into())))
}

/// The condition that a ticket has that priority, by its key.
pub(super) fn priority_condition(cells: &[&Cell], _: &Zone) -> Read {
    let Some(key) = known(cells[0]) else { return Ok(Value::Null) };
    Ok(Value::Json(Box::new(serde_json::json!({ "priority": key.to_lowercase() }))))
}

/// Where an article comes from: from a ticket, when there is one.
pub(super) fn article_source(cells: &[&Cell], _: &Zone) -> Read {
    word(if cells[0].is_null() { "manual" } else { "ticket" })
}

/// The requester's address, when a comment came as a letter.
pub(super) fn sender(cells: &[&Cell], zone: &Zone) -> Read {
    if truth(cells[0]) == Some(true) { email(&cells[1..], zone) } else { Ok(Value::Null) }
}

/// A name with its key's form: lower case, no blanks.
pub(super) fn key(cells: &[&Cell], _: &Zone) -> Read {
    Ok(known(cells[0]).map_or(Value::Null, |name| Value::Text(name.to_lowercase().replace(' ', "_"))))
}

/// What a row of the audit log was about, as the table here.
pub(super) fn audited_table(cells: &[&Cell], _: &Zone) -> Read {
    let Some(kind) = known(cells[0]) else { return Ok(Value::Text("organization".to_owned())) };
    let plain = kind.to_lowercase();
    let table = match plain.as_str() {
        "user" => "app_user",
        "ticketcomment" | "ticket_comment" => "comment",
        "knowledgebasearticle" | "knowledge_base_article" | "kb_article" => "article",
        "change" | "changerequest" => "change_request",
        "systemsetting" | "system_setting" => "setting",
        "slapolicy" => "sla_policy",
        other => other,
    };
    Ok(Value::Text(table.chars().take(63).collect()))
}

/// A document, or an empty one.
pub(super) fn changes(cells: &[&Cell], _: &Zone) -> Read {
    if cells[0].is_null() {
        return Ok(Value::Json(Box::new(serde_json::json!({}))));
    }
    document(cells[0]).map(|document| Value::Json(Box::new(document))).ok_or(Finding::Unreadable)
}
