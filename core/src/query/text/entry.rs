//! What only the stores ask that keep an index of words: whose words they are, and when a change is about them.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::indexed::is_searchable;
use crate::entity::EntityDef;

/// Returns whether a change of that field changes what can be found, or by whom.
pub(crate) fn is_about_search(def: &EntityDef, index: usize) -> bool {
    let field = &def.fields[index];
    is_searchable(def)
        && (field.searchable.is_some()
            || (def.soft_delete && field.name == "deleted_at")
            || def.public_when.iter().any(|(name, _)| *name == field.name))
}

/// Returns five letters that stand before every word of an organization's rows of that entity which everybody, or only the
/// staff, may find: an index that is shared by all organizations is then searched only where one of them stands. Two of them
/// may have the same letters, so that the row's own organization is looked at as well.
pub(crate) fn mark(organization: Uuid, def: &EntityDef, is_public: bool) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut hash = Sha256::new();
    hash.update(organization);
    hash.update([u8::from(is_public)]);
    hash.update(def.table);
    hash.finalize().iter().take(5).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}
