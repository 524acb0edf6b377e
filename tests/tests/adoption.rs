//! The pages on the five products whose data this library takes over: every place that they name is declared, everything
//! without a place has a reason, the import does what they say, and, where the products' own documents are at hand, no table
//! and no column is missing.

use std::collections::{BTreeMap, BTreeSet};

use servicedesk::ENTITIES;
use servicedesk::adoption::{Product, assignments};
use servicedesk_tests::adoption::page::{document, listed, models, page, statements};

#[test]
fn every_place_is_declared_and_what_has_none_has_a_reason() {
    for product in ['a', 'b', 'c', 'd', 'e'] {
        let page = page(product);
        assert!(page.len() > 10, "{product} has rows");
        for (table, column, places, remark) in page {
            let about = format!("{product}: {table}.{}", column.as_deref().unwrap_or("*"));
            assert!(!places.is_empty() || !remark.is_empty(), "{about} has neither a place nor a reason");
            for place in places {
                let (entity, field) =
                    place.split_once('.').map_or((&*place, None), |(entity, field)| (entity, Some(field)));
                let def = ENTITIES.iter().find(|def| def.name == entity);
                let def = def.unwrap_or_else(|| panic!("{about}: there is no entity {entity}"));
                assert_eq!(field.is_some(), column.is_some(), "{about}: a column has a field, a table an entity");
                assert!(field.is_none_or(|field| def.field(field).is_some()), "{about}: there is no {place}");
            }
        }
    }
}

#[test]
fn no_table_and_no_column_is_missing() {
    for product in ['a', 'c', 'd', 'e'] {
        let Some(text) = document(product) else { continue };
        let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, column, ..) in page(product) {
            said.entry(table).or_default().extend(column);
        }
        let wanted = match product {
            'a' => listed(&text),
            'd' => models(&text),
            _ => statements(&text),
        };
        assert!(wanted.len() > 5, "{product}: the document was understood");
        assert_eq!(said, wanted, "{product}");
    }
}

#[test]
fn the_import_does_what_the_pages_say() {
    let mut wrong = Vec::new();
    for (letter, product) in [('c', Product::C), ('d', Product::D), ('e', Product::E)] {
        let done: BTreeSet<(String, String, String)> = assignments(product)
            .into_iter()
            .map(|(table, column, place)| (table.to_owned(), column.to_owned(), place))
            .collect();
        let said: BTreeSet<(String, String, String)> = page(letter)
            .into_iter()
            .flat_map(|(table, column, places, _)| {
                let column = column.unwrap_or_default();
                places.into_iter().map(move |place| (table.clone(), column.clone(), place))
            })
            .collect();
        // Whose a row is and which it is follows from the organization and the key.
        let fixed = |place: &str| place.ends_with(".id") || place.ends_with(".organization_id");
        let differ = [("unsaid", done.difference(&said)), ("undone", said.difference(&done))];
        for (what, lines) in differ {
            let lines = lines.filter(|(.., place)| !fixed(place));
            wrong.extend(lines.map(|(table, column, place)| format!("{what} {letter} {table} {column} {place}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
