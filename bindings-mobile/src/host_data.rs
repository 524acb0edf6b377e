//! What crosses the boundary: a tree of values, in types that every host has.

/// An argument or a result, or a part of one.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum HostData {
    /// Nothing.
    Null,
    /// A truth value.
    Truth {
        /// The value.
        value: bool,
    },
    /// A whole number.
    Whole {
        /// The value.
        value: i64,
    },
    /// An exact decimal number.
    Decimal {
        /// Its digits.
        text: String,
    },
    /// Text, or the name of an enum's variant.
    Text {
        /// The value.
        text: String,
    },
    /// A UUID.
    Uuid {
        /// Its first 64 bits.
        high: i64,
        /// Its last 64 bits.
        low: i64,
    },
    /// An instant.
    Instant {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        millis: i64,
    },
    /// A calendar date.
    Day {
        /// Its form `YYYY-MM-DD`.
        text: String,
    },
    /// Bytes.
    Binary {
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// A JSON document.
    Document {
        /// Its text.
        json: String,
    },
    /// Any number of these, in order.
    Items {
        /// The items.
        items: Vec<HostData>,
    },
    /// A row: its values, in the order in which its entity declares the fields.
    Row {
        /// The values.
        values: Vec<HostData>,
    },
    /// A calendar that the host holds.
    Calendar {
        /// Its number.
        number: i64,
    },
    /// Named parts.
    Parts {
        /// The parts.
        parts: Vec<Part>,
    },
}

/// A named part.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Part {
    /// The snake_case name.
    pub name: String,
    /// What it is.
    pub data: HostData,
}
