//! The stable codes of errors.

use servicedesk::{Code, Language};

/// Returns the declarations.
pub(super) fn declarations() -> String {
    let mut text =
        String::from("/** The precise reason of an error; the same in every language. */\nexport type ErrorCode =\n");
    for code in Code::ALL {
        let (name, kind) = (code.name(), code.kind().name());
        text.push_str(&format!("  /** Kind `{kind}`: {} */\n  | \"{name}\"\n", code.template(Language::En)));
    }
    text.truncate(text.trim_end().len());
    text + ";\n"
}
