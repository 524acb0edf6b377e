//! What may be asked of each entity's fields, for typed conditions and sort orders.

use servicedesk::entity::{FieldDef, Kind};

use super::imports;
use super::types::{self, Way};
use crate::Interface;

/// Returns the declarations.
pub(super) fn declarations(interface: &Interface) -> String {
    let mut text = String::new();
    for def in &interface.entities {
        text.push_str(&format!(
            "/** What may be asked of the fields of {}, by the names that conditions and sort orders use. */\n\
             export interface {}Columns {{\n",
            def.name, def.name
        ));
        for field in def.fields {
            text.push_str(&format!("  {}: {};\n", field.name, asked(field)));
        }
        text.push_str("}\n\n");
    }
    format!("{}import type {{ Asked }} from \"../find.js\";\n\n{text}", imports::names(&text, interface))
}

fn asked(field: &FieldDef) -> String {
    match field.kind {
        Kind::Text => "Asked.Text".to_owned(),
        Kind::List => "Asked.List".to_owned(),
        Kind::Bytes | Kind::Json => "Asked.Presence".to_owned(),
        kind => format!("Asked.Value<{}>", types::field(kind, field.named, Way::In)),
    }
}
