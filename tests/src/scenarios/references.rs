//! `$ticket.id` in a step: a part of an earlier result; `{run}`: a word that no other run has.

use std::collections::HashMap;

use serde_json::Value as Json;

/// Returns `json` with every reference replaced.
pub(super) fn resolve(json: &Json, results: &HashMap<String, Json>, run: &str) -> Result<Json, String> {
    match json {
        Json::String(text) => match text.strip_prefix('$') {
            Some(path) => find(path, results),
            None => Ok(text.replace("{run}", run).into()),
        },
        Json::Array(items) => items.iter().map(|item| resolve(item, results, run)).collect(),
        Json::Object(members) => {
            members.iter().map(|(name, member)| Ok((name.clone(), resolve(member, results, run)?))).collect()
        }
        other => Ok(other.clone()),
    }
}

fn find(path: &str, results: &HashMap<String, Json>) -> Result<Json, String> {
    let mut parts = path.split('.');
    let name = parts.next().unwrap_or_default();
    let mut found = results.get(name).ok_or_else(|| format!("nothing is called {name}"))?;
    for part in parts {
        let inner = part.parse().ok().and_then(|index: usize| found.get(index)).or_else(|| found.get(part));
        found = inner.ok_or_else(|| format!("${path} leads nowhere"))?;
    }
    Ok(found.clone())
}
