//! Entities, with what a caller gives to make one and what a caller may change.

use servicedesk::entity::{EntityDef, FieldDef, Writable};
use servicedesk::operation::Type;

use super::types::{self, Way};
use super::{docs, imports};
use crate::{Interface, camel};

/// Returns the declarations.
pub(super) fn declarations(interface: &Interface) -> String {
    let mut text = String::new();
    for def in &interface.entities {
        text.push_str(&docs::comment(def.doc, 0));
        text.push_str(&interface_of(def.name, def.fields.iter().map(|field| (field, false, Way::Out))));
        if drafted(interface, def, |ty| matches!(ty, Type::New(_))) {
            text.push_str(&format!("/** What a caller gives to make {{@link {}}}. */\n", def.name));
            let fields = def.fields.iter().filter(|field| field.writable != Writable::Never);
            text.push_str(&interface_of(
                &format!("New{}", def.name),
                fields.map(|field| (field, !field.required, Way::In)),
            ));
        }
        if drafted(interface, def, |ty| matches!(ty, Type::Patch(_))) {
            text.push_str(&format!(
                "/** What a caller may change of {{@link {}}}: an absent field stays, `null` clears. */\n",
                def.name
            ));
            let fields = def.fields.iter().filter(|field| field.writable == Writable::Always);
            text.push_str(&interface_of(&format!("{}Patch", def.name), fields.map(|field| (field, true, Way::In))));
        }
    }
    format!("{}\n{text}", imports::names(&text, interface))
}

/// Whether an operation takes that form of the entity.
fn drafted(interface: &Interface, def: &EntityDef, is_form: fn(Type) -> bool) -> bool {
    let of = |ty: Type| match ty {
        Type::New(entity) | Type::Patch(entity) => entity() == def,
        _ => false,
    };
    let operations = interface.areas.iter().flat_map(|area| area.operations());
    operations.flat_map(|operation| operation.arguments).any(|argument| is_form(argument.ty) && of(argument.ty))
}

fn interface_of<'a>(name: &str, fields: impl Iterator<Item = (&'a FieldDef, bool, Way)>) -> String {
    let mut text = format!("export interface {name} {{\n");
    for (field, optional, way) in fields {
        let mark = if optional { "?" } else { "" };
        let ty = types::field(field.kind, field.named, way);
        let null = if field.nullable { " | null" } else { "" };
        text.push_str(&docs::comment(field.doc, 2));
        text.push_str(&format!("  {}{mark}: {ty}{null};\n", camel(field.name)));
    }
    text + "}\n\n"
}
