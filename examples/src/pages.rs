//! Reading all rows of an entity without holding them: page after page, each going on where the last one ended.

use servicedesk::Result;
use servicedesk::entity::Entity;
use servicedesk::query::{Condition, Find, MAX_LIMIT};
use servicedesk::scope::Scope;

/// Hands every row that meets the condition to `take`, in the order of the ids, which is that of their making.
///
/// # Errors
/// Those of the store.
pub async fn each<E: Entity>(scope: &Scope, condition: Condition, mut take: impl FnMut(E)) -> Result<()> {
    let mut find = Find::<E>::new().filter(condition).limit(MAX_LIMIT);
    loop {
        let page = scope.repository::<E>().list(find.clone()).await?;
        page.items.into_iter().for_each(&mut take);
        match page.next {
            Some(next) => find = find.after(Some(next)),
            None => return Ok(()),
        }
    }
}

/// Returns all rows of an entity of which an organization has few.
///
/// # Errors
/// Those of the store.
pub async fn all<E: Entity>(scope: &Scope) -> Result<Vec<E>> {
    let mut rows = Vec::new();
    each(scope, Condition::always(), |row| rows.push(row)).await?;
    Ok(rows)
}
