//! The library's data as a host's.

use servicedesk::entity::Value;
use servicedesk::operation::Data;

use crate::host_data::{HostData, Part};

/// Returns the data for the host.
pub(crate) fn data(data: Data) -> HostData {
    match data {
        Data::Value(value) => of_value(value),
        Data::List(items) => HostData::Items { items: items.into_iter().map(self::data).collect() },
        Data::Fields(fields) => HostData::Parts {
            parts: fields
                .0
                .into_iter()
                .map(|(name, part)| Part { name: name.into_owned(), data: self::data(part) })
                .collect(),
        },
        // A host gets a calendar by making it; none is an answer.
        Data::Calendar(_) => HostData::Null,
        // Both sides know the fields and their order; the names would be most of what crosses.
        Data::Row(_, row) => HostData::Row { values: row.into_iter().map(of_value).collect() },
    }
}

fn of_value(value: Value) -> HostData {
    match value {
        Value::Null | Value::Allocated(_) => HostData::Null,
        Value::Bool(value) => HostData::Truth { value },
        Value::Integer(value) => HostData::Whole { value },
        Value::Decimal(number) => HostData::Decimal { text: number.to_string() },
        Value::Text(text) => HostData::Text { text },
        Value::Word(name) => HostData::Text { text: name.to_owned() },
        Value::List(items) => {
            HostData::Items { items: items.into_iter().map(|text| HostData::Text { text }).collect() }
        }
        Value::Bytes(bytes) => HostData::Binary { bytes },
        Value::Uuid(id) => {
            let (high, low) = id.as_u64_pair();
            HostData::Uuid { high: high.cast_signed(), low: low.cast_signed() }
        }
        Value::Timestamp(at) => HostData::Instant { millis: at.as_millis() },
        Value::Date(date) => HostData::Day { text: date.to_string() },
        Value::Json(document) => HostData::Document { json: document.to_string() },
    }
}
