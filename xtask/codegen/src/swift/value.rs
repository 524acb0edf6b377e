//! The calendar, which is a value: a struct whose functions answer at once.

use servicedesk::entity::Kind;
use servicedesk::operation::{AreaDef, Call, OperationDef, Receiver, Type};

use super::area::flattened;
use super::dispatch::{given, taken};
use super::source::{comment, library, written};
use super::types::{self, member};
use crate::{Doc, GeneratedFile, Interface};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let areas = interface.areas.iter().filter(|area| area.receiver() == Receiver::Calendar);
    areas.map(|area| library(&class(), &body(area))).collect()
}

fn class() -> String {
    types::name(Type::Calendar)
}

fn is_asked(operation: &OperationDef) -> bool {
    !matches!(operation.call, Call::Pure(_))
}

fn makes(operation: &OperationDef) -> bool {
    matches!(operation.result, Type::Calendar)
}

fn body(area: &AreaDef) -> String {
    let name = class();
    let operations: Vec<String> = area
        .operations()
        .enumerate()
        .map(|(place, operation)| match operation.call {
            Call::Pure(_) if operation.name == "new" => constructed(area, operation),
            Call::Pure(_) => called(area, operation),
            _ => asked(area, place, operation),
        })
        .collect();
    format!(
        "{}public struct {name}: Sendable {{\n    let handle: HostCalendar\n\n    init(handle: HostCalendar) {{\n        \
         self.handle = handle\n    }}\n\n{}}}\n",
        comment("", area.doc),
        operations.join("\n"),
    )
}

fn constructed(area: &AreaDef, operation: &OperationDef) -> String {
    let Some(argument) = operation.arguments.first() else { return String::new() };
    let (parameters, arguments, docs) = flattened(argument.ty);
    let doc = Doc::read(operation.doc);
    let errors = doc.errors.iter().map(|errors| format!("- Throws: {errors}")).collect();
    format!(
        "{}    public init({parameters}) throws {{\n        var parts = Parts()\n        parts.put(\"{}\", {}({arguments}))\n        \
         handle = try making(\"{}.{}\", parts)\n    }}\n",
        written("    ", &[vec![doc.summary], docs, errors].concat()),
        argument.name,
        types::name(argument.ty),
        area.name,
        operation.name,
    )
}

/// The parameters of a function, the statements that put its arguments together, and what is passed then.
fn parameters(operation: &OperationDef) -> (String, String) {
    let parameters: Vec<String> = operation
        .arguments
        .iter()
        .map(|argument| {
            let default = if makes(operation) { "" } else { types::default(argument.ty) };
            format!("{}: {}{default}", member(argument.name), types::name(argument.ty))
        })
        .collect();
    let puts: String = operation
        .arguments
        .iter()
        .map(|argument| format!("        parts.put(\"{}\", {})\n", argument.name, member(argument.name)))
        .collect();
    let keyword = if puts.is_empty() { "let" } else { "var" };
    (parameters.join(", "), format!("        {keyword} parts = Parts()\n{puts}"))
}

fn asked(area: &AreaDef, place: usize, operation: &OperationDef) -> String {
    let (parameters, made) = parameters(operation);
    let quick = numeric(operation).map(|numbers| {
        format!(
            "        if let number = handle.reckoned({place}, {numbers}) {{ return {} }}\n",
            from_number(operation.result)
        )
    });
    format!(
        "{}    public func {}({parameters}) throws -> {} {{\n{}{made}        \
         return try handle.ask(\"{}.{}\", parts)\n    }}\n",
        comment("    ", operation.doc),
        member(operation.name),
        types::name(operation.result),
        quick.unwrap_or_default(),
        area.name,
        operation.name,
    )
}

/// The arguments as two numbers, for an operation that takes and answers nothing else.
fn numeric(operation: &OperationDef) -> Option<String> {
    let number = |ty, name: &str| match ty {
        Type::Field(Kind::Timestamp, None) => Some(format!("{}.milliseconds", member(name))),
        Type::Field(Kind::Integer, None) => Some(format!("Int64({})", member(name))),
        _ => None,
    };
    let mut numbers: Vec<String> =
        operation.arguments.iter().map(|argument| number(argument.ty, argument.name)).collect::<Option<_>>()?;
    let answers = matches!(operation.result, Type::Field(Kind::Timestamp | Kind::Integer | Kind::Bool, None));
    if numbers.len() == 1 {
        numbers.push("0".to_owned());
    }
    (answers && numbers.len() == 2).then(|| numbers.join(", "))
}

fn from_number(ty: Type) -> &'static str {
    match ty {
        Type::Field(Kind::Timestamp, _) => "Date(timeIntervalSince1970: Double(number) / 1000)",
        Type::Field(Kind::Bool, _) => "number != 0",
        _ => "Int(number)",
    }
}

/// A function of the type: it makes a calendar, or answers what needs none.
fn called(area: &AreaDef, operation: &OperationDef) -> String {
    let (parameters, made) = parameters(operation);
    let named = format!("\"{}.{}\"", area.name, operation.name);
    let answer = if makes(operation) {
        format!("{}(handle: try making({named}, parts))", class())
    } else {
        format!("try reckoned({named}, parts)")
    };
    format!(
        "{}    public static func {}({parameters}) throws -> {} {{\n{made}        return {answer}\n    }}\n",
        comment("    ", operation.doc),
        member(operation.name),
        types::name(operation.result),
    )
}

/// Calls by name for the tests: those that make a calendar, and those that answer something else.
pub(super) fn calls(area: &AreaDef) -> String {
    let class = class();
    let called = |operation: &OperationDef| {
        if operation.name != "new" {
            return format!("try {class}.{}({})", member(operation.name), given(operation));
        }
        let argument = &operation.arguments[0];
        let parts = flattened(argument.ty).1.replace(": ", &format!(": {}.", member(argument.name)));
        format!("try {class}({parts})")
    };
    let case = |operation: &OperationDef, answer: String| {
        format!("    case \"{}\":\n{}        return {{ {answer} }}\n", operation.name, taken(operation))
    };
    let (mut making, mut asking) = (String::new(), String::new());
    for operation in area.operations() {
        if makes(operation) {
            making += &case(operation, called(operation));
        } else if is_asked(operation) {
            let call = format!("try calendar!.{}({})", member(operation.name), given(operation));
            asking += &case(operation, format!("{call}.toHost()"));
        } else {
            asking += &case(operation, format!("{}.toHost()", called(operation)));
        }
    }
    format!(
        "/// Returns the call that makes a calendar, ready to be made; nothing for any other.\n\
         func making(_ operation: String, _ given: Reading) throws -> (() throws -> {class})? {{\n    \
         var arguments = given\n    switch operation {{\n{making}    default: return nil\n    }}\n}}\n\n\
         /// Returns the call of that name on `calendar`, or on none where it needs none, ready to be made.\n\
         func asking(_ calendar: {class}?, _ operation: String, _ given: Reading) throws -> () throws -> HostData {{\n    \
         var arguments = given\n    switch operation {{\n{asking}    default: throw Mismatch(\"an operation\")\n    }}\n}}\n\n"
    )
}
