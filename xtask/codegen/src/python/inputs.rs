//! What callers give: the keyword arguments that make, change and find rows, and structures as dicts.

use std::fmt::Write as _;

use servicedesk::entity::{EntityDef, FieldDef, Kind, Writable};
use servicedesk::operation::{Body, ShapeField, Type};

use super::hints::{self, Way};
use super::shapes::{met, variant_name};
use super::text::{self, Member, docstring, quoted, typed_dict};
use crate::Interface;

/// Returns the module.
pub(super) fn module(interface: &Interface) -> String {
    let mut text = text::module(
        "Inputs: what is given to make, to change and to find rows, and structures as dicts.",
        "from datetime import date, datetime\nfrom decimal import Decimal\nfrom typing import TYPE_CHECKING, Any, Literal, Sequence, TypedDict, Union\nfrom uuid import UUID\n\n\
         from ..condition import Condition\nfrom .enums import *\nfrom .ids import *\nfrom .shapes import *\n\n\
         if TYPE_CHECKING:\n    from typing_extensions import NotRequired\n",
    );
    for def in &interface.entities {
        if is_made(def) {
            make(&mut text, def);
            change(&mut text, def);
        }
        find(&mut text, def);
    }
    for def in met(interface) {
        match def.body {
            Body::Fields(fields) => dict(&mut text, def.name, def.doc, None, fields),
            Body::Variants(variants) => {
                for variant in variants {
                    dict(&mut text, &variant_name(def, variant.name), variant.doc, Some(variant.name), variant.fields);
                }
                let names: Vec<String> =
                    variants.iter().map(|variant| variant_name(def, variant.name) + "Dict").collect();
                let _ = write!(text, "\n\n{}Dict = Union[{}]\n{}", def.name, names.join(", "), docstring(def.doc, ""));
            }
        }
    }
    text
}

/// Whether callers make rows of the entity.
pub(super) fn is_made(def: &EntityDef) -> bool {
    def.fields.iter().any(|field| field.writable != Writable::Never)
}

fn hint(field: &FieldDef) -> String {
    let none = if field.nullable { " | None" } else { "" };
    hints::field(field.kind, field.named, Way::In) + none
}

fn make(text: &mut String, def: &EntityDef) {
    let fields = def.fields.iter().filter(|field| field.writable != Writable::Never);
    let members: Vec<Member> = fields
        .map(|field| {
            let hint = if field.required { hint(field) } else { format!("NotRequired[{}]", hint(field)) };
            (field.name, hint, field.doc)
        })
        .collect();
    let doc = format!("What makes a row of `{}`.", def.name);
    text.push_str(&typed_dict(&format!("New{}", def.name), &doc, true, &members));
}

fn change(text: &mut String, def: &EntityDef) {
    let fields = def.fields.iter().filter(|field| field.writable == Writable::Always);
    let members: Vec<Member> = fields.map(|field| (field.name, hint(field), field.doc)).collect();
    let doc = format!("What changes of a row of `{}`: an absent field stays, None clears.", def.name);
    text.push_str(&typed_dict(&format!("{}Patch", def.name), &doc, false, &members));
}

fn find(text: &mut String, def: &EntityDef) {
    let ordered = |field: &&FieldDef| !matches!(field.kind, Kind::Json | Kind::List | Kind::Bytes);
    let names =
        def.fields.iter().filter(ordered).flat_map(|field| [quoted(field.name), quoted(&format!("-{}", field.name))]);
    let names: Vec<String> = names.collect();
    let name = def.name;
    let _ = write!(
        text,
        "\n\n{name}Sort = Literal[{}]\n\"\"\"A field by which rows of `{name}` are sorted; with `-` in front, the greatest first.\"\"\"\n",
        names.join(", "),
    );
    let members = [
        ("filter", "Condition | None".to_owned(), "What holds of them."),
        ("sort", format!("Sequence[{name}Sort]"), "Their order."),
        ("after", "str | None".to_owned(), "Where the page begins: the `next` of the page before."),
        ("limit", "int | None".to_owned(), "How many at most."),
        ("with_deleted", "bool | None".to_owned(), "Whether deleted rows are among them."),
    ];
    text.push_str(&typed_dict(&format!("Find{name}"), &format!("Which rows of `{name}` are wanted."), false, &members));
}

fn dict(text: &mut String, name: &str, doc: &str, variant: Option<&str>, fields: &[ShapeField]) {
    let kind = variant.map(|variant| ("type", format!("Literal[{}]", quoted(variant)), "Which of the variants it is."));
    let parts = fields.iter().map(|field| {
        let hint = hints::of(field.ty, Way::In);
        let optional = matches!(field.ty, Type::Optional(_) | Type::List(_));
        (field.name, if optional { format!("NotRequired[{hint}]") } else { hint }, field.doc)
    });
    let members: Vec<Member> = kind.into_iter().chain(parts).collect();
    text.push_str(&typed_dict(&format!("{name}Dict"), doc, true, &members));
}
