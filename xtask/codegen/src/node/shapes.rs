//! Structures that are no rows.

use servicedesk::operation::{Body, ShapeDef, ShapeField, VariantDef};

use super::types::{self, Uses, Way};
use super::{docs, imports};
use crate::{Doc, Interface, camel};

/// Returns the declarations.
pub(super) fn declarations(interface: &Interface, uses: &Uses) -> String {
    let mut text = String::new();
    for def in &interface.shapes {
        for way in [Way::Out, Way::In] {
            let wanted = if way == Way::In { uses.is_taken(def.name) } else { uses.is_answered(def.name) };
            if wanted {
                text.push_str(&shape(def, uses, way));
            }
        }
    }
    format!("{}{}\n{text}", imports::names(&text, interface), imports::entities(&text, interface))
}

fn shape(def: &ShapeDef, uses: &Uses, way: Way) -> String {
    let name = uses.name(def.name, way);
    match def.body {
        Body::Fields(fields) => {
            let fields: String = fields
                .iter()
                .map(|field| format!("{}{}", docs::comment(field.doc, 2), line(field, uses, way)))
                .collect();
            format!("{}export interface {name} {{\n{fields}}}\n\n", docs::comment(def.doc, 0))
        }
        Body::Variants(variants) => {
            let mut doc = Doc::read(def.doc);
            let told = |variant: &VariantDef| format!("- `{}`: {}", variant.name, Doc::read(variant.doc).summary);
            doc.details.extend(variants.iter().map(told));
            let variants: Vec<String> =
                variants.iter().map(|variant| format!("\n  | {}", one(variant, uses, way))).collect();
            format!("{}export type {name} ={};\n\n", docs::lines(&doc, 0), variants.concat())
        }
    }
}

fn one(variant: &VariantDef, uses: &Uses, way: Way) -> String {
    let fields = variant.fields.iter().map(|field| format!(" {}", line(field, uses, way).trim()));
    let fields: Vec<String> = fields.collect();
    let text = format!("{{ type: \"{}\";{} }}", variant.name, fields.concat());
    text.replace("; }", " }")
}

fn line(field: &ShapeField, uses: &Uses, way: Way) -> String {
    let mark = if way == Way::In && types::may_be_absent(field.ty) { "?" } else { "" };
    format!("  {}{mark}: {};\n", camel(field.name), uses.text(field.ty, way))
}
