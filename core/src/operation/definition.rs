//! What is known about an operation without knowing its types.

use super::{Data, Fields};
use crate::calendar::Calendar;
use crate::desk::Desk;
use crate::entity::{EntityDef, Kind, Named};
use crate::error::Result;
use crate::scope::Scope;
use crate::store::BoxFuture;

/// A place from which operations are called, such as `scope.tickets`.
#[derive(Debug)]
pub struct AreaDef {
    /// The snake_case name.
    pub name: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// The operations, as they stand together in the sources.
    pub groups: &'static [&'static [OperationDef]],
}

impl AreaDef {
    /// Returns what its operations are asked of.
    pub fn receiver(&self) -> Receiver {
        match self.name {
            "desk" => Receiver::Desk,
            "calendar" => Receiver::Calendar,
            _ => Receiver::Scope,
        }
    }

    /// Returns the operations in order.
    pub fn operations(&self) -> impl Iterator<Item = &'static OperationDef> {
        self.groups.iter().flat_map(|group| group.iter())
    }
}

/// What the operations of an area are asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// A desk.
    Desk,
    /// A scope.
    Scope,
    /// A calendar, which is a value: nothing waits, and those of its operations that are called on nothing make one.
    Calendar,
}

/// Everything that is declared about one operation.
#[derive(Debug)]
pub struct OperationDef {
    /// The snake_case name.
    pub name: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// The arguments, in order.
    pub arguments: &'static [ArgumentDef],
    /// What it answers.
    pub result: Type,
    /// How it is called.
    pub call: Call,
}

/// An argument of an operation.
#[derive(Debug)]
pub struct ArgumentDef {
    /// The snake_case name.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
}

/// How an operation is called with arguments by name.
#[derive(Clone, Copy)]
pub enum Call {
    /// On nothing: a calculation.
    Pure(fn(Fields) -> Result<Data>),
    /// On a desk.
    Desk(for<'a> fn(&'a Desk, Fields) -> BoxFuture<'a, Result<Data>>),
    /// On a scope.
    Scope(for<'a> fn(&'a Scope, Fields) -> BoxFuture<'a, Result<Data>>),
    /// On a calendar, at once.
    Calendar(fn(&Calendar, Fields) -> Result<Data>),
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pure(_) => "Pure",
            Self::Desk(_) => "Desk",
            Self::Scope(_) => "Scope",
            Self::Calendar(_) => "Calendar",
        })
    }
}

/// The type of an argument, of a result or of a part of one.
///
/// Definitions stand behind functions, because types may point to each other.
#[derive(Clone, Copy)]
pub enum Type {
    /// Nothing at all.
    Nothing,
    /// What a field of an entity may hold.
    Field(Kind, Option<Named>),
    /// A row.
    Entity(fn() -> &'static EntityDef),
    /// What a caller gives to make a row.
    New(fn() -> &'static EntityDef),
    /// What a caller changes of a row: an absent field stays, a null clears.
    Patch(fn() -> &'static EntityDef),
    /// Which rows are wanted: `filter`, `sort`, `after`, `limit`, `with_deleted`.
    Find(fn() -> &'static EntityDef),
    /// One page of rows: `items` and `next`.
    Page(fn() -> &'static EntityDef),
    /// A calendar, which stays in the library while its host holds it.
    Calendar,
    /// A structure of its own.
    Shape(fn() -> &'static ShapeDef),
    /// Any number of these, in order.
    List(&'static Type),
    /// This or nothing.
    Optional(&'static Type),
}

impl std::fmt::Debug for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("Nothing"),
            Self::Field(_, Some(named)) => f.write_str(named.name()),
            Self::Field(kind, None) => write!(f, "{kind:?}"),
            Self::Entity(def) => write!(f, "Entity({})", def().name),
            Self::New(def) => write!(f, "New({})", def().name),
            Self::Patch(def) => write!(f, "Patch({})", def().name),
            Self::Find(def) => write!(f, "Find({})", def().name),
            Self::Page(def) => write!(f, "Page({})", def().name),
            Self::Calendar => f.write_str("Calendar"),
            Self::Shape(def) => write!(f, "Shape({})", def().name),
            Self::List(item) => write!(f, "List({item:?})"),
            Self::Optional(item) => write!(f, "Optional({item:?})"),
        }
    }
}

/// A structure that is no row: part of an argument or of a result.
#[derive(Debug)]
pub struct ShapeDef {
    /// The type's name.
    pub name: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// What it is made of.
    pub body: Body,
}

/// What a structure is made of.
#[derive(Debug)]
pub enum Body {
    /// All of these fields.
    Fields(&'static [ShapeField]),
    /// One of these variants; as data, its name is the field `type` beside its own fields.
    Variants(&'static [VariantDef]),
}

/// A field of a structure or of a variant.
#[derive(Debug)]
pub struct ShapeField {
    /// The snake_case name.
    pub name: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// Its type.
    pub ty: Type,
}

/// A variant of a structure.
#[derive(Debug)]
pub struct VariantDef {
    /// The snake_case name.
    pub name: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// The fields.
    pub fields: &'static [ShapeField],
}
