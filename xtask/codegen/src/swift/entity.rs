//! Rows in Swift, and the forms that make and change them.

use servicedesk::entity::EntityDef;

use super::source::{comment, library};
use super::structure::{Property, structure};
use super::types::{self, member};
use crate::forms::{field_type, has_new, has_patch, new_fields, patch_fields};
use crate::{GeneratedFile, Interface, camel, discretion};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    interface.entities.iter().map(|entity| library(entity.name, &body(interface, entity))).collect()
}

fn body(interface: &Interface, entity: &'static EntityDef) -> String {
    let mut body = row(entity);
    if has_new(interface, entity) {
        body.push_str(&new(entity));
    }
    if has_patch(interface, entity) {
        body.push_str(&patch(entity));
    }
    body
}

fn row(entity: &'static EntityDef) -> String {
    let properties: Vec<Property> = entity
        .fields
        .iter()
        .map(|field| {
            let ty = field_type(field);
            let mark = if ty.nullable { "?" } else { "" };
            Property {
                name: field.name,
                doc: field.doc,
                ty: format!("{}{mark}", types::name(ty.bare)),
                default: "",
                put: "put",
                take: if ty.nullable { "takeOptional" } else { "take" },
                shown: discretion::shows_field(field),
            }
        })
        .collect();
    structure(entity.name, entity.doc, &properties)
}

fn new(entity: &'static EntityDef) -> String {
    let properties: Vec<Property> = new_fields(entity)
        .into_iter()
        .map(|field| {
            let ty = field_type(field);
            let (mark, default, put, take) = match (field.required, ty.nullable) {
                (true, _) => ("", "", "put", "take"),
                (false, true) => ("?", " = nil", "putGiven", "takeOptional"),
                (false, false) => ("?", " = nil", "putGiven", "takeGiven"),
            };
            Property {
                name: field.name,
                doc: field.doc,
                ty: format!("{}{mark}", types::name(ty.bare)),
                default,
                put,
                take,
                shown: discretion::shows_field(field),
            }
        })
        .collect();
    let name = entity.name;
    let doc = format!("What a caller gives to make one `{name}`; what is left out gets its default.");
    structure(&format!("New{name}"), &doc, &properties)
}

fn patch(entity: &'static EntityDef) -> String {
    let name = entity.name;
    let fields = patch_fields(entity);
    let (mut cases, mut shows, mut puts, mut takes) = (String::new(), String::new(), String::new(), String::new());
    for field in &fields {
        let ty = field_type(field);
        let case = member(field.name);
        let (mark, clears, read) = if ty.nullable { ("?", " Nil clears it.", "optional") } else { ("", "", "present") };
        cases.push_str(&format!(
            "{}    case {case}({}{mark})\n",
            comment("    ", &format!("{}{clears}", field.doc)),
            types::name(ty.bare)
        ));
        if discretion::shows_field(field) {
            let shown = if ty.nullable { "\\(value.orNil)" } else { "\\(value)" };
            shows.push_str(&format!(
                "        case .{case}(let value): target.write(\"{}({shown})\")\n",
                camel(field.name)
            ));
        } else {
            shows.push_str(&format!("        case .{case}: target.write(\"{}(…)\")\n", camel(field.name)));
        }
        puts.push_str(&format!("            case .{case}(let value): parts.put(\"{}\", value)\n", field.name));
        takes.push_str(&format!("            case \"{}\": return .{case}(try {read}(data))\n", field.name));
    }
    let put_all = if fields.is_empty() {
        "        Parts().host\n".to_owned()
    } else {
        format!(
            "        var parts = Parts()\n        for change in changes {{\n            switch change {{\n{puts}            }}\n        \
             }}\n        return parts.host\n"
        )
    };
    format!(
        "/// A change of one field of `{name}`.\npublic enum {name}Change: Sendable, Hashable, Discreet {{\n{cases}\n    \
         /// Leaves out what people wrote.\n    public func write<Target: TextOutputStream>(to target: inout Target) {{\n        \
         switch self {{\n{shows}        }}\n    }}\n}}\n\n\
         /// What a caller changes of one `{name}`, as a list; what is not named stays as it is.\n\
         public struct {name}Patch: Sendable, Hashable, ExpressibleByArrayLiteral {{\n    \
         /// The changes, at most one of each field.\n    public var changes: [{name}Change]\n\n    \
         /// Changes these fields.\n    public init(_ changes: [{name}Change] = []) {{\n        self.changes = changes\n    }}\n\n    \
         /// Changes these fields.\n    public init(arrayLiteral changes: {name}Change...) {{\n        \
         self.changes = changes\n    }}\n}}\n\n\
         extension {name}Patch: HostConvertible {{\n    init(host: HostData) throws {{\n        \
         var reading = try Reading(\"{name}Patch\", host)\n        \
         changes = try reading.changes {{ name, data throws -> {name}Change in\n            switch name {{\n{takes}            \
         default: throw Mismatch(\"a change of {name}\")\n            }}\n        }}\n        try reading.finish()\n    }}\n\n    \
         func toHost() -> HostData {{\n{put_all}    }}\n}}\n\n"
    )
}
