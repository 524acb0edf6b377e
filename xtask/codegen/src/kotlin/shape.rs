//! Structures that are no rows in Kotlin: data classes, and sealed interfaces for those of several variants.

use servicedesk::operation::{Body, ShapeDef, ShapeField, Type, VariantDef};

use super::source::{comment, library};
use super::structure::{Property, PropertyType, data_class, to_string};
use super::types::{camel_type, member};
use crate::{GeneratedFile, Interface, discretion, pascal};

pub(super) fn files(interface: &Interface) -> Vec<GeneratedFile> {
    interface.shapes.iter().map(|shape| library(shape.name, &body(shape))).collect()
}

fn body(shape: &'static ShapeDef) -> String {
    match shape.body {
        Body::Fields(fields) => data_class(shape.name, shape.doc, &properties(fields), true),
        Body::Variants(variants) => sealed(shape, variants),
    }
}

/// The fields as properties.
pub(super) fn properties(fields: &'static [ShapeField]) -> Vec<Property> {
    fields.iter().map(property).collect()
}

fn property(field: &'static ShapeField) -> Property {
    let ty = match field.ty {
        Type::Optional(item) => PropertyType::Nullable(*item),
        ty => PropertyType::Whole(ty),
    };
    Property { name: field.name, doc: field.doc, ty, shown: discretion::shows_part(field.ty) }
}

fn sealed(shape: &'static ShapeDef, variants: &'static [VariantDef]) -> String {
    let name = shape.name;
    let (mut classes, mut puts, mut takes) = (String::new(), String::new(), String::new());
    for variant in variants {
        let class = pascal(variant.name);
        let properties = properties(variant.fields);
        let doc = comment("    ", variant.doc);
        let kind = format!("put(\"type\", host(\"{}\"))", variant.name);
        if properties.is_empty() {
            classes.push_str(&format!("{doc}    data object {class} : {name}\n\n"));
            puts.push_str(&format!("        is {name}.{class} -> {kind}\n"));
            takes.push_str(&format!("        \"{}\" -> {name}.{class}\n", variant.name));
            continue;
        }
        let fields: String = properties
            .iter()
            .map(|property| {
                format!("{}        {},\n", comment("        ", property.doc), property.parameter("servicedesk.", true))
            })
            .collect();
        classes.push_str(&format!(
            "{doc}    data class {class}(\n{fields}    ) : {name} {{\n{}    }}\n\n",
            to_string("        ", &class, &properties)
        ));
        let written: String = properties
            .iter()
            .map(|property| format!("            {}\n", property.put(&format!("shape.{}", member(property.name)))))
            .collect();
        puts.push_str(&format!("        is {name}.{class} -> {{\n            {kind}\n{written}        }}\n"));
        let taken: Vec<String> = properties.iter().map(Property::take).collect();
        takes.push_str(&format!("        \"{}\" -> {name}.{class}({})\n", variant.name, taken.join(", ")));
    }
    format!(
        "{}sealed interface {name} {{\n{}\n}}\n\n\
         internal fun {name}.toHost(): HostData = parts {{\n    when (val shape = this@toHost) {{\n{puts}    }}\n}}\n\n\
         internal fun {}FromHost(data: HostData): {name} = data.reading(\"{name}\") {{\n    \
         when (required(\"type\") {{ textFromHost(it) }}) {{\n{takes}        \
         else -> throw Mismatch(\"one of {name}\")\n    }}\n}}\n\n",
        comment("", shape.doc),
        classes.trim_end(),
        camel_type(name),
    )
}
