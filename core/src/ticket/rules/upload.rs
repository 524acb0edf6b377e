//! What an uploaded file may be: its name, its type as its bytes show it, and what was claimed of it.

use crate::error::{Code, Error, Result};
use crate::ticket::{Attachment, NewUpload};

/// How many bytes of the beginning tell the type.
pub(crate) const SNIFFED_BYTES: usize = 8_192;
/// The type of bytes that show none.
const UNKNOWN: &str = "application/octet-stream";
/// The type of bytes that are text.
const TEXT: &str = "text/plain";

/// What programs begin with, also when too little of one came to be recognised: Windows, Linux, scripts.
const PROGRAMS: [&[u8]; 3] = [b"MZ", b"\x7fELF", b"#!"];

/// Checks what is said of a file before its bytes come.
///
/// # Errors
/// [`Code::FormatInvalid`] with `original_name` for a name with a path in it, [`Code::Required`] when the file hangs on
/// nothing, [`Code::FieldKind`] when it hangs on several things.
pub(crate) fn check(new: &NewUpload) -> Result<()> {
    let name = new.original_name.trim();
    if name.is_empty() {
        return Err(Error::new(Code::Required).field(Attachment::ORIGINAL_NAME));
    }
    let is_path = name.contains(['/', '\\']) || name == "." || name == "..";
    if is_path || name.chars().any(char::is_control) {
        let expected = "a file's name without a path";
        return Err(Error::new(Code::FormatInvalid).field(Attachment::ORIGINAL_NAME).with("expected", expected));
    }
    let owners =
        [new.ticket_id.is_some(), new.comment_id.is_some(), new.article_id.is_some(), new.change_request_id.is_some()];
    match owners.iter().filter(|owner| **owner).count() {
        1 => Ok(()),
        0 => Err(Error::new(Code::Required).field(Attachment::TICKET_ID)),
        _ => Err(Error::new(Code::FieldKind).field(Attachment::TICKET_ID).with("expected", "one owner of the file")),
    }
}

/// Returns the MIME type and the extension that the first bytes show.
pub(crate) fn sniff(beginning: &[u8]) -> (&'static str, &'static str) {
    if let Some(found) = infer::get(beginning) {
        return (found.mime_type(), found.extension());
    }
    // A character may be cut off at the end of what was looked at.
    let valid = match std::str::from_utf8(beginning) {
        Ok(_) => true,
        Err(error) => beginning.len() - error.valid_up_to() < 4 && error.error_len().is_none(),
    };
    if valid && !beginning.is_empty() && !beginning.contains(&0) { (TEXT, "txt") } else { (UNKNOWN, "bin") }
}

/// Decides the type of a file from what its bytes show and what was claimed. A claim is believed where bytes cannot tell: of
/// two kinds of text, or of bytes that show no type.
///
/// # Errors
/// [`Code::FileForbidden`] for a program, [`Code::FormatInvalid`] with `mime_type` for a claim that the bytes contradict.
pub(crate) fn decide_type(beginning: &[u8], claimed: Option<&str>) -> Result<String> {
    let (shown, _) = sniff(beginning);
    let is_program = PROGRAMS.iter().any(|program| beginning.starts_with(program));
    if infer::is_app(beginning) || is_program {
        return Err(Error::new(Code::FileForbidden).field(Attachment::MIME_TYPE));
    }
    let Some(claimed) = claimed.map(essence).filter(|claimed| !claimed.is_empty() && claimed != UNKNOWN) else {
        return Ok(shown.to_owned());
    };
    let is_textual = claimed.starts_with("text/")
        || matches!(claimed.as_str(), "application/json" | "application/xml" | "application/yaml" | "image/svg+xml");
    // What could carry a script is only ever what its bytes show it to be.
    let carries_script = matches!(claimed.as_str(), "text/html" | "image/svg+xml" | "application/xhtml+xml");
    let believed = match shown {
        TEXT => is_textual && !carries_script,
        UNKNOWN => infer_knows_nothing_of(&claimed) && !is_textual,
        shown => shown == claimed,
    };
    if believed {
        return Ok(claimed);
    }
    Err(Error::new(Code::FormatInvalid).field(Attachment::MIME_TYPE).with("expected", "what the file's bytes show"))
}

