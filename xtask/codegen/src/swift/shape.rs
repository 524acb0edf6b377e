//! Structures that are no rows in Swift: structs, and enums for those of several variants.

use servicedesk::operation::{Body, ShapeDef, ShapeField, Type, VariantDef};

use super::source::{comment, library};
use super::structure::{Property, shown, structure};
use super::types::{self, member};
use crate::{GeneratedFile, Interface, camel, discretion};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    interface.shapes.iter().map(|shape| library(shape.name, &body(shape))).collect()
}

fn body(shape: &'static ShapeDef) -> String {
    match shape.body {
        Body::Fields(fields) => structure(shape.name, shape.doc, &fields.iter().map(property).collect::<Vec<_>>()),
        Body::Variants(variants) => of_variants(shape, variants),
    }
}

fn property(field: &'static ShapeField) -> Property {
    Property {
        name: field.name,
        doc: field.doc,
        ty: types::name(field.ty),
        default: types::default(field.ty),
        put: "put",
        take: take(field.ty),
        shown: discretion::shows_part(field.ty),
    }
}

/// The function of `Reading` that takes a part of that type.
pub(super) fn take(ty: Type) -> &'static str {
    match ty {
        Type::Optional(_) => "takeOptional",
        Type::List(_) => "takeList",
        _ => "take",
    }
}

fn of_variants(shape: &'static ShapeDef, variants: &'static [VariantDef]) -> String {
    let name = shape.name;
    let (mut cases, mut shows, mut puts, mut takes) = (String::new(), String::new(), String::new(), String::new());
    for variant in variants {
        let case = member(variant.name);
        let properties: Vec<Property> = variant.fields.iter().map(property).collect();
        let each = |part: &dyn Fn(&Property) -> String| {
            let parts: Vec<String> = properties.iter().map(part).collect();
            if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) }
        };
        let declared = each(&|part| format!("{}: {}", member(part.name), part.ty));
        let bound = each(&|part| format!("let {}", member(part.name)));
        let taken = each(&|part| format!("{}: try reading.{}(\"{}\")", member(part.name), part.take, part.name));
        let any_shown = properties.iter().any(|part| part.shown);
        let pattern = if any_shown {
            each(&|part| if part.shown { format!("let {}", member(part.name)) } else { "_".to_owned() })
        } else {
            String::new()
        };
        cases.push_str(&format!("{}    case {case}{declared}\n", comment("    ", variant.doc)));
        let written = if properties.is_empty() {
            format!("target.write(\"{}\")", camel(variant.name))
        } else {
            shown(&camel(variant.name), &properties, member)
        };
        shows.push_str(&format!("        case .{case}{pattern}: {written}\n"));
        puts.push_str(&format!(
            "        case .{case}{bound}:\n            parts.put(\"type\", \"{}\")\n",
            variant.name
        ));
        for part in &properties {
            puts.push_str(&format!("            parts.put(\"{}\", {})\n", part.name, member(part.name)));
        }
        takes.push_str(&format!("        case \"{}\": self = .{case}{taken}\n", variant.name));
    }
    format!(
        "{}public enum {name}: Sendable, Hashable, Discreet {{\n{cases}\n    /// Leaves out what people wrote.\n    \
         public func write<Target: TextOutputStream>(to target: inout Target) {{\n        switch self {{\n{shows}        }}\n    \
         }}\n}}\n\n\
         extension {name}: HostConvertible {{\n    init(host: HostData) throws {{\n        \
         var reading = try Reading(\"{name}\", host)\n        let type: String = try reading.take(\"type\")\n        \
         switch type {{\n{takes}        default: throw Mismatch(\"one of {name}\")\n        }}\n        try reading.finish()\n    }}\n\n    \
         func toHost() -> HostData {{\n        var parts = Parts()\n        switch self {{\n{puts}        }}\n        \
         return parts.host\n    }}\n}}\n\n",
        comment("", shape.doc),
    )
}
