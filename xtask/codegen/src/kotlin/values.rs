//! Ids and enums in Kotlin.

use servicedesk::entity::EnumDef;

use super::source::{comment, library};
use super::types::camel_type;
use crate::{GeneratedFile, Interface, screaming};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let ids: String = interface.ids.iter().map(|id| of_id(id)).collect();
    let enums: String = interface.enums.iter().map(|def| of_enum(def)).collect();
    vec![library("Ids", &ids), library("Enums", &enums)]
}

fn of_id(id: &str) -> String {
    let whose = id.strip_suffix("Id").unwrap_or(id);
    format!(
        "/** The id of one `{whose}`. */\n\
         @JvmInline\n\
         value class {id}(override val value: UUID) : Identifier {{\n    \
             /** Reads the canonical form of a UUID. */\n    \
             constructor(text: String) : this(UUID.fromString(text))\n\n    \
             override fun toString(): String = value.toString()\n\
         }}\n\n"
    )
}

fn of_enum(def: &EnumDef) -> String {
    let name = def.name;
    let variants: Vec<String> = def
        .variants
        .iter()
        .map(|(value, doc)| format!("{}    {}(\"{value}\"),\n", comment("    ", doc), screaming(value)))
        .collect();
    format!(
        "{}enum class {name}(override val value: String) : Named {{\n{}}}\n\n\
         internal fun {}FromHost(data: HostData): {name} {{\n    \
             val text = textFromHost(data)\n    \
             return {name}.entries.find {{ it.value == text }} ?: throw Mismatch(\"of {name}\")\n\
         }}\n\n",
        comment("", def.doc),
        variants.join("\n"),
        camel_type(name),
    )
}
