//! The Swift type of each type, and names that Swift would take for words of its own.

use servicedesk::entity::Kind;
use servicedesk::operation::Type;

use crate::camel;

const RESERVED: [&str; 53] = [
    "Any",
    "Self",
    "as",
    "associatedtype",
    "break",
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "deinit",
    "do",
    "else",
    "enum",
    "extension",
    "fallthrough",
    "false",
    "fileprivate",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "init",
    "inout",
    "internal",
    "is",
    "let",
    "nil",
    "operator",
    "precedencegroup",
    "private",
    "protocol",
    "public",
    "repeat",
    "rethrows",
    "return",
    "self",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "throw",
    "throws",
    "true",
    "try",
    "typealias",
    "var",
    "where",
    "while",
];

/// Returns the camelCase form of a name.
pub(super) fn member(name: &str) -> String {
    let name = camel(name);
    if RESERVED.contains(&name.as_str()) { format!("`{name}`") } else { name }
}

/// Returns the name of a type.
pub(super) fn name(ty: Type) -> String {
    match ty {
        Type::Nothing => "Void".to_owned(),
        Type::Field(_, Some(named)) => named.name().to_owned(),
        Type::Field(kind, None) => match kind {
            Kind::Bool => "Bool",
            Kind::Integer => "Int",
            Kind::Decimal => "Decimal",
            Kind::Text | Kind::Enum(_) => "String",
            Kind::List => "[String]",
            Kind::Bytes => "Data",
            Kind::Uuid => "UUID",
            Kind::Timestamp => "Date",
            Kind::Date => "CalendarDate",
            Kind::Json => "Json",
        }
        .to_owned(),
        Type::Entity(def) => def().name.to_owned(),
        Type::New(def) => format!("New{}", def().name),
        Type::Patch(def) => format!("{}Patch", def().name),
        Type::Find(_) => "Find".to_owned(),
        Type::Page(def) => format!("Page<{}>", def().name),
        // Foundation has a `Calendar`, too.
        Type::Calendar => "WorkCalendar".to_owned(),
        Type::Shape(def) => def().name.to_owned(),
        Type::List(item) => format!("[{}]", name(*item)),
        Type::Optional(item) => format!("{}?", name(*item)),
    }
}

/// Returns what a parameter of that type is when it is not given, if it need not be.
pub(super) fn default(ty: Type) -> &'static str {
    match ty {
        Type::Optional(_) => " = nil",
        Type::List(_) => " = []",
        Type::Find(_) => " = Find()",
        _ => "",
    }
}
