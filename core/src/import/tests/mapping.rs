//! What a mapping file may say, and where the errors point when it says something else.

use super::*;
use crate::import::{Template, TemplatePart, Transitions};
use crate::ticket::{Level, StatusKind};

/// The error of the log's mapping with one text replaced by another.
fn error(from: &str, to: &str) -> String {
    assert!(LOG.contains(from), "{from}");
    Mapping::from_json(&LOG.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn errors_name_the_place() {
    let cases = [
        ("\"a log\",", "\"a log\"", "mapping: expected `,` or `}` at line 4 column 5"),
        ("import/1", "import/2", "mapping, version: this program reads `servicedesk.import/1`"),
        ("\"layout\"", "\"lay_out\"", "mapping, layout: is missing"),
        ("\"events\"", "\"rows\"", "mapping, layout: must be `events` or `tickets`"),
        ("\"events\"", "\"tickets\"", "mapping, steps: is missing"),
        ("\"nulls\"", "\"null\"", "mapping, format: unknown field `null`, expected one of"),
        ("\"dates\": [", "\"dates\": [\"%Q\", ", "mapping, format.dates[0]: not a strftime date format"),
        ("\"dates\"", "\"encoding\": \"klingon\", \"dates\"", "mapping, format.encoding: is not a WHATWG"),
        ("\"dates\"", "\"delimiter\": \"ç\", \"dates\"", "mapping, format.delimiter: must be one ASCII"),
        ("\"dates\"", "\"header\": false, \"dates\"", "mapping, format.columns: is needed when"),
        (
            "\"kind\": \"new\"",
            "\"kind\": \"fresh\"",
            "mapping, lifecycle.statuses[0]: unknown variant `fresh`, expected one of",
        ),
        ("\"kind\": \"new\"", "\"knd\": \"new\"", "mapping, lifecycle.statuses[0]: unknown field `knd`"),
        ("\"key\": \"Done\"", "\"key\": \"New\"", "mapping, lifecycle.statuses[1]: `New` is there twice"),
        ("\"any\"", "\"some\"", "mapping, lifecycle.transitions: must be `\"any\"` or a list"),
        ("\"any\"", "[[\"New\", \"Gone\"]]", "mapping, lifecycle.transitions[0]: `Gone` is not a status"),
        ("\"level\": 1", "\"level\": 0", "mapping, priorities[0].level: begins at 1"),
        ("\"level\": 1", "\"level\": \"1\"", "mapping, priorities[0]: invalid type: string \"1\", expected u8"),
        ("\"high\"", "\"huge\"", "mapping, values.impact.1 - High: unknown variant `huge`"),
        ("\"source\": {", "\"sources\": {", "mapping, values.sources: is not known here"),
        ("\"status\": \"state\",", "", "mapping, fields.status: is missing"),
        (
            "\"status\": \"state\"",
            "\"status\": { \"constant\": \"Gone\" }",
            "mapping, fields.status: `Gone` is not in the list",
        ),
        ("\"subject\"", "\"subjct\"", "mapping, fields.subjct: is not known here"),
        (
            "\"note\"",
            "7",
            "mapping, fields.subject: invalid type: integer `7`, expected the name of a column, or an object",
        ),
        ("\"note\"", "{ \"template\": \"x{note\" }", "mapping, fields.subject: `{` without `}`"),
        ("\"note\"", "{ \"column\": \"n\", \"constant\": \"c\" }", "mapping, fields.subject: needs exactly one of"),
        ("\"note\"", "{ \"colum\": \"n\" }", "mapping, fields.subject: unknown field `colum`"),
        ("\"id\"", "{ \"row_number\": \"x\" }", "mapping, fields.external_id: a row number is a key only where"),
        ("\"when\"", "{ \"constant\": \"1/1/2025\" }", "mapping, fields.event_at: must be a column"),
        ("\"boolean\"", "\"bool\"", "mapping, fields.custom_fields.ok: unknown variant `bool`"),
        (
            "\"boolean\"",
            "\"text\", \"decimal\": \",\"",
            "mapping, fields.custom_fields.ok: `decimal` goes with the type `number`",
        ),
        (
            "\"decimal\": \",\"",
            "\"decimal\": \"_\"",
            "mapping, fields.custom_fields.cost: `decimal` must be `.` or `,`",
        ),
    ];
    for (from, to, expected) in cases {
        let message = error(from, to);
        assert!(message.starts_with(expected), "{from} -> {to}\n  gave     {message}\n  expected {expected}");
    }
}

#[test]
fn a_priority_matrix_must_agree_with_the_priorities() {
    let with = |cells: &str| LOG.replacen("\"values\"", &format!("\"priority_matrix\": [{cells}], \"values\""), 1);
    let cell = r#"{ "impact": "high", "urgency": "low", "priority": "P1" }"#;
    let mapping = Mapping::from_json(&with(cell)).unwrap();
    assert_eq!(mapping.priority_of(Level::High, Level::Low), Some("P1"));
    assert_eq!(mapping.priority_of(Level::Low, Level::Low), None);
    let twice = Mapping::from_json(&with(&format!("{cell}, {cell}"))).unwrap_err();
    assert_eq!((twice.path.as_str(), twice.message.contains("twice")), ("priority_matrix[1]", true));
    let unknown = Mapping::from_json(&with(&cell.replace("P1", "P2"))).unwrap_err();
    assert_eq!(unknown.to_string(), "mapping, priority_matrix[0]: `P2` is not a priority");
}

#[test]
fn what_a_status_means_follows_from_its_kind_unless_said() {
    let mapping = Mapping::from_json(&LOG.replacen(
        "{ \"key\": \"New\", \"kind\": \"new\" }",
        "{ \"key\": \"New\", \"kind\": \"new\" }, { \"key\": \"W\", \"name\": \"Waiting\", \"kind\": \"pending\" },
         { \"key\": \"X\", \"kind\": \"closed\", \"is_final\": false, \"pauses_sla\": true }",
        1,
    ));
    let mapping = mapping.unwrap();
    let meaning = |key: &str| mapping.status(key).map(|s| (s.name.as_str(), s.kind, s.is_final, s.pauses_sla));
    assert_eq!(meaning("New"), Some(("New", StatusKind::New, false, false)));
    assert_eq!(meaning("Done"), Some(("Done", StatusKind::Closed, true, false)));
    assert_eq!(meaning("W"), Some(("Waiting", StatusKind::Pending, false, true)));
    assert_eq!(meaning("X"), Some(("X", StatusKind::Closed, false, true)));
    assert_eq!(mapping.lifecycle.transitions, Transitions::Any);
}

#[test]
fn templates_have_columns_in_braces() {
    let column = |name: &str| TemplatePart::Column(name.to_owned());
    let literal = |text: &str| TemplatePart::Literal(text.to_owned());
    assert_eq!(
        Template::parse("{a} / {b c}!").unwrap().parts,
        [column("a"), literal(" / "), column("b c"), literal("!")]
    );
    assert_eq!(Template::parse("{{{a}}}").unwrap().parts, [literal("{"), column("a"), literal("}")]);
    for wrong in ["", "text", "{", "}", "{}", "{a", "{a}}", "{a{b}"] {
        assert!(Template::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_mapping_has_a_limit() {
    let error = Mapping::from_json(&" ".repeat(2 << 20)).unwrap_err();
    assert_eq!(error.to_string(), "mapping: longer than 1048576 bytes");
    assert!(Mapping::load("/no/such/mapping").unwrap_err().to_string().starts_with("mapping: cannot be read: "));
}
