//! `cargo xtask codegen [--check]`: writes the generated files, or says which of them are stale.

use std::path::Path;
use std::process::ExitCode;

use servicedesk_codegen::{Interface, files, stale, write};

#[expect(clippy::print_stdout, reason = "a developer's command speaks to its terminal")]
fn main() -> std::io::Result<ExitCode> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = own.ancestors().nth(2).unwrap_or(own);
    let files = files(&Interface::whole());
    if std::env::args().any(|argument| argument == "--check") {
        let stale = stale(root, &files);
        for path in &stale {
            println!("{} is stale; run `cargo xtask codegen`", path.display());
        }
        return Ok(if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    for path in write(root, &files)? {
        println!("wrote {}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}
