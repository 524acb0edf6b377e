//! The library as data: every operation with its arguments and its result, so that a host in any language can call what a
//! Rust program calls, and so that every language's types are generated instead of written.
//!
//! An operation is declared where it is written, by `#[operations(…)]` on its `impl` block; the rows of an entity without
//! rules of its own get the same seven operations as every other ([`rows`]). This folder only lists them and calls them.

mod areas;
mod data;
mod data_type;
mod definition;
mod document;
mod host;
mod rows;
#[cfg(test)]
mod tests;

pub use areas::AREAS;
pub use data::{Data, Fields};
pub use data_type::DataType;
#[doc(hidden)]
pub use data_type::{check_given, entity_from_data, field_from_data, not_given};
pub use definition::{
    AreaDef, ArgumentDef, Body, Call, OperationDef, Receiver, ShapeDef, ShapeField, Type, VariantDef,
};
pub use document::fit;
pub use host::{Entry, Host, Opening};
pub use rows::{changing, creatable, creating, editable, readable, reading, restoring};

pub use servicedesk_derive::{Shape, operations};

use crate::calendar::Calendar;
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::scope::Scope;

/// Returns the operation of that name, such as `tickets.create`.
pub fn find(name: &str) -> Option<&'static OperationDef> {
    let (area, operation) = name.split_once('.')?;
    AREAS.iter().find(|known| known.name == area)?.operations().find(|known| known.name == operation)
}

fn unknown() -> Error {
    Error::new(Code::OperationUnknown)
}

impl Desk {
    /// Calls the operation of that name of the area `desk`, such as `desk.create_organization`.
    ///
    /// # Errors
    /// [`Code::OperationUnknown`]; [`Code::Required`], [`Code::FieldKind`] and [`Code::FieldUnknown`] for arguments that do
    /// not fit, with the field; and those of the operation.
    pub async fn call(&self, name: &str, arguments: Fields) -> Result<Data> {
        match find(name).map(|operation| operation.call) {
            Some(Call::Desk(call)) => call(self, arguments).await,
            Some(Call::Pure(call)) if name.starts_with("desk.") => call(arguments),
            _ => Err(unknown()),
        }
    }
}

impl Calendar {
    /// Calls the operation of that name of the area `calendar` that is called on nothing, such as `calendar.new`.
    ///
    /// ```
    /// use servicedesk::calendar::Calendar;
    /// use servicedesk::operation::{Data, Fields};
    /// let hours = serde_json::json!({"definition": {"weekly_hours": {"monday": ["09:00-17:00"]}}});
    /// let Data::Calendar(mondays) = Calendar::make("calendar.new", Fields::from_json(hours)?)? else { panic!() };
    /// let asked = Fields::from_json(serde_json::json!({"at": "2026-11-16T12:00:00Z"}))?;
    /// assert_eq!(mondays.call("calendar.is_open", asked)?.to_json(), true);
    /// # Ok::<(), servicedesk::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Desk::call`].
    pub fn make(name: &str, arguments: Fields) -> Result<Data> {
        match find(name).map(|operation| operation.call) {
            Some(Call::Pure(call)) if name.starts_with("calendar.") => call(arguments),
            _ => Err(unknown()),
        }
    }

    /// Calls the operation of that name on this calendar, such as `calendar.deadline`.
    ///
    /// # Errors
    /// As [`Desk::call`].
    pub fn call(&self, name: &str, arguments: Fields) -> Result<Data> {
        match find(name).map(|operation| operation.call) {
            Some(Call::Calendar(call)) => call(self, arguments),
            _ => Err(unknown()),
        }
    }
}

impl Scope {
    /// Calls the operation of that name in this scope, such as `tickets.create`.
    ///
    /// ```
    /// use servicedesk::operation::{Data, Fields};
    /// # use servicedesk::{Desk, block_on, organization::NewOrganization, scope::Actor};
    /// # fn main() -> servicedesk::Result<()> {
    /// # let desk = Desk::memory();
    /// # let new = NewOrganization { name: "Acme".into(), slug: "acme".into(), ..Default::default() };
    /// # let acme = block_on(desk.create_organization(new))?;
    /// let scope = desk.scope(acme.id, Actor::system());
    /// let name = Fields::from_json(serde_json::json!({"new": {"name": "printer"}}))?;
    /// let tag = block_on(scope.call("tags.create", name))?;
    /// assert_eq!(tag.to_json()["name"], "printer");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Desk::call`].
    pub async fn call(&self, name: &str, arguments: Fields) -> Result<Data> {
        match find(name).map(|operation| operation.call) {
            Some(Call::Scope(call)) => call(self, arguments).await,
            _ => Err(unknown()),
        }
    }
}
