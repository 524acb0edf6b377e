//! Rows in Kotlin, and the forms that make and change them.

use servicedesk::entity::EntityDef;

use super::source::{comment, library};
use super::structure::{Property, PropertyType, data_class};
use super::types::{self, camel_type};
use crate::forms::{field_type, has_new, has_patch, new_fields, patch_fields};
use crate::{GeneratedFile, Interface, discretion, pascal};

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
            let ty = if ty.nullable { PropertyType::Nullable(ty.bare) } else { PropertyType::Whole(ty.bare) };
            Property { name: field.name, doc: field.doc, ty, shown: discretion::shows_field(field) }
        })
        .collect();
    data_class(entity.name, entity.doc, &properties, false)
}

fn new(entity: &'static EntityDef) -> String {
    let name = entity.name;
    let properties: Vec<Property> = new_fields(entity)
        .into_iter()
        .map(|field| {
            let ty = field_type(field);
            let ty = match (field.required, ty.nullable) {
                (true, _) => PropertyType::Whole(ty.bare),
                (false, true) => PropertyType::Spared(ty.bare),
                (false, false) => PropertyType::Given(ty.bare),
            };
            Property { name: field.name, doc: field.doc, ty, shown: discretion::shows_field(field) }
        })
        .collect();
    let doc = format!("What a caller gives to make one `{name}`; what is left out gets its default.");
    data_class(&format!("New{name}"), &doc, &properties, true)
}

fn patch(entity: &'static EntityDef) -> String {
    let name = entity.name;
    let fields = patch_fields(entity);
    let (mut changes, mut puts, mut takes) = (String::new(), String::new(), String::new());
    for field in &fields {
        let ty = field_type(field);
        let change = pascal(field.name);
        let mark = if ty.nullable { "?" } else { "" };
        let clears = if ty.nullable { " Null clears it." } else { "" };
        let hidden = if discretion::shows_field(field) {
            String::new()
        } else {
            format!(
                " {{\n        /** Leaves out what people wrote. */\n        \
                 override fun toString(): String = \"{change}(…)\"\n    }}"
            )
        };
        changes.push_str(&format!(
            "{}    data class {change}(val value: {}{mark}) : {name}Change{hidden}\n\n",
            comment("    ", &format!("{}{clears}", field.doc)),
            types::name(ty.bare, "servicedesk."),
        ));
        let (written, read) = if ty.nullable {
            (
                format!("change.value?.let {{ {} }} ?: HostData.Null", types::to_host(ty.bare, "it")),
                format!("nullable(data) {{ {} }}", types::from_host(ty.bare, "it")),
            )
        } else {
            (
                types::to_host(ty.bare, "change.value"),
                format!("present(data) {{ {} }}", types::from_host(ty.bare, "it")),
            )
        };
        puts.push_str(&format!("            is {name}Change.{change} -> put(\"{}\", {written})\n", field.name));
        takes.push_str(&format!("            \"{}\" -> {name}Change.{change}({read})\n", field.name));
    }
    let to_host = if fields.is_empty() {
        format!("internal fun {name}Patch.toHost(): HostData = parts {{ check(changes.isEmpty()) }}\n\n")
    } else {
        format!(
            "internal fun {name}Patch.toHost(): HostData = parts {{\n    for (change in changes) {{\n        \
             when (change) {{\n{puts}        }}\n    }}\n}}\n\n"
        )
    };
    format!(
        "/** A change of one field of a [{name}]. */\nsealed interface {name}Change {{\n{}\n}}\n\n\
         /**\n * What a caller changes of a [{name}]; what is not named stays as it is.\n *\n \
         * @property changes The changes, at most one of each field.\n */\n\
         data class {name}Patch(val changes: List<{name}Change>) {{\n    \
         /** Changes these fields. */\n    \
         constructor(vararg changes: {name}Change) : this(changes.asList())\n}}\n\n{to_host}\
         internal fun {}PatchFromHost(data: HostData): {name}Patch = data.reading(\"{name}Patch\") {{\n    \
         {name}Patch(changes<{name}Change> {{ name, data ->\n        when (name) {{\n{takes}            \
         else -> throw Mismatch(\"a change of {name}\")\n        }}\n    }})\n}}\n\n",
        changes.trim_end(),
        camel_type(name),
    )
}
