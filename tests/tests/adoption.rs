//! The pages on the five products whose data this library takes over: every place that they name is declared, everything
//! without a place has a reason, and, where the products' own documents are at hand, no table and no column is missing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use servicedesk::ENTITIES;

/// What a page says of a table: its columns and their places, or, for a document without columns, only its places.
#[derive(Debug, Default, PartialEq, Eq)]
struct Page {
    /// Table, column, places, remark; without a column where the document names none.
    rows: Vec<(String, Option<String>, Vec<String>, String)>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

fn page(product: char) -> Page {
    let text =
        fs::read_to_string(root().join(format!("docs/adoption/{product}.md"))).expect("a page for every product");
    let mut page = Page::default();
    let (mut table, mut has_columns) = (String::new(), false);
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            (table, has_columns) = (heading.to_owned(), true);
        }
        let Some(cells) = line.strip_prefix("| `") else {
            continue;
        };
        let cells: Vec<&str> = cells.trim_end_matches('|').split('|').map(str::trim).collect();
        let [name, places, remark] = cells[..] else { panic!("{product}: {line}") };
        let name = name.trim_end_matches('`').to_owned();
        let places = places.split(", ").filter(|place| *place != "—").map(|place| place.trim_matches('`').to_owned());
        let (table, column) = if has_columns { (table.clone(), Some(name)) } else { (name, None) };
        page.rows.push((table, column, places.collect(), remark.to_owned()));
    }
    page
}

#[test]
fn every_place_is_declared_and_what_has_none_has_a_reason() {
    for product in ['a', 'b', 'c', 'd', 'e'] {
        let page = page(product);
        assert!(page.rows.len() > 10, "{product} has rows");
        for (table, column, places, remark) in page.rows {
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
        let document = root().join(format!("../shared/seeds/{}.md", product.to_ascii_uppercase()));
        let Ok(text) = fs::read_to_string(&document) else {
            println!("skipped: {} is not here", document.display());
            continue;
        };
        let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, column, ..) in page(product).rows {
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

/// Returns the tables that a document lists without their columns.
fn listed(text: &str) -> BTreeMap<String, Vec<String>> {
    let names = text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    names.map(|(name, _)| (name.to_owned(), Vec::new())).collect()
}

/// Returns the tables and columns of the `CREATE TABLE` statements of a document.
fn statements(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    for statement in text.split("CREATE TABLE ").skip(1) {
        let (name, rest) = statement.split_once(" (").expect("a name");
        let (body, _) = rest.split_once("\n);").expect("an end");
        let columns = body.lines().filter_map(|line| line.split_whitespace().next());
        let columns = columns.filter(|word| word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'));
        tables.insert(name.to_owned(), columns.map(str::to_owned).collect());
    }
    tables
}

/// Returns the models of a document and their fields, but for those that only stand for other models.
fn models(text: &str) -> BTreeMap<String, Vec<String>> {
    let blocks: Vec<(&str, &str)> = text
        .split("\nmodel ")
        .skip(1)
        .map(|block| block.split_once(" {").expect("a name"))
        .map(|(name, rest)| (name, rest.split_once("\n}").expect("an end").0))
        .collect();
    let is_model = |kind: &str| blocks.iter().any(|(name, _)| *name == kind.trim_end_matches(['?', '[', ']']));
    let fields = |body: &str| {
        let words = body.lines().filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.next()?))
        });
        let fields = words
            .filter(|(name, kind)| name.starts_with(|letter: char| letter.is_ascii_lowercase()) && !is_model(kind));
        fields.map(|(name, _)| name.to_owned()).collect()
    };
    blocks.iter().map(|(name, body)| ((*name).to_owned(), fields(body))).collect()
}
