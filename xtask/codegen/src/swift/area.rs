//! The places of operations in Swift: a struct for each area, and the two that a program begins with, `Desk` and `Scope`.

use servicedesk::operation::{AreaDef, Body, DataType as _, Entry, Opening, OperationDef, Receiver, ShapeField, Type};

use super::source::{comment, library, written};
use super::types::{self, member};
use crate::{Doc, GeneratedFile, Interface, camel, paragraphs, pascal};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let mut files = Vec::new();
    for area in &interface.areas {
        match area.name {
            _ if area.receiver() == Receiver::Calendar => {}
            "desk" => files.push(library("Desk", &desk(area))),
            "scope" => files.push(library("Scope", &scope(area, interface))),
            _ => files.push(library(&class(area), &of_area(area))),
        }
    }
    files
}

fn class(area: &AreaDef) -> String {
    format!("{}Area", pascal(area.name))
}

fn of_area(area: &AreaDef) -> String {
    format!(
        "{}public struct {}: Sendable {{\n    let handle: HostScope\n\n{}}}\n",
        comment("", area.doc),
        class(area),
        operations(area)
    )
}

fn operations(area: &AreaDef) -> String {
    area.operations().map(|operation| of_operation(area, operation)).collect::<Vec<_>>().join("\n")
}

fn of_operation(area: &AreaDef, operation: &OperationDef) -> String {
    let parameters: Vec<String> = operation
        .arguments
        .iter()
        .map(|argument| {
            format!("{}: {}{}", member(argument.name), types::name(argument.ty), types::default(argument.ty))
        })
        .collect();
    let puts: String = operation
        .arguments
        .iter()
        .map(|argument| format!("        parts.put(\"{}\", {})\n", argument.name, member(argument.name)))
        .collect();
    let (made, passed) = if puts.is_empty() {
        (String::new(), "Parts()")
    } else {
        (format!("        var parts = Parts()\n{puts}"), "parts")
    };
    let (result, call) = match operation.result {
        Type::Nothing => (String::new(), "try await handle.tell"),
        ty => (format!(" -> {}", types::name(ty)), "return try await handle.ask"),
    };
    format!(
        "{}    public func {}({}) async throws{result} {{\n{made}        {call}(\"{}.{}\", {passed})\n    }}\n{}",
        comment("    ", operation.doc),
        member(operation.name),
        parameters.join(", "),
        area.name,
        operation.name,
        iterating(operation, &parameters),
    )
}

/// The form that follows the pages, for an operation that answers one.
fn iterating(operation: &OperationDef, parameters: &[String]) -> String {
    let (Type::Page(row), Some(find)) =
        (operation.result, operation.arguments.iter().find(|argument| matches!(argument.ty, Type::Find(_))))
    else {
        return String::new();
    };
    let mut doc = Doc::read(operation.doc);
    doc.summary = format!(
        "Returns the rows of every page of `{}`, one after the other, asking for each page when it is needed.",
        camel(operation.name)
    );
    let passed: Vec<String> = operation
        .arguments
        .iter()
        .map(|argument| {
            let name = member(argument.name);
            if argument.name == find.name { format!("{name}: page") } else { format!("{name}: {name}") }
        })
        .collect();
    format!(
        "\n{}    public func {}All({}) -> Rows<{}> {{\n        Rows({}) {{ page in try await {}({}) }}\n    }}\n",
        written("    ", &paragraphs::of(&doc, "- Throws: ")),
        camel(operation.name),
        parameters.join(", "),
        row().name,
        member(find.name),
        member(operation.name),
        passed.join(", "),
    )
}

/// The fields of a structure as parameters with their documentation, and as the arguments that make it.
pub(super) fn flattened(ty: Type) -> (String, String, Vec<String>) {
    let Type::Shape(shape) = ty else { return Default::default() };
    let Body::Fields(fields) = shape().body else { return Default::default() };
    let parameter =
        |field: &ShapeField| format!("{}: {}{}", member(field.name), types::name(field.ty), types::default(field.ty));
    let argument = |field: &ShapeField| format!("{}: {}", member(field.name), member(field.name));
    let document = |field: &ShapeField| {
        let doc = Doc::read(field.doc);
        format!("- Parameter {}: {}", camel(field.name), [vec![doc.summary], doc.details].concat().join(" "))
    };
    (
        fields.iter().map(parameter).collect::<Vec<_>>().join(", "),
        fields.iter().map(argument).collect::<Vec<_>>().join(", "),
        fields.iter().map(document).collect(),
    )
}

fn desk(area: &AreaDef) -> String {
    let (parameters, arguments, docs) = flattened(Opening::TYPE);
    let opened = written("    ", &[vec!["Opens a desk.".to_owned()], docs].concat());
    let (entry_parameters, entry_arguments, entry_docs) = flattened(Entry::TYPE);
    let entering = "Returns the place from which one actor works with one organization.".to_owned();
    let entered = written("    ", &[vec![entering], entry_docs].concat());
    format!(
        "{}///\n/// Safe to share between tasks. Closing it closes its store, also for its scopes.\n\
         public struct Desk: Sendable {{\n    let handle: HostDesk\n\n{opened}    \
         public static func open({parameters}) async throws -> Desk {{\n        \
         let opening = Opening({arguments})\n        \
         return try Desk(handle: translating {{ try HostDesk.open(opening: opening.toHost()) }})\n    }}\n\n{entered}    \
         public func scope({entry_parameters}) throws -> Scope {{\n        let entry = Entry({entry_arguments})\n        \
         return try Scope(handle: translating {{ try handle.scope(entry: entry.toHost()) }})\n    }}\n\n    \
         /// Sets the clock of a desk that was opened with one that stands still.\n    \
         public func setNow(_ now: Date) throws {{\n        \
         try translating {{ try handle.setNow(millis: now.milliseconds) }}\n    }}\n\n    \
         /// Closes the store; what is called afterwards fails with the code `store.closed`.\n    \
         public func close() {{\n        handle.shut()\n    }}\n\n{}}}\n",
        comment("", &format!("A service desk on its store. {}", area.doc)),
        operations(area),
    )
}

fn scope(area: &AreaDef, interface: &Interface) -> String {
    let places: String = interface
        .areas
        .iter()
        .filter(|area| area.receiver() == Receiver::Scope && area.name != "scope")
        .map(|area| {
            let class = class(area);
            let doc = comment("    ", area.doc);
            format!("{doc}    public var {}: {class} {{ {class}(handle: handle) }}\n\n", member(area.name))
        })
        .collect();
    format!(
        "/// The place from which one actor works with one organization; nothing of another one can be reached from it.\n\
         public struct Scope: Sendable {{\n    let handle: HostScope\n\n{places}{}}}\n",
        operations(area)
    )
}
