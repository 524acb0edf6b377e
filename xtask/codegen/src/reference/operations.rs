//! Every operation with its arguments and its result.

use std::fmt::Write as _;

use servicedesk::operation::{Body, ShapeField, Type};

use crate::{Doc, Interface};

pub(super) fn page(interface: &Interface) -> String {
    let mut out = String::from(
        "# Operations\n\nWhat can be done with a desk, in every language. `desk` is called on the desk, `scope` on a scope, \
         `calendar` on a calendar or, where one is made, on its type; the others on the member of a scope that has their name.\n",
    );
    for area in &interface.areas {
        let _ = write!(out, "\n## {}\n\n{}\n", area.name, Doc::read(area.doc).summary);
        for operation in area.operations() {
            let doc = Doc::read(operation.doc);
            let arguments: Vec<String> = operation
                .arguments
                .iter()
                .map(|argument| format!("{}: {}", argument.name, name(argument.ty)))
                .collect();
            let (arguments, result) = (arguments.join(", "), name(operation.result));
            let _ = write!(
                out,
                "\n### {}.{}\n\n`({arguments}) → {result}`\n\n{}\n",
                area.name, operation.name, doc.summary
            );
            for paragraph in &doc.details {
                let _ = write!(out, "\n{paragraph}\n");
            }
            if let Some(errors) = &doc.errors {
                let _ = write!(out, "\nErrors: {errors}\n");
            }
        }
    }
    out.push_str("\n# Structures\n");
    for shape in &interface.shapes {
        let _ = write!(out, "\n## {}\n\n{}\n\n", shape.name, Doc::read(shape.doc).summary);
        match shape.body {
            Body::Fields(members) => fields(&mut out, "", members),
            Body::Variants(variants) => {
                for variant in variants {
                    let _ = writeln!(out, "- `{}`: {}", variant.name, Doc::read(variant.doc).summary);
                    fields(&mut out, "  ", variant.fields);
                }
            }
        }
    }
    out
}

fn fields(out: &mut String, indent: &str, members: &[ShapeField]) {
    for field in members {
        let _ = writeln!(out, "{indent}- `{}`: {}. {}", field.name, name(field.ty), Doc::read(field.doc).summary);
    }
}

fn name(ty: Type) -> String {
    match ty {
        Type::Nothing => "nothing".to_owned(),
        Type::Field(_, Some(named)) => named.name().to_owned(),
        Type::Field(kind, None) => format!("{kind:?}"),
        Type::Entity(def) => def().name.to_owned(),
        Type::New(def) => format!("New{}", def().name),
        Type::Patch(def) => format!("{}Patch", def().name),
        Type::Find(def) => format!("Find<{}>", def().name),
        Type::Page(def) => format!("Page<{}>", def().name),
        Type::Calendar => "Calendar".to_owned(),
        Type::Shape(def) => def().name.to_owned(),
        Type::List(item) => format!("list of {}", name(*item)),
        Type::Optional(item) => format!("{} or nothing", name(*item)),
    }
}
