//! The checked-in files of every language are those that the generator writes now, and each language has every operation.

use std::path::Path;

use servicedesk::operation::AREAS;
use servicedesk_codegen::{Interface, camel, files, kotlin, node, python, stale, swift};

#[test]
fn generated_files_are_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = files(&Interface::whole());
    assert!(!files.is_empty());
    let stale = stale(&root, &files);
    assert!(stale.is_empty(), "run `cargo xtask codegen`; stale: {stale:?}");
}

#[test]
fn no_language_lacks_an_operation() {
    let interface = Interface::whole();
    let texts = [
        ("python", python::files(&interface)),
        ("node", node::files(&interface)),
        ("kotlin", kotlin::files(&interface)),
        ("swift", swift::files(&interface)),
    ];
    for (language, files) in texts {
        let text: String = files.iter().map(|file| file.text.as_str()).collect();
        for area in AREAS {
            for operation in area.operations() {
                let name = if language == "python" { operation.name.to_owned() } else { camel(operation.name) };
                let called = format!("{}.{}", area.name, operation.name);
                assert!(text.contains(&called) && text.contains(&name), "{language} lacks {called}");
            }
        }
    }
}
