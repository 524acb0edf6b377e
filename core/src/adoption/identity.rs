//! The ids that adopted rows get: made of the organization, the product, the table and the old key, so that the same row gets
//! the same id in every run, and a reference is known without looking anything up.
//!
//! An old key that is a number stands in front, so that rows come into the database in the order of their ids, which keeps
//! indexes small and quick; behind it stands what tells organization, product and table apart.

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::Product;
use crate::organization::OrganizationId;

/// The greatest number that stands in front of an id.
const GREATEST: u64 = (1 << 48) - 1;

/// Makes the ids of one table's rows.
#[derive(Clone)]
pub(super) struct Naming {
    hash: Sha256,
    base: [u8; 16],
}

impl Naming {
    /// Makes the ids of the rows of `table`; `part` tells the entities apart that one row becomes.
    pub(super) fn new(organization: OrganizationId, product: Product, table: &str, part: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(organization.as_uuid());
        for text in [product.name(), table, part] {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        let base = first_bytes(hash.clone());
        Self { hash, base }
    }

    /// Returns the id of the row with that key.
    pub(super) fn id(&self, key: &str) -> Uuid {
        // Only the number's usual form: `007` is another key than `7`.
        let number = key.parse::<u64>().ok().filter(|number| *number <= GREATEST);
        let mut bytes = self.base;
        match number.filter(|_| key == "0" || !key.starts_with(['0', '+'])) {
            Some(number) => bytes[..6].copy_from_slice(&number.to_be_bytes()[2..]),
            None => {
                let mut hash = self.hash.clone();
                hash.update(key.as_bytes());
                bytes = first_bytes(hash);
            }
        }
        Builder::from_custom_bytes(bytes).into_uuid()
    }
}

fn first_bytes(hash: Sha256) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_keys_tables_products_and_organizations_apart_and_keep_the_order_of_numbers() {
        let organization = OrganizationId::from(Uuid::from_u128(1));
        let of = |product, table, part, key| Naming::new(organization, product, table, part).id(key);
        let mut ids = vec![
            of(Product::C, "tasks", "", "1"),
            of(Product::C, "tasks", "", "01"),
            of(Product::C, "tasks", "", "a"),
            of(Product::C, "tasks", "AuditEntry", "1"),
            of(Product::C, "users", "", "1"),
            of(Product::A, "tasks", "", "1"),
            Naming::new(OrganizationId::from(Uuid::from_u128(2)), Product::C, "tasks", "").id("1"),
            of(Product::C, "tasks", "", "18446744073709551615"),
            of(Product::C, "tasks", "", "-1"),
        ];
        assert_eq!(ids[0], of(Product::C, "tasks", "", "1"));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 9);
        assert!(of(Product::C, "tasks", "", "9") < of(Product::C, "tasks", "", "10"));
    }
}
