//! Reads a mapping from JSON part by part, so that an error can name the part: serde alone says what is wrong, but in a
//! file of two hundred lines one also wants to know where.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::value_source::TextOrObject;
use super::{
    CustomField, CustomKind, Layout, Lifecycle, MAPPING_VERSION, Mapping, StatusMapping, Steps, TicketField,
    Transitions, ValueSource, ValueTables,
};
use crate::import::error::MappingError;
use crate::import::limits::{MAX_MAPPING_BYTES, MAX_PATH_BYTES};
use crate::ticket::StatusKind;

impl Mapping {
    /// Reads and checks a mapping file.
    ///
    /// # Errors
    /// As [`Mapping::from_json`], and when the file cannot be read or is longer than a mapping may be.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, MappingError> {
        let path = path.as_ref();
        if path.as_os_str().len() > MAX_PATH_BYTES {
            return Err(MappingError::new("", "the path is too long"));
        }
        let unreadable = |error: std::io::Error| MappingError::new("", format!("cannot be read: {error}"));
        let mut text = String::new();
        let file = File::open(path).map_err(unreadable)?;
        file.take(MAX_MAPPING_BYTES as u64 + 1).read_to_string(&mut text).map_err(unreadable)?;
        Mapping::from_json(&text)
    }

    /// Reads and checks a mapping.
    ///
    /// # Errors
    /// The place and what is wrong there: JSON syntax, an unknown or missing key, a wrong type, or parts that contradict
    /// each other.
    ///
    /// ```
    /// use servicedesk::import::Mapping;
    ///
    /// let mapping = Mapping::from_json(r#"{
    ///     "version": "servicedesk.import/1",
    ///     "name": "a log",
    ///     "format": { "dates": ["%d/%m/%Y %H:%M"] },
    ///     "layout": "events",
    ///     "lifecycle": {
    ///         "statuses": [{ "key": "Novo", "kind": "new" }, { "key": "Fechado", "kind": "closed" }],
    ///         "transitions": [["Novo", "Fechado"]]
    ///     },
    ///     "fields": { "external_id": "número", "status": "estado", "event_at": "quando" }
    /// }"#).expect("a mapping");
    /// assert!(mapping.status("Fechado").expect("a status").is_final);
    ///
    /// let error = Mapping::from_json(r#"{"version": "servicedesk.import/1", "name": "x", "format": {"delimeter": ";"}}"#);
    /// assert!(error.unwrap_err().to_string().starts_with("mapping, format: unknown field `delimeter`"));
    /// ```
    pub fn from_json(text: &str) -> Result<Self, MappingError> {
        if text.len() > MAX_MAPPING_BYTES {
            return Err(MappingError::new("", format!("longer than {MAX_MAPPING_BYTES} bytes")));
        }
        let value = serde_json::from_str(text).map_err(|error| MappingError::new("", error.to_string()))?;
        let mut root = Part::new(String::new(), value)?;
        let version: String = root.required("version")?;
        if version != MAPPING_VERSION {
            let message = format!("this program reads `{MAPPING_VERSION}`");
            return Err(MappingError::new("version", message));
        }
        let name = root.required("name")?;
        let format = root.optional("format")?.unwrap_or_default();
        let layout = layout(&mut root)?;
        let mut lifecycle = root.part("lifecycle")?;
        let statuses = lifecycle.list::<StatusObject>("statuses")?.into_iter().map(StatusMapping::from).collect();
        let transitions = transitions(&mut lifecycle)?;
        lifecycle.finish()?;
        let priorities = root.list("priorities")?;
        let priority_matrix = root.list("priority_matrix")?;
        let values = value_tables(&mut root)?;
        let mut fields_part = root.part("fields")?;
        let tags = fields_part.optional("tags")?;
        let custom_fields = fields_part.table("custom_fields")?;
        let mut fields = BTreeMap::new();
        for field in TicketField::ALL {
            if let Some(source) = fields_part.optional::<ValueSource>(field.as_str())? {
                fields.insert(*field, source);
            }
        }
        fields_part.finish()?;
        root.finish()?;
        let lifecycle = Lifecycle { statuses, transitions };
        let mapping = Mapping {
            name,
            format,
            layout,
            lifecycle,
            priorities,
            priority_matrix,
            values,
            fields,
            tags,
            custom_fields,
        };
        mapping.check()?;
        Ok(mapping)
    }
}

fn layout(root: &mut Part) -> Result<Layout, MappingError> {
    let layout: String = root.required("layout")?;
    match layout.as_str() {
        "events" => Ok(Layout::Events),
        "tickets" => {
            let mut part = root.part("steps")?;
            let steps = Steps {
                opened: part.required("opened")?,
                answered: part.optional("answered")?,
                resolved: part.optional("resolved")?,
                closed: part.optional("closed")?,
            };
            part.finish()?;
            Ok(Layout::Tickets(steps))
        }
        _ => Err(MappingError::new("layout", "must be `events` or `tickets`")),
    }
}

fn transitions(lifecycle: &mut Part) -> Result<Transitions, MappingError> {
    match lifecycle.entries.get("transitions") {
        Some(Value::Array(_)) => Ok(Transitions::Listed(lifecycle.list("transitions")?)),
        Some(Value::String(word)) if word == "any" => {
            lifecycle.entries.remove("transitions");
            Ok(Transitions::Any)
        }
        _ => Err(MappingError::new(
            lifecycle.path_of("transitions"),
            "must be `\"any\"` or a list of pairs of status keys",
        )),
    }
}

