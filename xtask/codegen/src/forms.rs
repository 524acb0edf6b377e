//! Which entities have forms that callers fill in, and what is in them.

use servicedesk::entity::{EntityDef, FieldDef, Writable};
use servicedesk::operation::Type;

use crate::Interface;

/// Whether an operation takes what makes a row of that entity.
pub(crate) fn has_new(interface: &Interface, entity: &EntityDef) -> bool {
    takes(interface, |ty| matches!(ty, Type::New(def) if def() == entity))
}

/// Whether an operation takes what changes a row of that entity.
pub(crate) fn has_patch(interface: &Interface, entity: &EntityDef) -> bool {
    takes(interface, |ty| matches!(ty, Type::Patch(def) if def() == entity))
}

/// The fields that a caller gives to make a row, those that have to be given first.
pub(crate) fn new_fields(entity: &EntityDef) -> Vec<&'static FieldDef> {
    let given =
        |required: bool| move |field: &&FieldDef| field.writable != Writable::Never && field.required == required;
    let fields = entity.fields.iter();
    fields.clone().filter(given(true)).chain(fields.filter(given(false))).collect()
}

/// The fields that a caller may change.
pub(crate) fn patch_fields(entity: &EntityDef) -> Vec<&'static FieldDef> {
    entity.fields.iter().filter(|field| field.writable == Writable::Always).collect()
}

fn takes(interface: &Interface, wanted: impl Fn(Type) -> bool) -> bool {
    interface
        .areas
        .iter()
        .flat_map(|area| area.operations())
        .any(|operation| operation.arguments.iter().any(|argument| wanted(argument.ty)))
}

/// The type of a field of a row.
pub(crate) fn field_type(field: &'static FieldDef) -> FieldType {
    FieldType { bare: Type::Field(field.kind, field.named), nullable: field.nullable }
}

/// The type of a field without and with the possibility to hold nothing.
#[derive(Clone, Copy)]
pub(crate) struct FieldType {
    /// What it holds when it holds something.
    pub(crate) bare: Type,
    /// Whether it may hold nothing.
    pub(crate) nullable: bool,
}
