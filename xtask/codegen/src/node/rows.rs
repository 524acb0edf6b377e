//! The JavaScript that makes rows: one function for each entity, so that the engine gives all its rows one layout.

use crate::{Interface, camel};

/// Returns the module.
pub(super) fn module(interface: &Interface) -> String {
    let mut text = String::from("\"use strict\";\n\nmodule.exports = {\n");
    for def in &interface.entities {
        let names: Vec<String> = def.fields.iter().map(|field| camel(field.name)).collect();
        // Parameters are numbered, since a field may be called like a word of the language.
        let parameters: Vec<String> = (0..names.len()).map(|index| format!("v{index}")).collect();
        let members: String =
            names.iter().zip(&parameters).map(|(name, parameter)| format!("    {name}: {parameter},\n")).collect();
        text.push_str(&format!("  {}: ({}) => ({{\n{members}  }}),\n", def.name, parameters.join(", ")));
    }
    text + "};\n"
}
