//! The JavaScript that makes rows: functions for each entity, so that the engine gives all its rows one layout. One row is made
//! from its values, many from their columns.

use servicedesk::entity::{EntityDef, Kind};

use crate::{Interface, camel};

/// Returns the module.
pub(super) fn module(interface: &Interface) -> String {
    let one: String = interface.entities.iter().map(|def| of_one(def)).collect();
    let many: String = interface.entities.iter().map(|def| of_many(def)).collect();
    format!(
        "\"use strict\";\n\nconst {{ at, rows }} = require(\"../columns.js\");\n\n\
         const one = {{\n{one}}};\n\nconst many = {{\n{many}}};\n\nmodule.exports = {{ one, many }};\n"
    )
}

fn of_one(def: &EntityDef) -> String {
    // Parameters are numbered, since a field may be called like a word of the language.
    let parameters: Vec<String> = (0..def.fields.len()).map(|index| format!("v{index}")).collect();
    let members: String = def
        .fields
        .iter()
        .zip(&parameters)
        .map(|(field, parameter)| format!("    {}: {parameter},\n", camel(field.name)))
        .collect();
    format!("  {}: ({}) => ({{\n{members}  }}),\n", def.name, parameters.join(", "))
}

fn of_many(def: &EntityDef) -> String {
    let members: String = def
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| {
            // The first item counts the rows.
            let value = format!("c[{}][i]", index + 1);
            let value = if field.kind == Kind::Timestamp { format!("at({value})") } else { value };
            format!("      {}: {value},\n", camel(field.name))
        })
        .collect();
    format!("  {}: (text) =>\n    rows(text, (c, i) => ({{\n{members}    }})),\n", def.name)
}
