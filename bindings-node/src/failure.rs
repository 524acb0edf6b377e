//! Errors on their way to the host: one JSON text, from which the package's JavaScript makes the right class.

use napi::Status;
use servicedesk::{Code, Error, Language};

/// What begins the message of an error that the package's JavaScript has to read.
const MARK: &str = "servicedesk:";

/// Returns the error as the host gets it.
pub(crate) fn thrown(error: Error) -> napi::Error {
    let parameters: serde_json::Map<_, _> =
        error.parameters().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let described = serde_json::json!({
        "kind": error.kind().name(),
        "code": error.code().name(),
        "fields": error.fields(),
        "parameters": parameters,
        "retryable": error.is_retryable(),
        "messages": { "en": error.message(Language::En), "pt-BR": error.message(Language::PtBr) },
        "cause": std::error::Error::source(&error).map(ToString::to_string),
    });
    napi::Error::new(Status::GenericFailure, format!("{MARK}{described}"))
}

/// The error for a value that the field cannot hold.
#[cold]
pub(crate) fn unfit(field: &str, expected: &str) -> napi::Error {
    thrown(Error::new(Code::FieldKind).field(shortened(field)).with("expected", expected))
}

/// Names come from callers, so that only their beginning is repeated.
pub(crate) fn shortened(name: &str) -> String {
    name.chars().take(64).collect()
}
