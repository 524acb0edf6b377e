//! The Kotlin type of each type, and the expressions that convert its values.

use servicedesk::entity::{Kind, Named};
use servicedesk::operation::Type;

use crate::camel;

/// Names that mean something else in Kotlin.
const RESERVED: [&str; 28] = [
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "typeof",
    "val",
    "var",
    "when",
    "while",
];

/// Returns the camelCase form of a name, marked where Kotlin would take it for a word of its own.
pub(super) fn member(name: &str) -> String {
    let name = camel(name);
    if RESERVED.contains(&name.as_str()) { format!("`{name}`") } else { name }
}

/// Returns the name of a type; `prefix` stands before those of this package, for places where nested ones hide them.
pub(super) fn name(ty: Type, prefix: &str) -> String {
    match ty {
        Type::Nothing => "Unit".to_owned(),
        Type::Field(_, Some(named)) => format!("{prefix}{}", named.name()),
        Type::Field(kind, None) => match kind {
            Kind::Bool => "Boolean".to_owned(),
            Kind::Integer => "Long".to_owned(),
            Kind::Decimal => "BigDecimal".to_owned(),
            Kind::Text | Kind::Enum(_) => "String".to_owned(),
            Kind::List => "List<String>".to_owned(),
            Kind::Bytes => format!("{prefix}Bytes"),
            Kind::Uuid => "UUID".to_owned(),
            Kind::Timestamp => "Instant".to_owned(),
            Kind::Date => "LocalDate".to_owned(),
            Kind::Json => format!("{prefix}Json"),
        },
        Type::Entity(def) => format!("{prefix}{}", def().name),
        Type::New(def) => format!("{prefix}New{}", def().name),
        Type::Patch(def) => format!("{prefix}{}Patch", def().name),
        Type::Find(_) => format!("{prefix}Find"),
        Type::Page(def) => format!("{prefix}Page<{prefix}{}>", def().name),
        Type::Calendar => format!("{prefix}Calendar"),
        Type::Shape(def) => format!("{prefix}{}", def().name),
        Type::List(item) => format!("List<{}>", name(*item, prefix)),
        Type::Optional(item) => format!("{}?", name(*item, prefix)),
    }
}

/// Returns the expression that turns `value` into what crosses the boundary.
pub(super) fn to_host(ty: Type, value: &str) -> String {
    match ty {
        Type::Nothing => format!("{value}.let {{ HostData.Null }}"),
        Type::Field(Kind::List, _) => format!("list({value}) {{ host(it) }}"),
        Type::Field(..) => format!("host({value})"),
        Type::List(item) => format!("list({value}) {{ {} }}", to_host(*item, "it")),
        Type::Optional(item) => format!("{value}?.let {{ {} }} ?: HostData.Null", to_host(*item, "it")),
        Type::Page(_) => format!("{value}.toHost {{ it.toHost() }}"),
        Type::Entity(_) | Type::New(_) | Type::Patch(_) | Type::Find(_) | Type::Calendar | Type::Shape(_) => {
            format!("{value}.toHost()")
        }
    }
}

/// Returns the expression that reads a value from `data`.
pub(super) fn from_host(ty: Type, data: &str) -> String {
    match ty {
        Type::Nothing => "Unit".to_owned(),
        Type::Field(_, Some(Named::Id(id))) => format!("{id}(uuidFromHost({data}))"),
        Type::Field(_, Some(Named::Enum(def))) => format!("{}FromHost({data})", camel_type(def.name)),
        Type::Field(kind, None) => match kind {
            Kind::Bool => format!("booleanFromHost({data})"),
            Kind::Integer => format!("integerFromHost({data})"),
            Kind::Decimal => format!("decimalFromHost({data})"),
            Kind::Text | Kind::Enum(_) => format!("textFromHost({data})"),
            Kind::List => format!("listFromHost({data}) {{ textFromHost(it) }}"),
            Kind::Bytes => format!("bytesFromHost({data})"),
            Kind::Uuid => format!("uuidFromHost({data})"),
            Kind::Timestamp => format!("instantFromHost({data})"),
            Kind::Date => format!("dateFromHost({data})"),
            Kind::Json => format!("jsonFromHost({data})"),
        },
        Type::Entity(def) => format!("{}FromHost({data})", camel_type(def().name)),
        Type::New(def) => format!("new{}FromHost({data})", def().name),
        Type::Patch(def) => format!("{}PatchFromHost({data})", camel_type(def().name)),
        Type::Find(_) => format!("findFromHost({data})"),
        Type::Page(def) => format!("pageFromHost({data}) {{ {}FromHost(it) }}", camel_type(def().name)),
        Type::Calendar => format!("calendarFromHost({data})"),
        Type::Shape(def) => format!("{}FromHost({data})", camel_type(def().name)),
        Type::List(item) => format!("listFromHost({data}) {{ {} }}", from_host(*item, "it")),
        Type::Optional(item) => format!("nullable({data}) {{ {} }}", from_host(*item, "it")),
    }
}

/// Returns the expression that takes a part out of data that are being read.
pub(super) fn take(ty: Type, name: &str) -> String {
    match ty {
        Type::Optional(item) => format!("optional(\"{name}\") {{ {} }}", from_host(*item, "it")),
        Type::List(item) => format!("listOrEmpty(\"{name}\") {{ {} }}", from_host(*item, "it")),
        Type::Find(_) => format!("optional(\"{name}\") {{ findFromHost(it) }} ?: Find()"),
        _ => format!("required(\"{name}\") {{ {} }}", from_host(ty, "it")),
    }
}

/// Returns what a parameter of that type is when it is not given, if it need not be.
pub(super) fn default(ty: Type) -> &'static str {
    match ty {
        Type::Optional(_) => " = null",
        Type::List(_) => " = emptyList()",
        Type::Find(_) => " = Find()",
        _ => "",
    }
}

/// Returns the name of a type with a small first letter.
pub(super) fn camel_type(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
