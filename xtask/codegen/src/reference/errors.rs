//! Every error with its kind and its sentences.

use std::fmt::Write as _;

use servicedesk::{Code, Language};

use super::cell;

pub(super) fn page() -> String {
    let mut out = String::from(
        "# Errors\n\nThe kind says what the caller has to do: `not_found` stop looking; `conflict` load again, decide again; `rejected` \
         show the reason to the person; `invalid` correct the fields; `denied` the actor may not; `limit_reached` the plan's limit; \
         `unavailable` try again later; `corrupt` restore or repair; `internal` report it. Codes are stable and the same in every \
         language.\n\n| code | kind | English | Portuguese |\n| --- | --- | --- | --- |\n",
    );
    for code in Code::ALL {
        let sentence = |language| cell(code.template(language));
        let (en, pt) = (sentence(Language::En), sentence(Language::PtBr));
        let _ = writeln!(out, "| `{}` | {} | {en} | {pt} |", code.name(), code.kind().name());
    }
    out
}
