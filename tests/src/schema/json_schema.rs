//! As much of JSON Schema (draft 2020-12) as the published schemas use. A keyword that is not known here is no keyword that
//! is passed over: it stops the test.

use serde_json::{Map, Value as Json};

/// A schema document.
pub struct JsonSchema(Json);

impl JsonSchema {
    /// Reads one.
    ///
    /// # Panics
    /// When it is not JSON.
    pub fn read(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("the schema is JSON"))
    }

    /// Returns whether the document is as the schema says.
    pub fn accepts(&self, document: &Json) -> bool {
        self.meets(&self.0, document)
    }

    fn meets(&self, schema: &Json, document: &Json) -> bool {
        let keywords = schema.as_object().expect("a schema is an object");
        keywords.iter().all(|(keyword, says)| match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => self.meets(self.at(says), document),
            "oneOf" => list(says).iter().filter(|schema| self.meets(schema, document)).count() == 1,
            "type" => is_of(says, document),
            "pattern" => {
                assert_eq!(says, "^[^\\u0000]*$", "this is the only pattern there is");
                document.as_str().is_none_or(|text| !text.contains('\0'))
            }
            "maxLength" => document.as_str().is_none_or(|text| text.chars().count() <= size(says)),
            "maxItems" => document.as_array().is_none_or(|items| items.len() <= size(says)),
            "items" => document.as_array().is_none_or(|items| items.iter().all(|item| self.meets(says, item))),
            "minProperties" => document.as_object().is_none_or(|object| object.len() >= size(says)),
            "maxProperties" => document.as_object().is_none_or(|object| object.len() <= size(says)),
            "required" => document.as_object().is_none_or(|object| {
                list(says).iter().all(|name| name.as_str().is_some_and(|name| object.contains_key(name)))
            }),
            "properties" => document.as_object().is_none_or(|object| self.properties(says, object)),
            "additionalProperties" => {
                assert_eq!(says, &Json::Bool(false), "others are either allowed or not mentioned");
                document
                    .as_object()
                    .is_none_or(|object| object.keys().all(|name| !keywords["properties"][name].is_null()))
            }
            other => panic!("{other} is not known here"),
        })
    }

    fn properties(&self, says: &Json, object: &Map<String, Json>) -> bool {
        object.iter().all(|(name, value)| says.get(name).is_none_or(|schema| self.meets(schema, value)))
    }

    fn at(&self, place: &Json) -> &Json {
        let place = place.as_str().and_then(|place| place.strip_prefix('#')).expect("a place in this document");
        self.0.pointer(place).unwrap_or_else(|| panic!("there is nothing at {place}"))
    }
}

fn list(says: &Json) -> &[Json] {
    says.as_array().expect("the keyword takes a list")
}

fn size(says: &Json) -> usize {
    says.as_u64().and_then(|size| size.try_into().ok()).expect("the keyword takes a size")
}

fn is_of(says: &Json, document: &Json) -> bool {
    match says.as_str() {
        Some("object") => document.is_object(),
        Some("array") => document.is_array(),
        Some("string") => document.is_string(),
        Some("number") => document.is_number(),
        Some("boolean") => document.is_boolean(),
        Some("null") => document.is_null(),
        _ => panic!("{says} is not known here"),
    }
}
