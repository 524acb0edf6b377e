//! A data class with its conversions and a `toString` that keeps what people wrote to itself; every kind of structure is one.

use servicedesk::operation::Type;

use super::source::comment;
use super::types::{self, camel_type, member};

/// A property of a data class.
pub(super) struct Property {
    /// The snake_case name.
    pub(super) name: &'static str,
    /// The documentation.
    pub(super) doc: &'static str,
    /// The type.
    pub(super) ty: PropertyType,
    /// Whether `toString` shows it.
    pub(super) shown: bool,
}

/// How a property may be left out.
#[derive(Clone, Copy)]
pub(super) enum PropertyType {
    /// It is always there.
    Whole(Type),
    /// It may hold nothing.
    Nullable(Type),
    /// The caller need not give it, and then it gets its default; a null given by hand is refused.
    Given(Type),
    /// The caller need not give it, and then it holds nothing.
    Spared(Type),
}

impl Property {
    fn declared(&self, prefix: &str) -> String {
        match self.ty {
            PropertyType::Whole(ty) => types::name(ty, prefix),
            PropertyType::Nullable(ty) | PropertyType::Given(ty) | PropertyType::Spared(ty) => {
                format!("{}?", types::name(ty, prefix))
            }
        }
    }

    /// Returns `val name: Type`, with a default in a form that callers fill in.
    pub(super) fn parameter(&self, prefix: &str, with_default: bool) -> String {
        let default = match self.ty {
            PropertyType::Whole(ty) if with_default => types::default(ty),
            PropertyType::Nullable(_) if with_default => " = null",
            PropertyType::Given(_) | PropertyType::Spared(_) => " = null",
            _ => "",
        };
        format!("val {}: {}{default}", member(self.name), self.declared(prefix))
    }

    /// Returns the statement that puts it into the parts that cross the boundary.
    pub(super) fn put(&self, value: &str) -> String {
        let name = self.name;
        match self.ty {
            PropertyType::Whole(ty) => format!("put(\"{name}\", {})", types::to_host(ty, value)),
            PropertyType::Nullable(ty) => {
                format!("put(\"{name}\", {value}?.let {{ {} }} ?: HostData.Null)", types::to_host(ty, "it"))
            }
            PropertyType::Given(ty) | PropertyType::Spared(ty) => {
                format!("{value}?.let {{ put(\"{name}\", {}) }}", types::to_host(ty, "it"))
            }
        }
    }

    /// Returns the expression that takes it out of the parts.
    pub(super) fn take(&self) -> String {
        let name = self.name;
        match self.ty {
            PropertyType::Whole(ty) => types::take(ty, name),
            PropertyType::Nullable(ty) | PropertyType::Spared(ty) => {
                format!("optional(\"{name}\") {{ {} }}", types::from_host(ty, "it"))
            }
            PropertyType::Given(ty) => format!("given(\"{name}\") {{ {} }}", types::from_host(ty, "it")),
        }
    }

    fn shown(&self) -> String {
        if self.shown { format!("{}=${{{}}}", self.name, member(self.name)) } else { format!("{}=…", self.name) }
    }
}

/// Returns the text of a discreet `toString`.
pub(super) fn to_string(indent: &str, name: &str, properties: &[Property]) -> String {
    let shown: Vec<String> = properties.iter().map(Property::shown).collect();
    format!(
        "{indent}/** Leaves out what people wrote. */\n{indent}override fun toString(): String = \"{name}({})\"\n",
        shown.join(", ")
    )
}

/// Returns a data class with its conversions.
pub(super) fn data_class(name: &str, doc: &str, properties: &[Property], with_defaults: bool) -> String {
    let fields: String = properties
        .iter()
        .map(|property| format!("{}    {},\n", comment("    ", property.doc), property.parameter("", with_defaults)))
        .collect();
    let puts: String =
        properties.iter().map(|property| format!("    {}\n", property.put(&member(property.name)))).collect();
    let takes: String = properties
        .iter()
        .map(|property| format!("        {} = {},\n", member(property.name), property.take()))
        .collect();
    format!(
        "{doc}data class {name}(\n{fields}) {{\n{}}}\n\n\
         internal fun {name}.toHost(): HostData = parts {{\n{puts}}}\n\n\
         internal fun {}FromHost(data: HostData): {name} = data.reading(\"{name}\") {{\n    {name}(\n{takes}    )\n}}\n\n",
        to_string("    ", name, properties),
        camel_type(name),
        doc = comment("", doc),
    )
}
