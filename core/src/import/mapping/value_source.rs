//! Where one value comes from: a column, a constant, a template over columns, or the row's own number.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Where one value of a ticket comes from.
///
/// In JSON: `"column"`, `{"column": "c", "required": true}`, `{"constant": "incident"}`,
/// `{"template": "{category} / {symptom}"}` or `{"row_number": "2014-08-", "width": 5}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueSource {
    /// A column of the file.
    Column {
        /// Its name.
        name: String,
        /// Whether a row without a value there is malformed.
        required: bool,
    },
    /// The same on every row.
    Constant(String),
    /// Text with columns in it.
    Template(Template),
    /// A prefix and the row's number in the file, the first row after the header being 1, malformed rows counted.
    RowNumber {
        /// Text before the number.
        prefix: String,
        /// The number is filled up with zeros to this many digits.
        width: usize,
    },
}

impl ValueSource {
    /// The columns that the value needs.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let (column, template) = match self {
            ValueSource::Column { name, .. } => (Some(name.as_str()), None),
            ValueSource::Template(template) => (None, Some(template)),
            _ => (None, None),
        };
        let parts = template.into_iter().flat_map(|template| &template.parts);
        column.into_iter().chain(parts.filter_map(|part| match part {
            TemplatePart::Column(name) => Some(name.as_str()),
            TemplatePart::Literal(_) => None,
        }))
    }
}

/// Text with columns in braces; `{{` and `}}` are braces. An absent value is written `-`; when all are absent, so is the
/// text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The pieces in order.
    pub parts: Vec<TemplatePart>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// Text as it is.
    Literal(String),
    /// The value of a column.
    Column(String),
}

impl Template {
    /// Reads the notation with braces.
    ///
    /// # Errors
    /// Says which brace is out of place, or that there is no column.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            literal.push_str(before);
            if let Some(after) = from.strip_prefix("{{") {
                literal.push('{');
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}") {
                literal.push('}');
                rest = after;
            } else if let Some(inside) = from.strip_prefix('{') {
                let (name, after) = inside.split_once('}').ok_or("`{` without `}`")?;
                if name.is_empty() || name.contains('{') {
                    return Err("`{` must be followed by the name of a column and `}`");
                }
                if !literal.is_empty() {
                    parts.push(TemplatePart::Literal(std::mem::take(&mut literal)));
                }
                parts.push(TemplatePart::Column(name.to_owned()));
                rest = after;
            } else {
                return Err("`}` without `{`");
            }
        }
        literal.push_str(rest);
        if parts.is_empty() {
            return Err("a template without a column is a constant");
        }
        if !literal.is_empty() {
            parts.push(TemplatePart::Literal(literal));
        }
        Ok(Template { parts })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceObject {
    column: Option<String>,
    #[serde(default)]
    required: bool,
    constant: Option<String>,
    template: Option<String>,
    row_number: Option<String>,
    #[serde(default)]
    width: usize,
}

impl SourceObject {
    fn into_source(self) -> Result<ValueSource, &'static str> {
        let source = match (self.column, self.constant, self.template, self.row_number) {
            (Some(name), None, None, None) => ValueSource::Column { name, required: self.required },
            (None, Some(text), None, None) => ValueSource::Constant(text),
            (None, None, Some(text), None) => ValueSource::Template(Template::parse(&text)?),
            (None, None, None, Some(prefix)) => ValueSource::RowNumber { prefix, width: self.width },
            _ => return Err("needs exactly one of `column`, `constant`, `template`, `row_number`"),
        };
        if self.required && !matches!(source, ValueSource::Column { .. }) {
            return Err("`required` goes with `column`");
        }
        if self.width > 20 || (self.width > 0 && !matches!(source, ValueSource::RowNumber { .. })) {
            return Err("`width` goes with `row_number` and is at most 20");
        }
        Ok(source)
    }
}

impl<'de> Deserialize<'de> for ValueSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "the name of a column, or an object with `column`, `constant`, `template` or `row_number`";
        let of_text = |name| ValueSource::Column { name, required: false };
        deserializer.deserialize_any(TextOrObject { expected, of_text, of_object: SourceObject::into_source })
    }
}

/// Reads a plain string as the short form of an object, with the object's own errors instead of "no variant matched".
pub(super) struct TextOrObject<T, O> {
    pub(super) expected: &'static str,
    pub(super) of_text: fn(String) -> T,
    pub(super) of_object: fn(O) -> Result<T, &'static str>,
}

impl<'de, T, O: Deserialize<'de>> Visitor<'de> for TextOrObject<T, O> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok((self.of_text)(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let object = O::deserialize(MapAccessDeserializer::new(map))?;
        (self.of_object)(object).map_err(A::Error::custom)
    }
}
