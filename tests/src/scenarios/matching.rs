//! What a result must be like: members that are not mentioned may be anything.

use serde_json::Value as Json;

/// Compares what was found with what was expected.
pub(super) fn check(expected: &Json, found: &Json, path: &str) -> Result<(), String> {
    let differs = || Err(format!("{path} is {found}, expected {expected}"));
    match expected {
        Json::Object(members) => {
            if let Some(length) = members.get("$length") {
                return if Some(found.as_array().map_or(usize::MAX, Vec::len) as u64) == length.as_u64() {
                    Ok(())
                } else {
                    differs()
                };
            }
            if members.contains_key("$any") {
                return if found.is_null() { differs() } else { Ok(()) };
            }
            if !found.is_object() {
                return differs();
            }
            members.iter().try_for_each(|(name, member)| {
                check(member, found.get(name).unwrap_or(&Json::Null), &format!("{path}.{name}"))
            })
        }
        Json::Array(items) => match found.as_array() {
            Some(others) if others.len() == items.len() => items
                .iter()
                .zip(others)
                .enumerate()
                .try_for_each(|(index, (item, other))| check(item, other, &format!("{path}.{index}"))),
            _ => differs(),
        },
        expected if expected == found => Ok(()),
        _ => differs(),
    }
}
