//! Cases from outside agree with the library, and one that does not is told.

use servicedesk_tests::conform::{Outcome, check};
use servicedesk_tests::golden;

fn recorded(kind: &str, least: usize) {
    let Some(path) = golden::cases(&format!("{kind}.json")) else { return };
    let outcome = check(kind, &std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(outcome.failures.is_empty(), "{}", outcome.report());
    assert!(outcome.passed >= least, "{}", outcome.report());
}

#[test]
fn the_recorded_cases_of_business_time_agree() {
    recorded("sla", 160);
}

#[test]
fn the_recorded_cases_of_brazilian_days_agree() {
    recorded("brazil", 12);
}

const OFFICE: &str = r#""calendar": { "timezone": "America/Sao_Paulo", "weekly": { "mon": [["09:00", "12:00"], ["13:00", "18:00"]] },
    "holidays": ["2026-11-30"], "overrides": [{ "date": "2026-12-01", "hours": [["10:00", "11:00"]] }] }"#;

fn office(cases: &[&str]) -> Outcome {
    let cases: Vec<String> = cases.iter().map(|case| format!("{{ {OFFICE}, {case} }}")).collect();
    check("sla", &format!("[{}]", cases.join(","))).unwrap()
}

#[test]
fn every_operation_is_understood() {
    let outcome = office(&[
        r#""op": "deadline", "start": "2026-11-23T17:30:00-03:00", "minutes": 60, "expected": "2026-12-01T10:30:00-03:00""#,
        r#""op": "deadline", "start": "2026-11-23T12:30:00-03:00", "minutes": 0, "expected": "2026-11-23T13:00:00-03:00""#,
        r#""op": "subtract", "start": "2026-12-01T10:30:00-03:00", "seconds": 3600, "expected": "2026-11-23T17:30:00-03:00""#,
        r#""op": "elapsed", "start": "2026-11-23T00:00:00-03:00", "end": "2026-11-24T00:00:00-03:00", "expected": 28800"#,
        r#""op": "elapsed", "start": "2026-11-23T00:00:00-03:00", "end": "2026-11-24T00:00:00-03:00",
           "pauses": [["2026-11-23T11:00:00-03:00", "2026-11-23T14:00:00-03:00"]], "expected": 21600"#,
        r#""op": "is_open", "start": "2026-11-30T10:00:00-03:00", "expected": false"#,
        r#""op": "is_open", "start": "2026-12-01T10:00:00-03:00", "expected": true"#,
        r#""op": "next_open", "start": "2026-11-24T10:00:00-03:00", "expected": "2026-12-01T10:00:00-03:00""#,
    ]);
    assert_eq!(outcome.report(), "8 passed, 0 failed\n");
}

#[test]
fn what_disagrees_and_what_cannot_be_read_is_told_and_counted() {
    let outcome = office(&[
        r#""id": "late", "op": "elapsed", "start": "2026-11-23T00:00:00Z", "end": "2026-11-23T13:00:00Z", "expected": 3601"#,
        r#""id": "open", "op": "is_open", "start": "yesterday", "expected": true"#,
    ]);
    assert_eq!(
        outcome.report(),
        "late: expected 3601000, found 3600000\nopen: start cannot be read\n0 passed, 2 failed\n"
    );
    assert!(check("sla", "{}").is_err());
    assert!(check("tides", "[]").is_err());
}

#[test]
fn kinds_of_another_trade_are_counted_apart() {
    let outcome =
        check("brazil", r#"[{ "kind": "cep", "input": "01310-100", "valid": true, "normalized": "01310100" }]"#);
    assert_eq!(outcome.unwrap().report(), "1 cases of other kinds were not checked: cep\n0 passed, 0 failed\n");
}
