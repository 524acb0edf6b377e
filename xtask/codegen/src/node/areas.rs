//! Declarations of the areas' methods.

use servicedesk::operation::{AreaDef, ArgumentDef, OperationDef, Receiver, Type};

use super::types::{self, Uses, Way};
use super::{docs, imports};
use crate::{Doc, Interface, camel, pascal};

/// Returns the declarations.
pub(super) fn declarations(interface: &Interface, uses: &Uses) -> String {
    let classes: String = waiting(interface).map(|area| class(area, interface, uses)).collect();
    let imports = [
        imports::names(&classes, interface),
        imports::entities(&classes, interface),
        imports::shapes(&classes, interface, uses),
        imports::columns(&classes, interface),
    ];
    format!(
        "{}import type {{ CallOptions }} from \"../calls.js\";\nimport type {{ Find, Page }} from \"../find.js\";\n\n{classes}",
        imports.concat(),
    )
}

/// The class of an area: those of the desk and of the scope are the bases of `Desk` and `Scope`, and an entity's own name
/// is its rows'.
pub(super) fn class_name(interface: &Interface, area: &AreaDef) -> String {
    match area.name {
        "desk" => "DeskOperations".to_owned(),
        "scope" => "ScopeOperations".to_owned(),
        name => {
            let name = pascal(name);
            let is_taken = interface.entities.iter().any(|def| def.name == name);
            if is_taken { format!("{name}Rows") } else { name }
        }
    }
}

/// The areas whose operations may wait.
pub(super) fn waiting(interface: &Interface) -> impl Iterator<Item = &&'static AreaDef> {
    interface.areas.iter().filter(|area| area.receiver() != Receiver::Calendar)
}

/// The areas that hang off a scope.
pub(super) fn of_scope(interface: &Interface) -> impl Iterator<Item = &&'static AreaDef> {
    interface.areas.iter().filter(|area| area.receiver() == Receiver::Scope && area.name != "scope")
}

/// The name of an argument: `new` is a word of the language.
pub(super) fn parameter(argument: &ArgumentDef) -> String {
    if argument.name == "new" { "input".to_owned() } else { camel(argument.name) }
}

/// The name of the form of a paging operation that follows `next`.
pub(super) fn iterating(operation: &OperationDef) -> String {
    if operation.name == "list" { "iterate".to_owned() } else { format!("iterate{}", pascal(operation.name)) }
}

fn class(area: &AreaDef, interface: &Interface, uses: &Uses) -> String {
    let mut text = docs::comment(area.doc, 0);
    let is_abstract = matches!(area.name, "desk" | "scope");
    let (mark, hidden) = if is_abstract { ("abstract ", "protected") } else { ("", "private") };
    text.push_str(&format!("export {mark}class {} {{\n  {hidden} constructor();\n", class_name(interface, area)));
    if area.name == "scope" {
        for area in of_scope(interface) {
            text.push_str(&docs::comment(area.doc, 2));
            text.push_str(&format!("  get {}(): {};\n", camel(area.name), class_name(interface, area)));
        }
    }
    for operation in area.operations() {
        let parameters = [parameters(operation, uses), vec!["options?: CallOptions".to_owned()]].concat().join(", ");
        text.push_str(&docs::comment(operation.doc, 2));
        text.push_str(&format!(
            "  {}({parameters}): Promise<{}>;\n",
            camel(operation.name),
            uses.text(operation.result, Way::Out)
        ));
        if let Type::Page(def) = operation.result {
            let doc = Doc {
                summary: format!(
                    "The rows of {{@link {}.{}}}, page by page as they are asked for.",
                    class_name(interface, area),
                    camel(operation.name)
                ),
                ..Doc::default()
            };
            text.push_str(&docs::lines(&doc, 2));
            text.push_str(&format!(
                "  {}({parameters}): AsyncGenerator<{}, void, undefined>;\n",
                iterating(operation),
                def().name
            ));
        }
    }
    text + "}\n\n"
}

/// The parameters of a method, without how it is called.
pub(super) fn parameters(operation: &OperationDef, uses: &Uses) -> Vec<String> {
    let mut parameters = Vec::new();
    for (index, argument) in operation.arguments.iter().enumerate() {
        // Only what stands at the end may be left out.
        let optional = operation.arguments[index..].iter().all(|argument| types::may_be_absent(argument.ty));
        let ty = uses.text(argument.ty, Way::In);
        let null = if optional && !ty.ends_with("| null") { " | null" } else { "" };
        parameters.push(format!("{}{}: {ty}{null}", parameter(argument), if optional { "?" } else { "" }));
    }
    parameters
}

/// The arguments of a call by their names, as JavaScript.
pub(super) fn given(operation: &OperationDef, names: &[String]) -> String {
    let given = operation.arguments.iter().zip(names).map(|(argument, name)| {
        let key = camel(argument.name);
        if key == *name { key } else { format!("{key}: {name}") }
    });
    let given: Vec<String> = given.collect();
    if given.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", given.join(", ")) }
}
