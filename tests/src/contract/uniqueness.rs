//! Unique values, as SQL means them: two absent values are not the same, and a partial index sees only what it covers.

use servicedesk::Code;
use servicedesk::identity::User;
use servicedesk::organization::{Department, DepartmentId};
use servicedesk::store::Store;
use servicedesk::ticket::Tag;
use uuid::Uuid;

use super::StoreFactory;
use super::entities::Locker;
use super::ground::{Ground, NOW, delete, insert, locker, tag, update, user};

/// A taken value is refused on adding and on changing; the error names the first column of the index.
pub async fn a_unique_value_is_taken_once<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let (first, second) = (tag(ground.organization, "printer"), tag(ground.organization, "scanner"));
    ground.commit([insert(first), insert(second.clone())]).await;
    for write in [insert(tag(ground.organization, "printer")), update::<Tag>(second.id, 1, "name", "printer")] {
        let error = ground.refused([write]).await;
        assert_eq!(
            (error.code(), error.fields(), error.parameter("entity")),
            (Code::DuplicateValue, &["name".to_owned()][..], Some("Tag")),
        );
    }
    let placed = |place| Locker { shelf: Some("a".to_owned()), ..locker(ground.organization, place) };
    let error = ground.refused([insert(placed(1)), insert(placed(2)), insert(placed(1))]).await;
    assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["place".to_owned()][..]));
    other.commit([insert(tag(other.organization, "printer"))]).await;
}

/// A value is free when its row is removed or gave it up, within a batch too.
pub async fn a_value_is_free_again_after_its_row_is_gone<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let first = tag(ground.organization, "a");
    ground.commit([insert(first.clone())]).await;
    let second = tag(ground.organization, "a");
    ground.commit([delete::<Tag>(first.id, 1), insert(second.clone())]).await;
    let third = tag(ground.organization, "a");
    ground.commit([update::<Tag>(second.id, 1, "name", "b"), insert(third)]).await;
    assert_eq!(ground.refused([update::<Tag>(second.id, 2, "name", "a")]).await.code(), Code::DuplicateValue);
}

/// Any number of rows may have nothing.
pub async fn absent_values_are_not_equal<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    ground.commit((0..3).map(|_| insert(locker(ground.organization, 1)))).await;
    assert_eq!(ground.count(ground.all::<Locker>()).await, 3);
}

/// A row does not stand in its own way.
pub async fn a_row_keeps_its_own_value<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let tag = tag(ground.organization, "printer");
    ground.commit([insert(tag.clone())]).await;
    ground.commit([update::<Tag>(tag.id, 1, "name", "printer")]).await;
    ground.commit([update::<Tag>(tag.id, 2, "color", "red")]).await;
    assert_eq!(ground.get::<Tag>(tag.id).await.version, 3);
}

fn department<S: Store>(ground: &Ground<S>, parent_id: Option<DepartmentId>, name: &str) -> Department {
    Department {
        id: Uuid::now_v7().into(),
        organization_id: ground.organization,
        name: name.to_owned(),
        description: None,
        parent_id,
        manager_id: None,
        calendar_id: None,
        escalation_department_id: None,
        is_active: true,
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// Rows outside the condition of an index neither take a value nor are refused.
pub async fn a_partial_index_counts_only_what_it_covers<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let (a, b) = (department(&ground, None, "a"), department(&ground, None, "b"));
    ground.commit([insert(a.clone()), insert(b.clone()), insert(department(&ground, Some(a.id), "a"))]).await;
    ground.commit([insert(department(&ground, Some(b.id), "a"))]).await;
    let error = ground.refused([insert(department(&ground, None, "a"))]).await;
    assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["name".to_owned()][..]));
    let error = ground.refused([insert(department(&ground, Some(b.id), "a"))]).await;
    assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["name".to_owned()][..]));

    let person = user(ground.organization, Some("ana@example.org"));
    ground.commit([insert(person.clone())]).await;
    let rival = || insert(user(ground.organization, Some("ana@example.org")));
    assert_eq!(ground.refused([rival()]).await.code(), Code::DuplicateValue);
    ground.commit([insert(user(ground.organization, None)), insert(user(ground.organization, None))]).await;
    ground.commit([update::<User>(person.id, 1, "deleted_at", NOW), rival()]).await;
}

/// A change that brings a row under an index is held against it.
pub async fn a_row_that_comes_back_meets_the_index_again<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let gone = User { deleted_at: Some(NOW), ..user(ground.organization, Some("ana@example.org")) };
    let here = user(ground.organization, Some("ana@example.org"));
    ground.commit([insert(gone.clone()), insert(here.clone())]).await;
    let back = || update::<User>(gone.id, 1, "deleted_at", None::<servicedesk::clock::Timestamp>);
    let error = ground.refused([back()]).await;
    assert_eq!((error.code(), error.fields()), (Code::DuplicateValue, &["email".to_owned()][..]));
    ground.commit([update::<User>(here.id, 1, "email", None::<String>), back()]).await;
}

/// Of many who want one value at once, one gets it.
pub async fn of_many_rows_with_one_value_one_is_added<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let answers = ground.commit_together(16, |_| ground.batch([insert(tag(ground.organization, "printer"))])).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(answers.iter().flat_map(|answer| answer.as_ref().err()).all(|error| error.code() == Code::DuplicateValue));
    assert_eq!(ground.count(ground.all::<Tag>()).await, 1);
}

/// Equal means the same bytes.
pub async fn equal_values_differ_by_case_and_accent<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let names = ["acao", "Acao", "ação", "ac\u{327}a\u{303}o", "acao ", " acao", ""];
    ground.commit(names.map(|name| insert(tag(ground.organization, name)))).await;
    for name in names {
        assert_eq!(
            ground.refused([insert(tag(ground.organization, name))]).await.code(),
            Code::DuplicateValue,
            "{name}"
        );
    }
}
