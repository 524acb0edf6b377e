//! The type hints of fields, arguments and results: exact for what comes out, generous for what goes in.

use servicedesk::entity::{Kind, Named};
use servicedesk::operation::Type;

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From the caller to the library.
    In,
    /// From the library to the caller.
    Out,
}

/// Returns the hint of a field's kind.
pub(super) fn field(kind: Kind, named: Option<Named>, way: Way) -> String {
    let hint = match (named, kind, way) {
        (Some(Named::Id(id)), ..) => id,
        (Some(Named::Enum(def)), _, Way::In) => return format!("{}Name", def.name),
        (Some(Named::Enum(def)), _, Way::Out) => def.name,
        (None, Kind::Bool, _) => "bool",
        (None, Kind::Integer, _) => "int",
        (None, Kind::Decimal, Way::In) => "Decimal | int | str",
        (None, Kind::Decimal, Way::Out) => "Decimal",
        (None, Kind::Text | Kind::Enum(_), _) => "str",
        (None, Kind::List, Way::In) => "Sequence[str]",
        (None, Kind::List, Way::Out) => "List[str]",
        (None, Kind::Bytes, _) => "bytes",
        (None, Kind::Uuid, _) => "UUID",
        (None, Kind::Timestamp, _) => "datetime",
        (None, Kind::Date, _) => "date",
        (None, Kind::Json, _) => "Any",
    };
    hint.to_owned()
}

/// Returns the hint of an argument, a result or a part of one.
pub(super) fn of(ty: Type, way: Way) -> String {
    match (ty, way) {
        (Type::Nothing, _) => "None".to_owned(),
        (Type::Field(kind, named), way) => field(kind, named, way),
        (Type::Entity(def), _) => def().name.to_owned(),
        (Type::New(def), _) => format!("New{}", def().name),
        (Type::Patch(def), _) => format!("{}Patch", def().name),
        (Type::Find(def), _) => format!("Find{}", def().name),
        (Type::Page(def), _) => format!("Page[{}]", def().name),
        (Type::Calendar, _) => "Calendar".to_owned(),
        (Type::Shape(def), Way::In) => format!("{0} | {0}Dict", def().name),
        (Type::Shape(def), Way::Out) => def().name.to_owned(),
        (Type::List(item), Way::In) => format!("Sequence[{}]", of(*item, way)),
        (Type::List(item), Way::Out) => format!("List[{}]", of(*item, way)),
        (Type::Optional(item), _) => format!("{} | None", of(*item, way)),
    }
}