fn value_tables(root: &mut Part) -> Result<ValueTables, MappingError> {
    let Some(value) = root.entries.remove("values") else { return Ok(ValueTables::default()) };
    let mut part = Part::new("values".to_owned(), value)?;
    let tables = ValueTables {
        impact: part.table("impact")?,
        urgency: part.table("urgency")?,
        source: part.table("source")?,
        ticket_type: part.table("type")?,
    };
    part.finish()?;
    Ok(tables)
}

/// A JSON object and its place in the file; what is not taken out of it is unknown.
struct Part {
    path: String,
    entries: Map<String, Value>,
}

impl Part {
    fn new(path: String, value: Value) -> Result<Self, MappingError> {
        match value {
            Value::Object(entries) => Ok(Part { path, entries }),
            _ => Err(MappingError::new(path, "must be an object")),
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn required<T: DeserializeOwned>(&mut self, key: &str) -> Result<T, MappingError> {
        self.optional(key)?.ok_or_else(|| MappingError::new(self.path_of(key), "is missing"))
    }

    fn optional<T: DeserializeOwned>(&mut self, key: &str) -> Result<Option<T>, MappingError> {
        self.entries.remove(key).map(|value| read(self.path_of(key), value)).transpose()
    }

    fn part(&mut self, key: &str) -> Result<Part, MappingError> {
        let value = self.required(key)?;
        Part::new(self.path_of(key), value)
    }

    fn list<T: DeserializeOwned>(&mut self, key: &str) -> Result<Vec<T>, MappingError> {
        let values: Vec<Value> = self.optional(key)?.unwrap_or_default();
        let path = self.path_of(key);
        values.into_iter().enumerate().map(|(index, value)| read(format!("{path}[{index}]"), value)).collect()
    }

    fn table<T: DeserializeOwned>(&mut self, key: &str) -> Result<BTreeMap<String, T>, MappingError> {
        let values: Map<String, Value> = self.optional(key)?.unwrap_or_default();
        let path = self.path_of(key);
        values.into_iter().map(|(name, value)| Ok((name.clone(), read(format!("{path}.{name}"), value)?))).collect()
    }

    fn finish(self) -> Result<(), MappingError> {
        match self.entries.keys().next() {
            Some(key) => Err(MappingError::new(self.path_of(key), "is not known here")),
            None => Ok(()),
        }
    }
}

fn read<T: DeserializeOwned>(path: String, value: Value) -> Result<T, MappingError> {
    T::deserialize(value).map_err(|error| MappingError::new(path, error.to_string()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusObject {
    key: String,
    name: Option<String>,
    kind: StatusKind,
    is_final: Option<bool>,
    pauses_sla: Option<bool>,
}

impl From<StatusObject> for StatusMapping {
    fn from(object: StatusObject) -> Self {
        let ends = matches!(object.kind, StatusKind::Closed | StatusKind::Cancelled);
        let waits = matches!(object.kind, StatusKind::Pending | StatusKind::OnHold);
        StatusMapping {
            name: object.name.unwrap_or_else(|| object.key.clone()),
            key: object.key,
            kind: object.kind,
            is_final: object.is_final.unwrap_or(ends),
            pauses_sla: object.pauses_sla.unwrap_or(waits),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CustomObject {
    column: String,
    #[serde(default)]
    required: bool,
    #[serde(rename = "type", default)]
    kind: CustomWord,
    decimal: Option<char>,
    #[serde(rename = "true")]
    yes: Option<Vec<String>>,
    #[serde(rename = "false")]
    no: Option<Vec<String>>,
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "lowercase")]
enum CustomWord {
    #[default]
    Text,
    Number,
    Boolean,
    Date,
    DateTime,
}

impl CustomObject {
    fn into_field(self) -> Result<CustomField, &'static str> {
        if self.decimal.is_some() && self.kind != CustomWord::Number {
            return Err("`decimal` goes with the type `number`");
        }
        if (self.yes.is_some() || self.no.is_some()) && self.kind != CustomWord::Boolean {
            return Err("`true` and `false` go with the type `boolean`");
        }
        let kind = match self.kind {
            CustomWord::Text => CustomKind::Text,
            CustomWord::Number => CustomKind::Number { decimal: self.decimal.unwrap_or('.') },
            CustomWord::Boolean => CustomKind::Boolean {
                yes: self.yes.unwrap_or_else(|| vec!["true".to_owned()]),
                no: self.no.unwrap_or_else(|| vec!["false".to_owned()]),
            },
            CustomWord::Date => CustomKind::Date,
            CustomWord::DateTime => CustomKind::DateTime,
        };
        Ok(CustomField { column: self.column, required: self.required, kind })
    }
}

impl<'de> Deserialize<'de> for CustomField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "the name of a column, or an object with `column` and `type`";
        let of_text = |column| CustomField { column, required: false, kind: CustomKind::Text };
        deserializer.deserialize_any(TextOrObject { expected, of_text, of_object: CustomObject::into_field })
    }
}
