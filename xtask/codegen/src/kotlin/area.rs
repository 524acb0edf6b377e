//! The places of operations in Kotlin: a class for each area, and the two that a program begins with, `Desk` and `Scope`.

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

/// The name of the class of an area.
pub(super) fn class(area: &AreaDef) -> String {
    format!("{}Area", pascal(area.name))
}

fn of_area(area: &AreaDef) -> String {
    format!(
        "{}class {} internal constructor(private val handle: Place) {{\n{}}}\n",
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
            format!("{}: {}{}", member(argument.name), types::name(argument.ty, ""), types::default(argument.ty))
        })
        .collect();
    let puts: Vec<String> = operation
        .arguments
        .iter()
        .map(|argument| {
            format!("            put(\"{}\", {})\n", argument.name, types::to_host(argument.ty, &member(argument.name)))
        })
        .collect();
    let result = types::name(operation.result, "");
    let result = if result == "Unit" { String::new() } else { format!(": {result}") };
    let arguments = if puts.is_empty() { "{}".to_owned() } else { format!("{{\n{}        }}", puts.concat()) };
    let read = match operation.result {
        Type::Nothing => "{ }".to_owned(),
        ty => format!("{{ {} }}", types::from_host(ty, "it")),
    };
    let way = if looks_up(operation) { "lookUp" } else { "ask" };
    let keyword = if result.is_empty() { "" } else { "return " };
    format!(
        "{}    suspend fun {}({}){result} {{\n        {keyword}handle.{way}(\"{}.{}\", {read}) {arguments}\n    }}\n{}",
        comment("    ", operation.doc),
        member(operation.name),
        parameters.join(", "),
        area.name,
        operation.name,
        iterating(operation, &parameters),
    )
}

/// Returns whether it only looks up the row of an id, which takes microseconds.
fn looks_up(operation: &OperationDef) -> bool {
    let answers_a_row = matches!(operation.result, Type::Entity(_) | Type::Optional(Type::Entity(_)));
    answers_a_row && matches!(operation.arguments, [only] if only.name == "id")
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
        "Returns the rows of every page of [{}], one after the other, asking for each page when it is needed.",
        camel(operation.name)
    );
    let passed: Vec<String> = operation
        .arguments
        .iter()
        .map(|argument| if argument.name == find.name { "page".to_owned() } else { member(argument.name) })
        .collect();
    format!(
        "\n{}    fun {}All({}): Flow<{}> = following({}) {{ page -> {}({}) }}\n",
        written("    ", paragraphs::of(&doc, "@throws DeskException ")),
        camel(operation.name),
        parameters.join(", "),
        row().name,
        member(find.name),
        member(operation.name),
        passed.join(", "),
    )
}

/// The fields of a structure as parameters with their documentation, and as the arguments that make it.
pub(super) fn flattened(ty: Type) -> (Vec<String>, Vec<String>, Vec<String>) {
    let Type::Shape(shape) = ty else { return Default::default() };
    let Body::Fields(fields) = shape().body else { return Default::default() };
    let parameter = |field: &ShapeField| {
        format!("{}: {}{}", member(field.name), types::name(field.ty, ""), types::default(field.ty))
    };
    (
        fields.iter().map(parameter).collect(),
        fields.iter().map(|field| member(field.name)).collect(),
        fields
            .iter()
            .map(|field| {
                let doc = Doc::read(field.doc);
                let text = [vec![doc.summary], doc.details].concat().join(" ");
                format!("@param {} {text}", camel(field.name))
            })
            .collect(),
    )
}

pub(super) fn documented(indent: &str, summary: &str, parameters: &[String]) -> String {
    let mark = format!("{indent} * ");
    let mut lines = paragraphs::lines(&mark, &[summary.to_owned()]);
    lines.push(mark.trim_end().to_owned());
    lines.extend(parameters.iter().flat_map(|text| paragraphs::lines(&mark, std::slice::from_ref(text))));
    format!("{indent}/**\n{}\n{indent} */\n", lines.join("\n"))
}

fn desk(area: &AreaDef) -> String {
    let (parameters, arguments, docs) = flattened(Opening::TYPE);
    let opened = documented("        ", "Opens a desk.", &docs);
    let (entry_parameters, entry_arguments, entry_docs) = flattened(Entry::TYPE);
    let entered =
        documented("    ", "Returns the place from which one actor works with one organization.", &entry_docs);
    format!(
        "/**\n * A service desk on its store: {what}\n *\n * Safe to share between threads and coroutines. Closing it closes its store, also for its scopes.\n */\n\
         class Desk private constructor(private val handle: HostDesk) : AutoCloseable {{\n{operations}\n{entered}    \
         fun scope({entry_parameters}): Scope {{\n        val entry = Entry({entry_arguments}).toHost()\n        \
         return Scope(Place(translating(entry) {{ handle.scope(entry) }}))\n    }}\n\n    \
         /** Sets the clock of a desk that was opened with one that stands still. */\n    \
         fun setNow(now: Instant) {{\n        translating(host(now)) {{ handle.setNow(millis(now)) }}\n    }}\n\n    \
         /** Closes the store; what is called afterwards fails with the code `store.closed`. */\n    \
         override fun close() {{\n        handle.shut()\n    }}\n\n    companion object {{\n{opened}        \
         suspend fun open({parameters}): Desk {{\n            val opening = Opening({arguments}).toHost()\n            \
         return Desk(blocking {{ translating(opening) {{ HostDesk.open(opening) }} }})\n        }}\n    }}\n}}\n",
        what = Doc::read(area.doc).summary.trim_end_matches('.').replacen("What", "what", 1) + ".",
        operations = operations(area),
        entry_parameters = entry_parameters.join(", "),
        entry_arguments = entry_arguments.join(", "),
        parameters = parameters.join(", "),
        arguments = arguments.join(", "),
    )
}

fn scope(area: &AreaDef, interface: &Interface) -> String {
    let places: String = interface
        .areas
        .iter()
        .filter(|area| area.receiver() == Receiver::Scope && area.name != "scope")
        .map(|area| format!("{}    val {} = {}(handle)\n\n", comment("    ", area.doc), member(area.name), class(area)))
        .collect();
    format!(
        "/** The place from which one actor works with one organization; nothing of another one can be reached from it. */\n\
         class Scope internal constructor(private val handle: Place) {{\n{places}{}}}\n",
        operations(area)
    )
}
