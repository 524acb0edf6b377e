//! The calendar, which is a value: a class that is made and asked at once, on a native class that holds it.

use std::fmt::Write as _;

use servicedesk::operation::{AreaDef, Body, Call, OperationDef, Receiver, Type};

use super::hints::{self, Way};
use super::text::{self, attribute, docstring, quoted};
use crate::{Interface, pascal};

/// Returns the module.
pub(super) fn module(interface: &Interface) -> String {
    let mut text = text::module(
        "The calendar as a value, made and asked without a desk.",
        "from datetime import date, datetime\nfrom typing import Any, List, Sequence\n\n\
         from .._native import NativeCalendar, reckon\nfrom .enums import *\nfrom .shapes import *",
    );
    for area in interface.areas.iter().filter(|area| area.receiver() == Receiver::Calendar) {
        class(&mut text, area);
    }
    text
}

fn class(text: &mut String, area: &AreaDef) {
    let name = pascal(area.name);
    let _ = write!(text, "\n\nclass {name}(NativeCalendar):\n{}\n    __slots__ = ()\n", docstring(area.doc, "    "));
    for operation in area.operations() {
        method(text, area, operation);
    }
}

fn method(text: &mut String, area: &AreaDef, operation: &OperationDef) {
    let (mut parameters, arguments) = parameters(operation);
    let called = quoted(&format!("{}.{}", area.name, operation.name));
    let makes = matches!(operation.result, Type::Calendar);
    let (mark, name, own, call) = match operation.call {
        Call::Pure(_) if makes && operation.name == "new" => ("", "__new__", "cls", "NativeCalendar.__new__(cls, "),
        Call::Pure(_) if makes => ("    @classmethod\n", operation.name, "cls", "NativeCalendar.__new__(cls, "),
        Call::Pure(_) => ("    @staticmethod\n", operation.name, "", "reckon("),
        _ => ("", operation.name, "self", "self._ask("),
    };
    if !own.is_empty() {
        parameters.insert(0, own.to_owned());
    }
    let _ = write!(
        text,
        "\n{mark}    def {}({}) -> {}:\n{}        return {call}{called}, {arguments})\n",
        attribute(name),
        parameters.join(", "),
        hints::of(operation.result, Way::Out),
        docstring(&doc(operation), "        "),
    );
}

/// The parameters of a method, and the arguments that it passes on, as a Python tuple in the order of the declaration. The parts
/// of a definition are parameters of their own.
fn parameters(operation: &OperationDef) -> (Vec<String>, String) {
    let (mut parameters, mut arguments) = (Vec::new(), Vec::new());
    for argument in operation.arguments {
        if let Some(fields) = definition(argument.ty) {
            let parts: Vec<String> =
                fields.iter().map(|field| format!("{}: {}", quoted(field.name), attribute(field.name))).collect();
            parameters.extend(
                fields
                    .iter()
                    .map(|field| format!("{}: {} = None", attribute(field.name), hints::of(field.ty, Way::In))),
            );
            arguments.push(format!("{{{}}}", parts.join(", ")));
            continue;
        }
        let name = attribute(argument.name);
        let default = if matches!(argument.ty, Type::Optional(_)) { " = None" } else { "" };
        parameters.push(format!("{name}: {}{default}", hints::of(argument.ty, Way::In)));
        arguments.push(name);
    }
    let comma = if arguments.len() == 1 { "," } else { "" };
    (parameters, format!("({}{comma})", arguments.join(", ")))
}

fn definition(ty: Type) -> Option<&'static [servicedesk::operation::ShapeField]> {
    let Type::Shape(def) = ty else { return None };
    match def().body {
        Body::Fields(fields) => Some(fields),
        Body::Variants(_) => None,
    }
}

/// The documentation, with that of the parts of a definition.
fn doc(operation: &OperationDef) -> String {
    let fields = operation.arguments.iter().filter_map(|argument| definition(argument.ty)).flatten();
    let parts: String = fields.map(|field| format!("\n\n`{}`: {}", field.name, field.doc)).collect();
    match operation.doc.split_once("\n\n# Errors") {
        Some((doc, errors)) => format!("{doc}{parts}\n\n# Errors{errors}"),
        None => format!("{}{parts}", operation.doc),
    }
}
