//! The calendar, which is a value: a class whose functions answer at once.

use servicedesk::entity::Kind;
use servicedesk::operation::{AreaDef, Call, OperationDef, Receiver, Type};

use super::area::{documented, flattened};
use super::dispatch::{given, taken};
use super::source::{comment, library};
use super::types::{self, member};
use crate::{Doc, GeneratedFile, Interface, pascal};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    let areas = interface.areas.iter().filter(|area| area.receiver() == Receiver::Calendar);
    areas.map(|area| library(&class(area), &body(area))).collect()
}

fn class(area: &AreaDef) -> String {
    pascal(area.name)
}

fn is_asked(operation: &OperationDef) -> bool {
    !matches!(operation.call, Call::Pure(_))
}

fn makes(operation: &OperationDef) -> bool {
    matches!(operation.result, Type::Calendar)
}

fn body(area: &AreaDef) -> String {
    let class = class(area);
    let operations = || area.operations().enumerate();
    let constructor: String =
        area.operations().filter(|one| one.name == "new").map(|one| constructed(area, one)).collect();
    let asked: Vec<String> =
        operations().filter(|(_, one)| is_asked(one)).map(|(place, one)| asked(area, place, one)).collect();
    let made: Vec<String> =
        area.operations().filter(|one| !is_asked(one) && one.name != "new").map(|one| called(area, one)).collect();
    format!(
        "{}class {class} internal constructor(private val handle: HeldCalendar) {{\n{constructor}\n{}\n    \
         internal fun toHost(): HostData = handle.toHost()\n\n    \
         internal fun stay() = handle.stay()\n\n    companion object {{\n{}    }}\n}}\n\n\
         internal fun calendarFromHost(data: HostData): {class} = {class}(heldCalendarFromHost(data))\n",
        comment("", area.doc),
        asked.join("\n"),
        made.join("\n"),
    )
}

fn constructed(area: &AreaDef, operation: &OperationDef) -> String {
    let Some(argument) = operation.arguments.first() else { return String::new() };
    let (parameters, arguments, docs) = flattened(argument.ty);
    format!(
        "{}    constructor({}) : this(\n        making(\"{}.{}\") {{ put(\"{}\", {}({}).toHost()) }},\n    )\n",
        documented("    ", &Doc::read(operation.doc).summary, &docs),
        parameters.join(", "),
        area.name,
        operation.name,
        argument.name,
        types::name(argument.ty, ""),
        arguments.join(", "),
    )
}

fn parameters(operation: &OperationDef) -> String {
    let parameters: Vec<String> = operation
        .arguments
        .iter()
        .map(|argument| {
            let default = if makes(operation) { "" } else { types::default(argument.ty) };
            format!("{}: {}{default}", member(argument.name), types::name(argument.ty, ""))
        })
        .collect();
    parameters.join(", ")
}

fn puts(operation: &OperationDef, indent: &str) -> String {
    let puts: Vec<String> = operation
        .arguments
        .iter()
        .map(|argument| {
            format!("{indent}    put(\"{}\", {})\n", argument.name, types::to_host(argument.ty, &member(argument.name)))
        })
        .collect();
    if puts.is_empty() { "{}".to_owned() } else { format!("{{\n{}{indent}}}", puts.concat()) }
}

fn asked(area: &AreaDef, place: usize, operation: &OperationDef) -> String {
    let quick = numeric(operation).map(|numbers| {
        format!(
            "        val number = handle.reckon({place}, {numbers})\n        if (number != NO_ANSWER) return {}\n",
            from_number(operation.result)
        )
    });
    format!(
        "{}    fun {}({}): {} {{\n{}        return handle.ask(\"{}.{}\", {{ {} }}) {}\n    }}\n",
        comment("    ", operation.doc),
        member(operation.name),
        parameters(operation),
        types::name(operation.result, ""),
        quick.unwrap_or_default(),
        area.name,
        operation.name,
        types::from_host(operation.result, "it"),
        puts(operation, "        "),
    )
}

/// The arguments as two numbers, for an operation that takes and answers nothing else.
fn numeric(operation: &OperationDef) -> Option<String> {
    let number = |ty, name: &str| match ty {
        Type::Field(Kind::Timestamp, None) => Some(format!("millis({})", member(name))),
        Type::Field(Kind::Integer, None) => Some(member(name)),
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
        Type::Field(Kind::Timestamp, _) => "Instant.ofEpochMilli(number)",
        Type::Field(Kind::Bool, _) => "number != 0L",
        _ => "number",
    }
}

/// A function of the type: it makes a calendar, or answers what needs none.
fn called(area: &AreaDef, operation: &OperationDef) -> String {
    let begin = format!(
        "{}        fun {}({}): {} ",
        comment("        ", operation.doc),
        member(operation.name),
        parameters(operation),
        types::name(operation.result, ""),
    );
    let puts = puts(operation, "            ");
    let named = format!("\"{}.{}\"", area.name, operation.name);
    if !makes(operation) {
        let read = types::from_host(operation.result, "it");
        return format!("{begin}{{\n            return reckoned({named}, {{ {read} }}) {puts}\n        }}\n");
    }
    let kept: String =
        operation.arguments.iter().map(|argument| format!("            kept({})\n", member(argument.name))).collect();
    format!(
        "{begin}{{\n            val made = {}(making({named}) {puts})\n{kept}            return made\n        }}\n",
        class(area)
    )
}

/// Calls by name for the tests: those that make a calendar, and those that answer something else.
pub(super) fn calls(area: &AreaDef) -> String {
    let class = class(area);
    let definition = |operation: &OperationDef| {
        if operation.name != "new" {
            return format!("{class}.{}({})", member(operation.name), given(operation));
        }
        let parts = flattened(operation.arguments[0].ty).1;
        let parts: Vec<String> =
            parts.iter().map(|part| format!("{}.{part}", member(operation.arguments[0].name))).collect();
        format!("{class}({})", parts.join(", "))
    };
    let case = |operation: &OperationDef, answer: String| {
        format!(
            "        \"{}\" -> {{\n{}            ready {{ {answer} }}\n        }}\n",
            operation.name,
            taken(operation)
        )
    };
    let (mut making, mut asking) = (String::new(), String::new());
    for operation in area.operations() {
        if makes(operation) {
            making += &case(operation, definition(operation));
        } else {
            let call = if is_asked(operation) {
                format!("calendar!!.{}({})", member(operation.name), given(operation))
            } else {
                definition(operation)
            };
            asking += &case(operation, types::to_host(operation.result, &call));
        }
    }
    format!(
        "/** Returns the call that makes a calendar, ready to be made; nothing for any other. */\n\
         internal fun makingOf(operation: String, arguments: Reading): (() -> {class})? =\n    \
         when (operation) {{\n{making}        else -> null\n    }}\n\n\
         /** Returns the call of that name on [calendar], or on none where it needs none, ready to be made. */\n\
         internal fun askingOf(calendar: {class}?, operation: String, arguments: Reading): () -> HostData =\n    \
         when (operation) {{\n{asking}        else -> throw Mismatch(\"an operation\")\n    }}\n\n"
    )
}
