//! How much of anything an import accepts: a file from outside never decides how much memory it costs.

/// Longest mapping file, in bytes.
pub const MAX_MAPPING_BYTES: usize = 1 << 20;
/// Most columns a file may have.
pub const MAX_COLUMNS: usize = 1_024;
/// Most entries in one list or table of a mapping (statuses, value maps, custom fields…).
pub const MAX_MAPPING_ENTRIES: usize = 10_000;
/// Longest file path, in bytes.
pub const MAX_PATH_BYTES: usize = 4_096;
/// Longest row, in decoded bytes, the line ends inside quoted text included.
pub const MAX_ROW_BYTES: usize = 1 << 20;
/// Longest external id, in UTF-8 bytes.
pub const MAX_KEY_BYTES: usize = 200;
/// Longest subject, name or key, in UTF-8 bytes.
pub const MAX_NAME_BYTES: usize = 1_000;
/// Longest description or custom text, in UTF-8 bytes.
pub const MAX_TEXT_BYTES: usize = 65_536;
/// Most tags of one row.
pub const MAX_TAGS: usize = 50;
/// Most events of one ticket; rows beyond are malformed.
pub const MAX_EVENTS_PER_TICKET: usize = 10_000;
/// Line numbers kept per reason; the counts stay exact beyond.
pub const MAX_LINES_PER_REASON: usize = 1_000;
/// Distinct texts shared between events; the ones beyond are stored each time.
pub(crate) const MAX_SHARED_TEXTS: usize = 65_536;
/// Longest text worth sharing, in bytes.
pub(crate) const MAX_SHARED_BYTES: usize = 256;