/// A MIME type without its parameters (RFC 2045, 5.1), in lower case.
fn essence(claimed: &str) -> String {
    claimed.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether bytes of that type would not have been recognised anyway.
fn infer_knows_nothing_of(claimed: &str) -> bool {
    !infer::is_mime_supported(claimed)
}

/// Checks the whole against what was claimed of it.
///
/// # Errors
/// [`Code::FormatInvalid`] with `size_bytes` or `sha256`.
pub(crate) fn check_whole(new: &NewUpload, size: u64, sha256: &str) -> Result<()> {
    let lie =
        |field: &str| Err(Error::new(Code::FormatInvalid).field(field).with("expected", "that of the file's bytes"));
    if new.size_bytes.is_some_and(|claimed| u64::try_from(claimed) != Ok(size)) {
        return lie(Attachment::SIZE_BYTES);
    }
    if new.sha256.as_deref().is_some_and(|claimed| !claimed.eq_ignore_ascii_case(sha256)) {
        return lie(Attachment::SHA256);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    fn decided(bytes: &[u8], claimed: Option<&str>) -> Result<String, Code> {
        decide_type(bytes, claimed).map_err(|error| error.code())
    }

    #[test]
    fn the_bytes_tell_the_type() {
        let zip = b"PK\x03\x04\x14\0\0\0\x08\0";
        for (bytes, claimed, expected) in [
            (PNG, None, Ok("image/png")),
            (PNG, Some("image/png; name=x"), Ok("image/png")),
            (PNG, Some("IMAGE/PNG"), Ok("image/png")),
            (PNG, Some("application/octet-stream"), Ok("image/png")),
            (PNG, Some("application/pdf"), Err(Code::FormatInvalid)),
            (PNG, Some("text/plain"), Err(Code::FormatInvalid)),
            (b"%PDF-1.7 ...", Some("application/pdf"), Ok("application/pdf")),
            (b"just words", Some("application/pdf"), Err(Code::FormatInvalid)),
            (b"just words", None, Ok("text/plain")),
            (b"a,b\n1,2", Some("text/csv"), Ok("text/csv")),
            (b"{}", Some("application/json"), Ok("application/json")),
            (b"words", Some("text/html"), Err(Code::FormatInvalid)),
            (b"words", Some("image/svg+xml"), Err(Code::FormatInvalid)),
            (zip, Some("application/zip"), Ok("application/zip")),
            (b"\0\x01\x02\x03", None, Ok("application/octet-stream")),
            (b"\0\x01\x02\x03", Some("application/x-own"), Ok("application/x-own")),
            (b"\0\x01\x02\x03", Some("image/png"), Err(Code::FormatInvalid)),
            (b"\0\x01\x02\x03", Some("text/plain"), Err(Code::FormatInvalid)),
            (b"MZ\x90\0\x03\0\0\0", Some("image/png"), Err(Code::FileForbidden)),
            (b"\x7fELF\x02\x01\x01\0", None, Err(Code::FileForbidden)),
            (b"#!/bin/sh\nrm", Some("text/plain"), Err(Code::FileForbidden)),
        ] as [(&[u8], Option<&str>, Result<&str, Code>); 21]
        {
            assert_eq!(decided(bytes, claimed), expected.map(str::to_owned), "{claimed:?} of {bytes:?}");
        }
    }

    #[test]
    fn a_letter_that_was_cut_off_is_text() {
        let text = "ação".repeat(3_000);
        assert_eq!(sniff(&text.as_bytes()[..SNIFFED_BYTES]).0, TEXT);
        assert_eq!(sniff(&"é".as_bytes()[..1]).0, TEXT);
        assert_eq!(sniff(&[0xff, 0xfe, 0x41]).0, UNKNOWN);
        assert_eq!(sniff(&[]).0, UNKNOWN);
    }

    #[test]
    fn a_name_has_no_path() {
        let named = |name: &str| {
            let new =
                NewUpload { ticket_id: Some(Default::default()), original_name: name.into(), ..Default::default() };
            check(&new).map_err(|error| error.code())
        };
        for good in ["a.png", "relatório final (2).pdf", "..hidden", "a..b", "文件.txt"] {
            assert_eq!(named(good), Ok(()), "{good}");
        }
        for bad in ["../../etc/passwd", "C:\\boot.ini", "/", "..", ".", "a\0b", "a\nb", "a/b"] {
            assert_eq!(named(bad), Err(Code::FormatInvalid), "{bad}");
        }
        assert_eq!(named("  "), Err(Code::Required));
    }
}
