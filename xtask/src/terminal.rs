//! Speaking to the person at the terminal, the only place where the commands print.
//!
//! A reader that went away (`cargo xtask test | head`) must not stop a command before it has cleaned up, so a failed write
//! is let go.

use std::io::{self, Write};

/// Says a line on the standard output.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Passes on what a child wrote, byte for byte.
pub(crate) fn pass_on(bytes: &[u8]) {
    let mut output = io::stdout().lock();
    let _ = output.write_all(bytes);
    let _ = output.flush();
}

/// Says a line on the standard error output.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
