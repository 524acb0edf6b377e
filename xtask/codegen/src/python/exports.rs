//! The list of everything that is generated, which the package offers under its own name.

use std::fmt::Write as _;

use servicedesk::operation::{Body, Receiver};

use super::inputs::is_made;
use super::operations::{Surface, class_name};
use super::shapes::{met, variant_name};
use super::text::{self, quoted};
use crate::{Interface, pascal};

/// Returns the module.
pub(super) fn module(interface: &Interface) -> String {
    let mut text = text::module(
        "Everything that is generated, under one name.",
        "from .async_operations import *\nfrom .calendar import *\nfrom .entities import *\nfrom .enums import *\nfrom .ids import *\nfrom .inputs import *\nfrom .operations import *\nfrom .shapes import *\n",
    );
    let mut names: Vec<String> = interface.ids.iter().map(|id| (*id).to_owned()).collect();
    for def in &interface.enums {
        names.extend([def.name.to_owned(), format!("{}Name", def.name)]);
    }
    for def in &interface.entities {
        names.extend([def.name.to_owned(), format!("Find{}", def.name), format!("{}Sort", def.name)]);
        if is_made(def) {
            names.extend([format!("New{}", def.name), format!("{}Patch", def.name)]);
        }
    }
    for def in met(interface) {
        names.extend([def.name.to_owned(), format!("{}Dict", def.name)]);
        if let Body::Variants(variants) = def.body {
            for variant in variants {
                let name = variant_name(def, variant.name);
                names.extend([format!("{name}Dict"), name]);
            }
        }
    }
    for area in &interface.areas {
        match area.receiver() {
            Receiver::Calendar => names.push(pascal(area.name)),
            _ => names.extend([class_name(area, Surface::Blocking), class_name(area, Surface::Async)]),
        }
    }
    names.sort_unstable();
    text.push_str("\n__all__ = [\n");
    for name in names {
        let _ = writeln!(text, "    {},", quoted(&name));
    }
    text.push_str("]\n");
    text
}
