//! How an entity is declared: a plain struct with `#[derive(Entity)]`, from which everything else is read off.
//!
//! The derive writes the reflection table ([`EntityDef`]), the way to a [`Row`] and back, a `NewX` struct with what a
//! caller gives when making one, an `XPatch` with what may change later, and a `Debug` that leaves personal data out.

mod definition;
mod field_type;
mod id;
mod json;
mod validate;
mod value;

pub use definition::{
    AgendaDef, EntityDef, EnumDef, Erase, FieldDef, HistoryDef, IndexDef, Kind, Named, PersonalData, Prominence,
    Reference, Writable,
};
pub use field_type::FieldType;
pub use id::EntityId;
pub(crate) use json::value_of_kind;
pub use json::{row_from_json, row_to_json, value_from_json};
pub use validate::{check_row, check_value};
pub use value::{Allocated, Row, Value};

pub use servicedesk_derive::{Entity, TextEnum};

use crate::clock::Timestamp;
use crate::error::{Code, Error, Result};
use crate::organization::OrganizationId;

/// A kind of row with a type of its own.
pub trait Entity: Clone + Send + Sync + Sized + 'static {
    /// The type of its id.
    type Id: EntityId;
    /// Everything that is declared about it.
    const DEF: &'static EntityDef;
    /// Returns the id.
    fn id(&self) -> Self::Id;
    /// Returns the row.
    fn into_row(self) -> Row;
    /// Returns the typed form of a row of which the values come one by one, in the order of the fields.
    ///
    /// # Errors
    /// [`Code::RowCorrupt`] with the first field of which the value is missing or of the wrong kind.
    fn from_values(values: &mut dyn Iterator<Item = Value>) -> Result<Self>;
    /// Returns the typed form of a row.
    ///
    /// # Errors
    /// As [`Entity::from_values`].
    fn from_row(row: Row) -> Result<Self> {
        Self::from_values(&mut row.into_iter())
    }
}

/// An entity that callers make, with the form that they fill in.
pub trait Draft: Entity {
    /// What a caller gives to make one.
    type New: Send + Sync + Clone;
    /// Returns a new one; fields that only the library writes get their defaults.
    fn build(new: Self::New, stamp: Stamp) -> Self;
}

/// An entity that callers change, with the form that they fill in.
pub trait Changeable: Draft {
    /// What a caller may change.
    type Patch: Send + Sync + Clone;
    /// Applies the changes.
    fn apply(&mut self, patch: Self::Patch);
    /// Returns the version.
    fn version(&self) -> i64;
}

/// An entity that callers make through a [`Repository`](crate::scope::Repository) without further rules.
pub trait Creatable: Draft {}

/// An entity that callers also change and delete in the same way.
pub trait Editable: Creatable + Changeable {}

/// What the library itself puts on a new row.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// The new id.
    pub id: uuid::Uuid,
    /// The organization.
    pub organization_id: OrganizationId,
    /// The instant, for `created_at` and `updated_at`.
    pub at: Timestamp,
}

/// Whether a patch leaves a field alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It gets this value; for an optional field, `Set(None)` clears it.
    Set(T),
}

impl<T> Change<T> {
    /// Writes the new value over `target`, if there is one.
    pub fn apply(self, target: &mut T) {
        if let Self::Set(value) = self {
            *target = value;
        }
    }

    /// Returns whether the field stays as it is.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T> From<T> for Change<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

/// Takes the next value of a row for the field `name`; used by the derive.
#[doc(hidden)]
pub fn take<T: FieldType>(
    values: &mut dyn Iterator<Item = Value>,
    def: &'static EntityDef,
    name: &'static str,
) -> Result<T> {
    values.next().and_then(T::from_value).ok_or_else(|| corrupt(def, name))
}

#[cold]
fn corrupt(def: &'static EntityDef, name: &'static str) -> Error {
    Error::new(Code::RowCorrupt).field(name).with("entity", def.name)
}
