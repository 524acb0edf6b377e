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
    let mut body = choice("callOf", "desk: Desk", "desk", &desk) + &choice("callOf", "scope: Scope", "scope", &scope);
    body += &iterations("flowOf", "desk: Desk", "desk", &desk);
    body += &iterations("flowOf", "scope: Scope", "scope", &scope);
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
fn choice(function: &str, parameter: &str, passed: &str, areas: &[&AreaDef]) -> String {
    let cases: String = areas
        .iter()
        .map(|area| format!("        \"{}\" -> {}Call({passed}, operation, arguments)\n", area.name, camel(area.name)))
        .collect();
    format!(
        "/** Returns the call of that name, ready to be made. */\n\
         internal fun {function}({parameter}, area: String, operation: String, arguments: Reading): suspend () -> HostData =\n    \
         when (area) {{\n{cases}        else -> throw Mismatch(\"an area\")\n    }}\n\n"
    )
}

fn iterations(function: &str, parameter: &str, passed: &str, areas: &[&AreaDef]) -> String {
    let cases: String = areas
        .iter()
        .flat_map(|area| area.operations().filter(|operation| pages(operation)).map(move |operation| (area, operation)))
        .map(|(area, operation)| {
            format!(
                "        \"{}.{}\" -> {{\n{}            {}.{}All({}).map {{ it.toHost() }}\n        }}\n",
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
        "/** Returns the rows of every page of the call of that name on the {passed}. */\n\
         internal fun {function}({parameter}, name: String, arguments: Reading): Flow<HostData> =\n    \
         when (name) {{\n{cases}        else -> throw Mismatch(\"a call with pages\")\n    }}\n\n"
    )
}

fn pages(operation: &OperationDef) -> bool {
    matches!(operation.result, Type::Page(_))
}

fn calls(area: &AreaDef) -> String {
    let cases: String = area
        .operations()
        .map(|operation| {
            let call = format!("{}.{}({})", place(area), member(operation.name), given(operation));
            let answer = match operation.result {
                Type::Optional(item) => {
                    format!("({call})?.let {{ {} }} ?: HostData.Null", types::to_host(*item, "it"))
                }
                ty => types::to_host(ty, &call),
            };
            format!(
                "        \"{}\" -> {{\n{}            suspend {{ {answer} }}\n        }}\n",
                operation.name,
                taken(operation)
            )
        })
        .collect();
    let receiver = receiver(area);
    format!(
        "private fun {}Call({receiver}: {}, operation: String, arguments: Reading): suspend () -> HostData =\n    \
         when (operation) {{\n{cases}        else -> throw Mismatch(\"an operation\")\n    }}\n\n",
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
            format!(
                "            val {} = arguments.{}\n",
                member(argument.name),
                types::take(argument.ty, argument.name)
            )
        })
        .collect();
    format!("{takes}            arguments.finish()\n")
}

pub(super) fn given(operation: &OperationDef) -> String {
    operation.arguments.iter().map(|argument| member(argument.name)).collect::<Vec<_>>().join(", ")
}
