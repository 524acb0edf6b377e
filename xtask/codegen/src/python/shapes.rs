//! Structures that are no rows: dataclasses; one per variant, with a name for all of them together.

use std::fmt::Write as _;

use servicedesk::operation::{Body, ShapeDef, ShapeField, Type};

use super::hints::{self, Way};
use super::text::{self, attribute, docstring, quoted};
use crate::{Interface, pascal};

/// The options that `Desk.open`, `Desk.scope` and `Calendar` take as arguments of their own.
const OPTIONS: [&str; 3] = ["Opening", "Entry", "CalendarDefinition"];

/// Returns the structures that a caller meets.
pub(super) fn met(interface: &Interface) -> impl Iterator<Item = &'static ShapeDef> {
    interface.shapes.iter().copied().filter(|def| !OPTIONS.contains(&def.name))
}

/// Returns the name of the class of a variant.
pub(super) fn variant_name(def: &ShapeDef, variant: &str) -> String {
    format!("{}{}", def.name, pascal(variant))
}

/// Returns the module.
pub(super) fn module(interface: &Interface) -> String {
    let mut text = text::module(
        "Structures: parts of arguments and results that are no rows. As arguments they may also be dicts.",
        "from dataclasses import dataclass\nfrom datetime import date, datetime\nfrom decimal import Decimal\nfrom typing import Any, ClassVar, List, Literal, Tuple, Union\nfrom uuid import UUID\n\n\
         from .._native import register\nfrom .entities import *\nfrom .enums import *\nfrom .ids import *\n",
    );
    for def in met(interface) {
        match def.body {
            Body::Fields(fields) => class(&mut text, def.name, def.name, def.doc, None, fields),
            Body::Variants(variants) => {
                for variant in variants {
                    let (name, key) = (variant_name(def, variant.name), format!("{}.{}", def.name, variant.name));
                    class(&mut text, &name, &key, variant.doc, Some(variant.name), variant.fields);
                }
                let names: Vec<String> = variants.iter().map(|variant| variant_name(def, variant.name)).collect();
                let _ = write!(text, "\n\n{} = Union[{}]\n{}", def.name, names.join(", "), docstring(def.doc, ""));
            }
        }
    }
    text
}

fn class(text: &mut String, name: &str, key: &str, doc: &str, variant: Option<&str>, fields: &[ShapeField]) {
    let optional = |field: &ShapeField| matches!(field.ty, Type::Optional(_));
    let first_optional = fields.iter().position(optional).unwrap_or(fields.len());
    // A field without a default may not follow one with a default, unless all are given by name.
    let by_name = if fields[first_optional..].iter().all(optional) { "" } else { ", kw_only=True" };
    let _ =
        write!(text, "\n\n@dataclass(frozen=True, slots=True{by_name})\nclass {name}:\n{}\n", docstring(doc, "    "));
    let parts: String = variant
        .map(|_| "type")
        .into_iter()
        .chain(fields.iter().map(|field| field.name))
        .map(|name| quoted(&attribute(name)) + ", ")
        .collect();
    let _ = writeln!(text, "    __parts__: ClassVar[Tuple[str, ...]] = ({})", parts.trim_end());
    if let Some(variant) = variant {
        let _ = writeln!(text, "    type: ClassVar[Literal[{0}]] = {0}", quoted(variant));
    }
    for field in fields {
        let default = if optional(field) { " = None" } else { "" };
        let _ = write!(
            text,
            "    {}: {}{default}\n{}",
            attribute(field.name),
            hints::of(field.ty, Way::Out),
            docstring(field.doc, "    ")
        );
    }
    let _ = write!(text, "\n\nregister({}, {name})\n", quoted(key));
}
