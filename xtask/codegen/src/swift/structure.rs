//! A struct with its conversions and a description that keeps what people wrote to itself; every kind of structure is one.

use super::source::comment;
use super::types::member;

/// A property of a struct.
pub(super) struct Property {
    /// The snake_case name.
    pub(super) name: &'static str,
    /// The documentation.
    pub(super) doc: &'static str,
    /// The name of its type.
    pub(super) ty: String,
    /// What it is when it is not given, such as ` = nil`.
    pub(super) default: &'static str,
    /// Which function of `Parts` puts it there.
    pub(super) put: &'static str,
    /// Which function of `Reading` takes it.
    pub(super) take: &'static str,
    /// Whether a description shows it.
    pub(super) shown: bool,
}

/// Returns the statement that writes a description.
pub(super) fn shown(name: &str, properties: &[Property], value: impl Fn(&str) -> String) -> String {
    let parts: Vec<String> = properties
        .iter()
        .map(|property| {
            let value = match (property.shown, property.ty.ends_with('?')) {
                (false, _) => "…".to_owned(),
                (true, false) => format!("\\({})", value(property.name)),
                (true, true) => format!("\\({}.orNil)", value(property.name)),
            };
            format!("{}: {value}", property.name)
        })
        .collect();
    format!("target.write(\"{name}({})\")", parts.join(", "))
}

/// Returns a struct with its conversions.
pub(super) fn structure(name: &str, doc: &str, properties: &[Property]) -> String {
    let identified = properties.iter().any(|property| property.name == "id" && property.ty == format!("{name}Id"));
    let identifiable = if identified { ", Identifiable" } else { "" };
    let (mut fields, mut sets, mut puts, mut takes) = (String::new(), String::new(), String::new(), String::new());
    for Property { name, doc, ty, put, take, .. } in properties {
        let member = member(name);
        fields.push_str(&format!("{}    public var {member}: {ty}\n", comment("    ", doc)));
        sets.push_str(&format!("        self.{member} = {member}\n"));
        puts.push_str(&format!("        parts.{put}(\"{name}\", {member})\n"));
        takes.push_str(&format!("        {member} = try reading.{take}(\"{name}\")\n"));
    }
    let parameters: Vec<String> = properties
        .iter()
        .map(|property| format!("        {}: {}{}", member(property.name), property.ty, property.default))
        .collect();
    format!(
        "{}public struct {name}: Sendable, Hashable{identifiable}, Discreet {{\n{fields}\n    /// Puts one together.\n    \
         public init(\n{}\n    ) {{\n{sets}    }}\n\n    /// Leaves out what people wrote.\n    \
         public func write<Target: TextOutputStream>(to target: inout Target) {{\n        {}\n    }}\n}}\n\n\
         extension {name}: HostConvertible {{\n    init(host: HostData) throws {{\n        \
         var reading = try Reading(\"{name}\", host)\n{takes}        try reading.finish()\n    }}\n\n    \
         func toHost() -> HostData {{\n        var parts = Parts()\n{puts}        return parts.host\n    }}\n}}\n\n",
        comment("", doc),
        parameters.join(",\n"),
        shown(name, properties, member),
    )
}
