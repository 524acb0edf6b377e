//! Enums and ids: names that a type checker tells apart.

use std::fmt::Write as _;

use super::text::{docstring, module, quoted};
use crate::{Interface, screaming};

/// Returns the module of the id types.
pub(super) fn ids(interface: &Interface) -> String {
    let mut text = module(
        "Ids: each is a UUID, and a type of its own for whoever checks types.",
        "from typing import NewType\nfrom uuid import UUID\n",
    );
    for id in &interface.ids {
        let _ = writeln!(text, "{id} = NewType({}, UUID)", quoted(id));
    }
    text
}

/// Returns the module of the enums.
pub(super) fn enums(interface: &Interface) -> String {
    let mut text = module(
        "Enums: each member is also its name as text, and may be given as that text.",
        "from typing import Literal, Union\n\nfrom .._native import register_enum\nfrom ..named import Named\n",
    );
    for def in &interface.enums {
        let _ = write!(text, "\n\nclass {}(Named):\n{}\n", def.name, docstring(def.doc, "    "));
        for (name, doc) in def.variants {
            let _ = write!(text, "    {} = {}\n{}", screaming(name), quoted(name), docstring(doc, "    "));
        }
        let names: Vec<String> = def.variants.iter().map(|(name, _)| quoted(name)).collect();
        let _ = write!(
            text,
            "\n\n{0}Name = Union[{0}, Literal[{1}]]\n\"\"\"A member of `{0}`, or its name.\"\"\"\n\nregister_enum({2}, {0})\n",
            def.name,
            names.join(", "),
            quoted(def.name),
        );
    }
    text
}
