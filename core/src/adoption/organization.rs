//! The organization itself. When the desk does not have it, it is made of the product's row for it; when it does, the row's
//! values are put on it.

use super::report::Findings;
use super::rows::{Made, Maker, Unit};
use super::source::Cells;
use super::table::Table;
use super::writer::Tally;
use crate::entity::{Changeable as _, Entity as _, Row, Value};
use crate::error::{Code, Error, Result};
use crate::organization::{Organization, rules};
use crate::query::Query;
use crate::scope::Scope;
use crate::store::{Batch, BatchId, Key, Write};

/// Fields that are fixed once the row is there.
const FIXED: [&str; 4] = ["id", "slug", "version", "created_at"];

/// Finds the organization, as the store has it.
pub(super) async fn find(scope: &Scope) -> Result<Option<Organization>> {
    let query = Query::by_id(Organization::DEF, scope.organization_id(), scope.organization_id().as_uuid());
    let page = scope.desk().read(&[query]).await?.pop().unwrap_or_default();
    page.rows.into_iter().next().map(Organization::from_row).transpose()
}

/// Brings the row of the organization in; the others of its table belong to nobody here.
pub(super) async fn bring(
    scope: &Scope,
    table: &Table,
    cells: &Cells,
    maker: &Maker<'_>,
    tally: &mut Tally,
    findings: &mut Findings,
) -> Result<()> {
    let Some(unit) = unit(scope, table, cells, maker, findings) else {
        tally.left_out += 1;
        return Ok(());
    };
    let Some(Made { row, .. }) = unit.made.into_iter().find(|made| made.part == table.main) else { return Ok(()) };
    let now = scope.desk().now();
    let mut batch = Batch::new(BatchId::from(scope.desk().new_id(now)), scope.organization_id(), now);
    match find(scope).await? {
        None => {
            rules::check(&Organization::from_row(row.clone())?)?;
            batch.writes.push(Write::Insert { entity: Organization::DEF, row });
            tally.written += 1;
        }
        Some(before) => {
            let version = before.version();
            let before = before.into_row();
            let planned = table.parts[table.main].fields.iter().map(|planned| planned.field);
            let changes: Vec<(usize, Value)> = planned
                .filter(|index| {
                    !FIXED.contains(&Organization::DEF.fields[*index].name) && before[*index] != row[*index]
                })
                .map(|index| (index, row[index].clone()))
                .collect();
            if changes.is_empty() {
                tally.already_there += 1;
                return Ok(());
            }
            let key = Key { entity: Organization::DEF, id: scope.organization_id().as_uuid() };
            batch.writes.push(Write::Update { key, version, changes });
            tally.written += 1;
        }
    }
    scope.desk().commit(batch).await.map(drop)
}

/// Makes what the row becomes, with the id of the scope and a name for addresses.
pub(super) fn unit(
    scope: &Scope,
    table: &Table,
    cells: &Cells,
    maker: &Maker<'_>,
    findings: &mut Findings,
) -> Option<Unit> {
    let mut unit = table.make(cells, maker, findings)?;
    let id = scope.organization_id().as_uuid();
    for made in unit.made.iter_mut().filter(|made| made.part == table.main) {
        made.id = id;
        complete(&mut made.row, id);
    }
    Some(unit)
}

fn complete(row: &mut Row, id: uuid::Uuid) {
    let place = |name: &str| Organization::DEF.index_of(name);
    let name = place("name").and_then(|at| row[at].as_text()).unwrap_or_default().to_owned();
    if let Some(at) = place("id") {
        row[at] = Value::Uuid(id);
    }
    // The id stands for the name that the product does not have.
    let without = id.to_string();
    if let Some(at) = place("slug").filter(|at| row[*at].as_text().is_none_or(|slug| slug == without)) {
        row[at] = Value::Text(slug(&name, id));
    }
    // A logo without its kind, or the kind without a logo, is neither.
    if let (Some(logo), Some(kind)) = (place("logo"), place("logo_mime_type"))
        && row[logo].is_null() != row[kind].is_null()
    {
        (row[logo], row[kind]) = (Value::Null, Value::Null);
    }
}

/// A name for addresses that no other organization has.
fn slug(name: &str, id: uuid::Uuid) -> String {
    let letters = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect::<String>();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let mut slug: String = words.join("-").chars().take(40).collect();
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
    let id = id.simple().to_string();
    slug + &id[id.len() - 12..]
}

/// There has to be an organization, from wherever it comes.
pub(super) async fn required(scope: &Scope) -> Result<Organization> {
    find(scope).await?.ok_or_else(|| Error::new(Code::NotFound).with("entity", Organization::DEF.name))
}
