//! What a desk promises, declared in a file beside the mapping of its log: a log says what happened, never what was promised.

use serde::Deserialize;
use serde_json::Value as Json;
use servicedesk::sla::SlaMetric;

/// The form of the files that this program reads.
const VERSION: &str = "servicedesk.service_levels/1";

/// Service levels as a file declares them.
///
/// An import brings no messages, so that `first_response` and the metrics after it have nothing to end them; `time_to_own`,
/// `resolution`, `first_resolution`, `agent_work_time`, `requester_wait` and `ownership` can be measured in a log.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// The form of the file.
    version: String,
    /// When people work.
    pub calendar: Hours,
    /// What is promised; the first policy that names the level of a ticket's priority holds for it.
    pub policies: Vec<Policy>,
    /// Where the log says itself whether a promise was kept.
    #[serde(default)]
    pub recorded_verdict: Option<RecordedVerdict>,
}

/// When people work, in the forms of a business calendar of the library.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// What the calendar is called.
    pub name: String,
    /// The IANA time zone; without one, that of the organization.
    #[serde(default)]
    pub timezone: Option<String>,
    /// For each weekday the intervals of local time.
    pub weekly_hours: Json,
    /// Days without work.
    #[serde(default)]
    pub holidays: Option<Json>,
    /// Days with hours of their own.
    #[serde(default)]
    pub overrides: Option<Json>,
}

/// What is promised for the tickets of some priorities.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What it is called.
    pub name: String,
    /// The levels of its priorities, 1 being the most urgent; without any, it holds for every ticket.
    #[serde(default)]
    pub levels: Vec<i64>,
    /// For each metric what is promised, in the form of a policy of the library.
    pub targets: Json,
    /// For each metric the kinds of status in which its clock stands still; else each status says so itself.
    #[serde(default)]
    pub pause_rules: Option<Json>,
}

/// Where a log says itself whether a promise was kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedVerdict {
    /// The custom field, true or false, into which the mapping brings it.
    pub custom_field: String,
    /// Which promise it is about.
    pub metric: SlaMetric,
}

impl Declaration {
    /// Reads a declaration.
    ///
    /// # Errors
    /// A sentence that says what is wrong, and where.
    pub fn from_json(json: &str) -> Result<Self, String> {
        let declaration: Self = serde_json::from_str(json).map_err(|error| error.to_string())?;
        if declaration.version != VERSION {
            return Err(format!("version: this program reads `{VERSION}`"));
        }
        Ok(declaration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_that_cannot_be_read_says_where() {
        let read = |json: &str| Declaration::from_json(json).unwrap_err();
        assert!(read("{}").contains("version"));
        let calendar = r#""calendar": { "name": "Office", "weekly_hours": {} }"#;
        let other = format!(r#"{{ "version": "servicedesk.service_levels/2", {calendar}, "policies": [] }}"#);
        assert_eq!(read(&other), "version: this program reads `servicedesk.service_levels/1`");
        let misspelt =
            format!(r#"{{ "version": "{VERSION}", {calendar}, "policies": [{{ "name": "A", "level": [1] }}] }}"#);
        assert!(read(&misspelt).starts_with("unknown field `level`"), "{}", read(&misspelt));
    }
}
