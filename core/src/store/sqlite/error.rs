//! What SQLite's failures mean to a caller of the store.

use rusqlite::ErrorCode;

use crate::error::{Code, Error};

/// The greatest number of values that one statement may bind.
const MAX_VALUES: usize = 32_766;

/// Returns the error of the library for one of SQLite. SQLite's sentence, kept as the source, holds names, never values.
#[cold]
pub(super) fn store_error(error: rusqlite::Error) -> Error {
    let code = match &error {
        rusqlite::Error::SqlInputError { msg, .. } => statement_code(Some(msg)),
        rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                Code::StoreBusy
            }
            ErrorCode::DiskFull => Code::StoreFull,
            ErrorCode::ReadOnly => Code::StoreReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Code::StoreCorrupt,
            ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure
            | ErrorCode::PermissionDenied
            | ErrorCode::OutOfMemory
            | ErrorCode::OperationInterrupted
            | ErrorCode::NoLargeFileSupport => Code::StoreUnavailable,
            // Values were checked before, so that only a statement's text can be too big.
            ErrorCode::TooBig => Code::QueryTooComplex,
            _ => statement_code(message.as_deref()),
        },
        _ => Code::Internal,
    };
    let built = match code {
        Code::QueryTooComplex => Error::new(code).field("condition").with("max", MAX_VALUES),
        Code::Internal => Error::new(code).with("reason", "SQLite takes every statement of the store"),
        _ => Error::new(code),
    };
    built.caused_by(error)
}

/// SQLite has one code for all statements that it refuses; only the sentence tells one that is too large.
fn statement_code(message: Option<&str>) -> Code {
    let limits = [
        "variable number must be between",
        "too many SQL variables",
        "Expression tree is too large",
        "parser stack overflow",
        "too many terms",
    ];
    match message {
        Some(message) if limits.iter().any(|limit| message.contains(limit)) => Code::QueryTooComplex,
        _ => Code::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn every_failure_that_an_operator_can_mend_has_a_code_of_its_own() {
        let cases = [
            (ffi::SQLITE_BUSY, Code::StoreBusy),
            (ffi::SQLITE_BUSY_SNAPSHOT, Code::StoreBusy),
            (ffi::SQLITE_LOCKED, Code::StoreBusy),
            (ffi::SQLITE_FULL, Code::StoreFull),
            (ffi::SQLITE_READONLY, Code::StoreReadOnly),
            (ffi::SQLITE_READONLY_DBMOVED, Code::StoreReadOnly),
            (ffi::SQLITE_CORRUPT, Code::StoreCorrupt),
            (ffi::SQLITE_NOTADB, Code::StoreCorrupt),
            (ffi::SQLITE_IOERR_WRITE, Code::StoreUnavailable),
            (ffi::SQLITE_CANTOPEN, Code::StoreUnavailable),
            (ffi::SQLITE_MISUSE, Code::Internal),
        ];
        for (sqlite, expected) in cases {
            let error = store_error(rusqlite::Error::SqliteFailure(ffi::Error::new(sqlite), None));
            assert_eq!(error.code(), expected, "{sqlite}");
        }
    }
}
