//! Types of the reflection as TypeScript writes them.

use std::collections::BTreeSet;

use servicedesk::entity::{Kind, Named};
use servicedesk::operation::{Body, DataType as _, Entry, Opening, Type};

use crate::Interface;

/// Which way a value goes: what the library answers is strict, what it takes may be given in more than one way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From the caller.
    In,
    /// To the caller.
    Out,
}

/// Which structures go which way.
pub(super) struct Uses {
    taken: BTreeSet<&'static str>,
    answered: BTreeSet<&'static str>,
}

impl Uses {
    /// Finds out for the whole interface.
    pub(super) fn of(interface: &Interface) -> Self {
        let mut uses = Self { taken: BTreeSet::new(), answered: BTreeSet::new() };
        collect(Opening::TYPE, &mut uses.taken);
        collect(Entry::TYPE, &mut uses.taken);
        for operation in interface.areas.iter().flat_map(|area| area.operations()) {
            for argument in operation.arguments {
                collect(argument.ty, &mut uses.taken);
            }
            collect(operation.result, &mut uses.answered);
        }
        uses
    }

    /// Whether callers give it.
    pub(super) fn is_taken(&self, shape: &str) -> bool {
        self.taken.contains(shape)
    }

    /// Whether callers get it.
    pub(super) fn is_answered(&self, shape: &str) -> bool {
        self.answered.contains(shape)
    }

    /// The name of a structure: one that goes both ways has two forms.
    pub(super) fn name(&self, shape: &str, way: Way) -> String {
        let both = self.is_taken(shape) && self.is_answered(shape);
        if both && way == Way::In { format!("{shape}Input") } else { shape.to_owned() }
    }

    /// Returns the type as it is written.
    pub(super) fn text(&self, ty: Type, way: Way) -> String {
        match ty {
            Type::Nothing => "void".to_owned(),
            Type::Field(kind, named) => field(kind, named, way),
            Type::Entity(def) => def().name.to_owned(),
            Type::New(def) => format!("New{}", def().name),
            Type::Patch(def) => format!("{}Patch", def().name),
            Type::Find(def) => format!("Find<{}Columns>", def().name),
            Type::Page(def) => format!("Page<{}>", def().name),
            Type::Calendar => "Calendar".to_owned(),
            Type::Shape(def) => self.name(def().name, way),
            Type::List(item) => {
                let item = self.text(*item, way);
                let item = if item.contains(' ') { format!("({item})") } else { item };
                if way == Way::In { format!("readonly {item}[]") } else { format!("{item}[]") }
            }
            Type::Optional(inner) => format!("{} | null", self.text(*inner, way)),
        }
    }
}

fn collect(ty: Type, into: &mut BTreeSet<&'static str>) {
    match ty {
        Type::List(inner) | Type::Optional(inner) => collect(*inner, into),
        Type::Shape(def) => {
            let def = def();
            if !into.insert(def.name) {
                return;
            }
            match def.body {
                Body::Fields(fields) => fields.iter().for_each(|field| collect(field.ty, into)),
                Body::Variants(variants) => {
                    variants.iter().flat_map(|variant| variant.fields).for_each(|field| collect(field.ty, into));
                }
            }
        }
        _ => {}
    }
}

/// Returns the type of a field.
pub(super) fn field(kind: Kind, named: Option<Named>, way: Way) -> String {
    if let Some(named) = named {
        return named.name().to_owned();
    }
    let is_in = way == Way::In;
    match kind {
        Kind::Bool => "boolean",
        Kind::Integer if is_in => "number | bigint",
        Kind::Integer => "number",
        Kind::Decimal if is_in => "string | number",
        Kind::List if is_in => "readonly string[]",
        Kind::List => "string[]",
        Kind::Bytes => "Uint8Array",
        Kind::Timestamp if is_in => "Date | string",
        Kind::Timestamp => "Date",
        Kind::Json if is_in => "JsonInput",
        Kind::Json => "JsonValue",
        Kind::Decimal | Kind::Text | Kind::Uuid | Kind::Date | Kind::Enum(_) => "string",
    }
    .to_owned()
}

/// Whether the argument or field may be left out.
pub(super) fn may_be_absent(ty: Type) -> bool {
    matches!(ty, Type::Optional(_) | Type::Find(_) | Type::List(_))
}
