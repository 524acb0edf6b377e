//! The JavaScript of the areas: each method names its operation and its arguments.

use servicedesk::operation::{AreaDef, OperationDef, Type};

use super::areas::{class_name, given, iterating, of_scope, parameter, waiting};
use crate::{Interface, camel};

/// Returns the module.
pub(super) fn areas(interface: &Interface) -> String {
    let mut text =
        String::from("\"use strict\";\n\nconst { Area, CALL, NATIVE, PAGE, pages } = require(\"../calls.js\");\n\n");
    for area in waiting(interface) {
        text.push_str(&format!("class {} extends Area {{\n", class_name(interface, area)));
        if area.name == "scope" {
            for area in of_scope(interface) {
                text.push_str(&format!(
                    "  get {}() {{\n    return new {}(this[NATIVE]);\n  }}\n\n",
                    camel(area.name),
                    class_name(interface, area)
                ));
            }
        }
        let methods: Vec<String> = area.operations().map(|operation| method(area, operation)).collect();
        text.push_str(&methods.join("\n"));
        text.push_str("}\n\n");
    }
    let names: Vec<String> = waiting(interface).map(|area| format!("  {},\n", class_name(interface, area))).collect();
    text + &format!("module.exports = {{\n{}}};\n", names.concat())
}

fn method(area: &AreaDef, operation: &OperationDef) -> String {
    let names: Vec<String> = operation.arguments.iter().map(parameter).collect();
    let parameters = [names.as_slice(), &["options".to_owned()]].concat().join(", ");
    let object = given(operation, &names);
    let name = camel(operation.name);
    let way = if matches!(operation.result, Type::Page(_)) { "PAGE" } else { "CALL" };
    let mut text = format!(
        "  {name}({parameters}) {{\n    return this[{way}](\"{}.{}\", {object}, options);\n  }}\n",
        area.name, operation.name
    );
    let find = operation.arguments.iter().find(|argument| matches!(argument.ty, Type::Find(_)));
    if let (Type::Page(_), Some(find)) = (operation.result, find) {
        let find = parameter(find);
        text.push_str(&format!(
            "\n  {}({parameters}) {{\n    return pages({find}, ({find}) => this.{name}({parameters}));\n  }}\n",
            iterating(operation)
        ));
    }
    text
}
