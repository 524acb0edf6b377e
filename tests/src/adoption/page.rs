//! What the pages of `docs/adoption` and the products' own documents say.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use servicedesk::ENTITIES;
use servicedesk::entity::{EntityDef, FieldDef};

/// A line of a page: table, column, places, remark; without a column where the document names none.
pub type Line = (String, Option<String>, Vec<String>, String);

/// The workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// Reads a product's page.
pub fn page(product: char) -> Vec<Line> {
    let text =
        fs::read_to_string(root().join(format!("docs/adoption/{product}.md"))).expect("a page for every product");
    let mut lines = Vec::new();
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
        lines.push((table, column, places.collect(), remark.to_owned()));
    }
    lines
}

/// Returns the entity of that name.
pub fn entity(name: &str) -> &'static EntityDef {
    ENTITIES.iter().copied().find(|def| def.name == name).unwrap_or_else(|| panic!("there is no entity {name}"))
}

/// Returns the field of a place such as `Ticket.subject`.
pub fn field(place: &str) -> &'static FieldDef {
    let (name, field) = place.split_once('.').expect("a field");
    entity(name).field(field).unwrap_or_else(|| panic!("there is no {place}"))
}

/// Returns a product's own document, when it is at hand.
pub fn document(product: char) -> Option<String> {
    let path = root().join(format!("../shared/seeds/{}.md", product.to_ascii_uppercase()));
    let text = fs::read_to_string(&path);
    if text.is_err() {
        println!("skipped: {} is not here", path.display());
    }
    text.ok()
}

/// Returns the tables that a document lists without their columns.
pub fn listed(text: &str) -> BTreeMap<String, Vec<String>> {
    let names = text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    names.map(|(name, _)| (name.to_owned(), Vec::new())).collect()
}

/// Returns the tables and columns of the `CREATE TABLE` statements of a document.
pub fn statements(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    for (name, body) in creates(text) {
        let columns = body.lines().filter_map(|line| line.split_whitespace().next());
        let columns = columns.filter(|word| word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'));
        tables.insert(name.to_owned(), columns.map(str::to_owned).collect());
    }
    tables
}

/// Returns the name and the body of each `CREATE TABLE` statement of a document.
pub fn creates(text: &str) -> Vec<(&str, &str)> {
    let statements = text.split("CREATE TABLE ").skip(1);
    let statements = statements.map(|statement| {
        let (name, rest) = statement.split_once(" (").expect("a name");
        (name, rest.split_once("\n);").expect("an end").0)
    });
    statements.collect()
}

/// Returns the models of a document and their fields with their types, but for those that only stand for other models.
pub fn typed_models(text: &str) -> BTreeMap<String, Vec<(String, String)>> {
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
            Some((words.next()?.to_owned(), words.next()?.to_owned()))
        });
        let fields = words
            .filter(|(name, kind)| name.starts_with(|letter: char| letter.is_ascii_lowercase()) && !is_model(kind));
        fields.collect()
    };
    blocks.iter().map(|(name, body)| ((*name).to_owned(), fields(body))).collect()
}

/// Returns the models of a document and the names of their fields.
pub fn models(text: &str) -> BTreeMap<String, Vec<String>> {
    let typed = typed_models(text).into_iter();
    typed.map(|(name, fields)| (name, fields.into_iter().map(|(field, _)| field).collect())).collect()
}
