//! The classes of rows: names and types of the fields; what they do is the native class's.

use std::fmt::Write as _;

use servicedesk::entity::Named;

use super::hints::{self, Way};
use super::text::{self, attribute, docstring, quoted};
use crate::Interface;

/// Returns the module.
pub(super) fn module(interface: &Interface) -> String {
    let mut text = text::module(
        "Entities: rows as a desk returned them. They never change; each call that changes a row returns a new one.",
        "from datetime import date, datetime\nfrom decimal import Decimal\nfrom typing import Any, Final, List\nfrom uuid import UUID\n\n\
         from .._native import Record, register\nfrom .._native import field as _field\nfrom .enums import *\nfrom .ids import *\n",
    );
    for def in &interface.entities {
        let _ = write!(text, "\n\nclass {}(Record):\n{}\n    __slots__ = ()\n\n", def.name, docstring(def.doc, "    "));
        for (index, field) in def.fields.iter().enumerate() {
            let hint = hints::field(field.kind, field.named, Way::Out);
            let none = if field.nullable { " | None" } else { "" };
            let members = match field.named {
                Some(Named::Enum(def)) => format!(", {}", def.name),
                _ => String::new(),
            };
            let _ = writeln!(text, "    {}: Final[{hint}{none}] = _field({index}{members})", attribute(field.name));
            text.push_str(&docstring(field.doc, "    "));
        }
        let _ = write!(text, "\n\nregister({}, {})\n", quoted(def.name), def.name);
    }
    text
}
