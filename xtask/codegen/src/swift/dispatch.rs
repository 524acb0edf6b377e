//! Calls by name for the tests, through the typed functions: arguments are made typed values before the call, so that a test
//! written as data goes the way of a program.

use servicedesk::operation::{AreaDef, OperationDef, Receiver, Type};

use super::source::test;
use super::types::{self, member};
use super::value;
use crate::{GeneratedFile, Interface, camel, pascal};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let of = |receiver| interface.areas.iter().copied().filter(|area| area.receiver() == receiver).collect::<Vec<_>>();
    let (desk, scope, calendar) = (of(Receiver::Desk), of(Receiver::Scope), of(Receiver::Calendar));
    let mut body =
        "/// A call, ready to be made.\ntypealias Call = @Sendable () async throws -> HostData\n\n".to_owned();
    body +=
        &(choice("desk", &desk) + &choice("scope", &scope) + &iterations("desk", &desk) + &iterations("scope", &scope));
    for area in desk.iter().chain(&scope) {
        body += &calls(area);
    }
    for area in calendar {
        body += &value::calls(area);
    }
    vec![test("Dispatch", &body)]
}

fn receiver(area: &AreaDef) -> &'static str {
    if area.name == "desk" { "desk" } else { "scope" }
}

fn place(area: &AreaDef) -> String {
    match area.name {
        "desk" | "scope" => area.name.to_owned(),
        name => format!("scope.{}", member(name)),
    }
}

/// The function that finds the area of a call.
fn choice(receiver: &str, areas: &[&AreaDef]) -> String {
    let cases: String = areas
        .iter()
        .map(|area| {
            format!(
                "    case \"{}\": return try {}Call({receiver}, operation, arguments)\n",
                area.name,
                camel(area.name)
            )
        })
        .collect();
    format!(
        "func call(of {receiver}: {}, _ area: String, _ operation: String, _ arguments: Reading) throws -> Call {{\n    \
         switch area {{\n{cases}    default: throw Mismatch(\"an area\")\n    }}\n}}\n\n",
        pascal(receiver)
    )
}

fn iterations(receiver: &str, areas: &[&AreaDef]) -> String {
    let cases: String = areas
        .iter()
        .flat_map(|area| area.operations().filter(|operation| pages(operation)).map(move |operation| (area, operation)))
        .map(|(area, operation)| {
            format!(
                "    case \"{}.{}\":\n{}        for try await row in {}.{}All({}) {{ rows.append(row.toHost()) }}\n",
                area.name,
                operation.name,
                taken(operation),
                place(area),
                camel(operation.name),
                given(operation),
            )
        })
        .collect();
    format!(
        "func rows(of {receiver}: {}, _ name: String, _ given: Reading) async throws -> [HostData] {{\n    \
         var arguments = given\n    var rows: [HostData] = []\n    \
         switch name {{\n{cases}    default: throw Mismatch(\"a call with pages\")\n    }}\n    return rows\n}}\n\n",
        pascal(receiver)
    )
}

fn pages(operation: &OperationDef) -> bool {
    matches!(operation.result, Type::Page(_))
}

fn calls(area: &AreaDef) -> String {
    let cases: String = area
        .operations()
        .map(|operation| {
            let call = format!("try await {}.{}({})", place(area), member(operation.name), given(operation));
            let answer = match operation.result {
                Type::Nothing => format!("{call}\n            return HostData.null"),
                _ => format!("{call}.toHost()"),
            };
            let answer = if answer.contains('\n') {
                format!("{{\n            {answer}\n        }}")
            } else {
                format!("{{ {answer} }}")
            };
            format!("    case \"{}\":\n{}        return {answer}\n", operation.name, taken(operation))
        })
        .collect();
    let receiver = receiver(area);
    format!(
        "private func {}Call(_ {receiver}: {}, _ operation: String, _ given: Reading) throws -> Call {{\n    \
         var arguments = given\n    switch operation {{\n{cases}    default: throw Mismatch(\"an operation\")\n    }}\n}}\n\n",
        camel(area.name),
        pascal(receiver),
    )
}

/// The statements that make typed values of the arguments.
pub(super) fn taken(operation: &OperationDef) -> String {
    let takes: String = operation
        .arguments
        .iter()
        .map(|argument| {
            let take = match argument.ty {
                Type::Find(_) => format!("takeOptional(\"{}\") ?? Find()", argument.name),
                ty => format!("{}(\"{}\")", super::shape::take(ty), argument.name),
            };
            format!("        let {}: {} = try arguments.{take}\n", member(argument.name), types::name(argument.ty))
        })
        .collect();
    format!("{takes}        try arguments.finish()\n")
}

pub(super) fn given(operation: &OperationDef) -> String {
    let names = operation.arguments.iter().map(|argument| member(argument.name));
    names.map(|name| format!("{name}: {name}")).collect::<Vec<_>>().join(", ")
}
