//! Files that are no whole and unaltered export: each is refused with its line, and writes nothing.

use std::io::{Cursor, Read, Seek, SeekFrom};

use serde_json::Value as Json;
use servicedesk::scope::Actor;
use servicedesk::store::memory::MemoryStore;
use servicedesk::{Code, Desk, Error, ErrorKind, block_on};
use servicedesk_tests::export::{Ground, exported};

/// Returns the lines of an export.
fn lines() -> (Ground, Vec<String>) {
    let ground = block_on(Ground::small(std::sync::Arc::new(MemoryStore::new())));
    let file = block_on(exported(&ground.desk, ground.organization));
    let text = String::from_utf8(file).expect("an export is text");
    (ground, text.lines().map(str::to_owned).collect())
}

/// Brings text into an empty desk, which must refuse it and stay empty.
fn refused(ground: &Ground, file: impl Into<Vec<u8>>) -> Error {
    let desk = Desk::memory();
    let error = block_on(desk.restore(Cursor::new(file.into()))).expect_err("the file is wrong");
    let scope = desk.scope(ground.organization, Actor::system());
    let organization = block_on(scope.organization()).expect_err("nothing was written");
    assert_eq!(organization.code(), Code::NotFound);
    error
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Checks that a file is refused because of that line.
#[track_caller]
fn refused_at(ground: &Ground, lines: &[String], line: usize) -> Error {
    let error = refused(ground, text(lines));
    assert_eq!(error.code(), Code::ExportInvalid, "{error}");
    assert_eq!(error.parameter("line"), Some(line.to_string().as_str()), "{error}");
    error
}

fn place(lines: &[String], entity: &str) -> usize {
    let start = format!("{{\"entity\":\"{entity}\"");
    lines.iter().position(|line| line.starts_with(&start)).expect("there is such a row")
}

/// Changes a row as JSON.
fn edited(line: &str, edit: impl FnOnce(&mut Json)) -> String {
    let mut document: Json = serde_json::from_str(line).expect("a line is JSON");
    edit(&mut document);
    document.to_string()
}

#[test]
fn a_file_that_is_cut_anywhere_is_refused() {
    let (ground, lines) = lines();
    let whole = text(&lines);
    assert_eq!(refused(&ground, "").parameter("line"), Some("0"));
    for cut in (1..whole.len()).step_by(whole.len() / 61) {
        let error = refused(&ground, &whole[..cut - usize::from(!whole.is_char_boundary(cut))]);
        assert_eq!(error.code(), Code::ExportInvalid);
    }
    refused_at(&ground, &lines[..lines.len() - 1], lines.len() - 1);
}

#[test]
fn an_altered_row_is_noticed() {
    let (ground, mut lines) = lines();
    let at = place(&lines, "ticket");
    lines[at] = edited(&lines[at], |line| line["row"]["subject"] = "Another".into());
    let error = refused_at(&ground, &lines, lines.len());
    assert!(error.to_string().contains("ticket"), "{error}");
}

#[test]
fn a_missing_row_and_a_row_too_many_are_noticed() {
    let (ground, lines) = lines();
    let at = place(&lines, "comment");
    let mut fewer = lines.clone();
    fewer.remove(at);
    refused_at(&ground, &fewer, fewer.len());
    let mut more = lines;
    more.insert(at, more[at].clone());
    refused_at(&ground, &more, at + 2);
}

#[test]
fn rows_out_of_order_are_refused() {
    let (ground, mut lines) = lines();
    let at = place(&lines, "ticket");
    lines.swap(at, at + 1);
    refused_at(&ground, &lines, at + 2);
}

#[test]
fn another_organizations_row_is_refused() {
    let (ground, mut lines) = lines();
    let at = place(&lines, "tag");
    lines[at] = edited(&lines[at], |line| {
        line["row"]["organization_id"] = "01990000-0000-7000-8000-000000000000".into();
    });
    refused_at(&ground, &lines, at + 1);
}

#[test]
fn values_are_held_to_their_fields_and_named_by_them() {
    let (ground, lines) = lines();
    let at = place(&lines, "ticket");
    let cases: [(&str, Json); 6] = [
        ("created_at", "yesterday".into()),
        ("subject", Json::Null),
        ("subject", "x".repeat(256).into()),
        ("subject", "a\0b".into()),
        ("impact", "huge".into()),
        ("colour", "red".into()),
    ];
    for (field, value) in cases {
        let mut changed = lines.clone();
        changed[at] = edited(&lines[at], |line| line["row"][field] = value);
        let error = refused_at(&ground, &changed, at + 1);
        assert_eq!(error.fields(), [field]);
        assert!(!error.to_string().contains("yesterday") && !error.to_string().contains("huge"), "{error}");
    }
}

#[test]
fn lines_that_are_no_rows_are_refused() {
    let (ground, lines) = lines();
    let cases: [&[u8]; 6] =
        [b"", b"[]", b"{\"entity\":\"ticket\"}", b"{\"entity\":\"invoice\",\"row\":{}}", b"not JSON", b"\"\xff\""];
    for case in cases {
        let mut file = format!("{}\n{}\n", lines[0], lines[1]).into_bytes();
        file.extend_from_slice(case);
        file.extend_from_slice(format!("\n{}", text(&lines[2..])).as_bytes());
        let error = refused(&ground, file);
        assert_eq!((error.code(), error.parameter("line")), (Code::ExportInvalid, Some("3")), "{error}");
    }
}

#[test]
fn another_format_is_refused() {
    let (ground, mut lines) = lines();
    lines[0] = lines[0].replace("servicedesk.export/1", "servicedesk.export/2");
    refused_at(&ground, &lines, 1);
    refused_at(&ground, &lines[1..], 1);
}

#[test]
fn something_after_the_totals_is_refused() {
    let (ground, mut lines) = lines();
    lines.push(String::new());
    refused_at(&ground, &lines, lines.len());
}

#[test]
fn a_reference_that_leads_nowhere_is_told_with_its_line() {
    let (ground, lines) = lines();
    // The totals would betray a missing row, so that this file is one that a program wrote wrongly.
    let at = place(&lines, "watcher");
    let mut rows: Vec<String> = lines[..lines.len() - 1].to_vec();
    rows[at] = edited(&rows[at], |line| line["row"]["user_id"] = "01990000-0000-7000-8000-000000000000".into());
    let totals = servicedesk_tests::export::totals(&rows[1..]);
    rows.push(totals);
    let desk = Desk::memory();
    let error = block_on(desk.restore(Cursor::new(text(&rows).into_bytes()))).expect_err("nobody is there");
    assert_eq!((error.code(), error.fields()), (Code::ExportInvalid, &["user_id".to_owned()][..]));
    drop(ground);
}

/// A file whose disk fails after some bytes.
struct Failing(Cursor<Vec<u8>>, u64);

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.0.position() >= self.1 { Err(std::io::Error::other("the disk is gone")) } else { self.0.read(into) }
    }
}

impl Seek for Failing {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn a_failing_disk_is_told() {
    let (_, lines) = lines();
    let error =
        block_on(Desk::memory().restore(Failing(Cursor::new(text(&lines).into_bytes()), 1))).expect_err("it fails");
    assert_eq!((error.code(), error.kind()), (Code::ExportStream, ErrorKind::Unavailable));
}
