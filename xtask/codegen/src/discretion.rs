//! Which values may appear in a log: the same for every language that hides the others.

use servicedesk::entity::{FieldDef, Kind};
use servicedesk::operation::Type;

/// Whether the field of a row may be shown.
pub(crate) fn shows_field(field: &FieldDef) -> bool {
    field.is_discreet()
}

/// Whether the field of a structure may be shown: structures do not say whose data they hold, so that no free text is.
pub(crate) fn shows_part(ty: Type) -> bool {
    match ty {
        Type::Field(Kind::Text | Kind::Json | Kind::List | Kind::Bytes, _) => false,
        Type::List(item) | Type::Optional(item) => shows_part(*item),
        _ => true,
    }
}
