//! Ids and enums in Swift.

use servicedesk::entity::EnumDef;

use super::source::{comment, library};
use super::types::member;
use crate::{GeneratedFile, Interface, camel};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let ids: String = interface.ids.iter().map(|id| of_id(id)).collect();
    let enums: String = interface.enums.iter().map(|def| of_enum(def)).collect();
    vec![library("Ids", &ids), library("Enums", &enums)]
}

fn of_id(id: &str) -> String {
    let whose = id.strip_suffix("Id").unwrap_or(id);
    format!(
        "/// The id of one `{whose}`.\npublic struct {id}: Identifier {{\n    /// The UUID.\n    public let value: UUID\n\n    \
         /// Makes a typed id of a UUID.\n    public init(_ value: UUID) {{\n        self.value = value\n    }}\n}}\n\nextension {id}: HostConvertible {{}}\n\n"
    )
}

fn of_enum(def: &EnumDef) -> String {
    let cases: String = def
        .variants
        .iter()
        .map(|(value, doc)| {
            let raw = if camel(value) == *value { String::new() } else { format!(" = \"{value}\"") };
            format!("{}    case {}{raw}\n", comment("    ", doc), member(value))
        })
        .collect();
    format!(
        "{}public enum {name}: String, Named {{\n{cases}}}\n\nextension {name}: HostConvertible {{}}\n\n",
        comment("", def.doc),
        name = def.name
    )
}
