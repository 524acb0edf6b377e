//! The calendar, which is a value: a class that is made and asked at once, on a native class that holds it.

use servicedesk::operation::{AreaDef, Call, OperationDef, Receiver, Type};

use super::areas::{class_name, given, parameter, parameters};
use super::types::{Uses, Way};
use super::{docs, imports};
use crate::{Interface, camel, screaming};

/// Returns the declarations.
pub(super) fn declarations(interface: &Interface, uses: &Uses) -> String {
    let classes: String = areas(interface).map(|area| class(area, interface, uses)).collect();
    [imports::names(&classes, interface), imports::shapes(&classes, interface, uses), "\n".to_owned(), classes].concat()
}

/// Returns the module.
pub(super) fn module(interface: &Interface) -> String {
    let mut text =
        String::from("\"use strict\";\n\nconst { Making, Value, question, reckon } = require(\"../value.js\");\n\n");
    for area in areas(interface) {
        for operation in area.operations().filter(|operation| is_asked(operation)) {
            let named = format!("{}.{}", area.name, operation.name);
            text.push_str(&format!("const {} = question(\"{named}\");\n", screaming(operation.name)));
        }
        let name = class_name(interface, area);
        let methods: Vec<String> = area.operations().map(|operation| method(area, &name, operation)).collect();
        text.push_str(&format!("\nclass {name} extends Value {{\n{}}}\n\n", methods.join("\n")));
    }
    let names: Vec<String> = areas(interface).map(|area| class_name(interface, area)).collect();
    text + &format!("module.exports = {{ {} }};\n", names.join(", "))
}

fn areas(interface: &Interface) -> impl Iterator<Item = &&'static AreaDef> {
    interface.areas.iter().filter(|area| area.receiver() == Receiver::Calendar)
}

fn is_asked(operation: &OperationDef) -> bool {
    !matches!(operation.call, Call::Pure(_))
}

/// Whether it is what `new` calls.
fn constructs(operation: &OperationDef) -> bool {
    !is_asked(operation) && operation.name == "new"
}

fn class(area: &AreaDef, interface: &Interface, uses: &Uses) -> String {
    let mut text = docs::comment(area.doc, 0);
    text.push_str(&format!("export class {} {{\n", class_name(interface, area)));
    for operation in area.operations() {
        let (name, parameters) = (camel(operation.name), parameters(operation, uses).join(", "));
        let answer = uses.text(operation.result, Way::Out);
        text.push_str(&docs::comment(operation.doc, 2));
        text.push_str(&if constructs(operation) {
            // A definition without any part is one, too.
            format!("  constructor({});\n", parameters.replace(": ", "?: "))
        } else if is_asked(operation) {
            format!("  {name}({parameters}): {answer};\n")
        } else {
            format!("  static {name}({parameters}): {answer};\n")
        });
    }
    text + "}\n\n"
}

fn method(area: &AreaDef, class: &str, operation: &OperationDef) -> String {
    let names: Vec<String> = operation.arguments.iter().map(parameter).collect();
    let (name, parameters) = (camel(operation.name), names.join(", "));
    let named = format!("\"{}.{}\"", area.name, operation.name);
    let object = given(operation, &names);
    if constructs(operation) {
        let first = &names[0];
        return format!(
            "  constructor({parameters}) {{\n    super({first} instanceof Making ? {first} : new Making({named}, {object}));\n  }}\n"
        );
    }
    if is_asked(operation) {
        let passed = [&[screaming(operation.name)], names.as_slice()].concat().join(", ");
        return format!("  {name}({parameters}) {{\n    return this.answer({passed});\n  }}\n");
    }
    let body = match operation.result {
        Type::Calendar => format!("new {class}(new Making({named}, {object}))"),
        _ => format!("reckon({named}, {object})"),
    };
    format!("  static {name}({parameters}) {{\n    return {body};\n  }}\n")
}
