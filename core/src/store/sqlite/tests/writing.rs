//! The writing thread: shared commits, failures that must not stop it, answers that nobody waits for.

use super::*;
use crate::error::{Code, ErrorKind};
use crate::organization::Department;
use crate::ticket::Status;

#[test]
fn writers_that_wait_share_a_commit() {
    let desk = Desk::with(Options::default());
    let before = desk.store.commits_made();
    std::thread::scope(|scope| {
        for thread in 0..32 {
            let desk = &desk;
            scope.spawn(move || {
                for number in 0..20 {
                    desk.commit([desk.tag(format!("{thread}-{number}"))]).unwrap();
                }
            });
        }
    });
    assert_eq!(desk.count(), 640);
    let commits = desk.store.commits_made() - before;
    assert!(commits < 640, "{commits} commits for 640 batches");
}

#[test]
fn a_refused_batch_leaves_nothing_and_does_not_disturb_its_neighbours() {
    let desk = Desk::new();
    let futures: Vec<_> = (0..100)
        .map(|number| {
            // Every second batch adds a row and then fails.
            let last = if number % 2 == 0 { desk.tag(format!("second {number}")) } else { desk.tag("taken") };
            desk.store.commit(desk.batch([desk.tag(format!("first {number}")), last]))
        })
        .collect();
    let results: Vec<_> = futures.into_iter().map(block_on).collect();
    let refused: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert_eq!(refused.len(), 49);
    assert!(refused.iter().all(|error| error.code() == Code::DuplicateValue && error.fields() == ["name"]));
    assert_eq!(desk.count(), 102);
}

#[test]
fn numbers_have_no_gap_where_a_neighbour_was_refused() {
    let desk = Desk::new();
    let next = || Write::Next { sequence: "ticket".to_owned(), by: 1, at_most: None };
    let futures: Vec<_> = (0..60)
        .map(|number| {
            let tag = if number % 20 == 10 { desk.tag("taken") } else { desk.tag(format!("{number}")) };
            desk.store.commit(desk.batch([next(), tag]))
        })
        .collect();
    let results: Vec<_> = futures.into_iter().map(block_on).collect();
    let taken: Vec<i64> = results.into_iter().filter_map(Result::ok).flat_map(|commit| commit.allocated).collect();
    assert_eq!(taken, (1..=58).collect::<Vec<_>>());
}

#[test]
fn a_batch_whose_answer_nobody_waits_for_is_applied() {
    let desk = Desk::new();
    drop(desk.store.commit(desk.batch([desk.tag("printer")])));
    // The queue is in order: what comes later is answered later.
    desk.commit([desk.tag("scanner")]).unwrap();
    assert_eq!(desk.count(), 2);
}

#[test]
fn closing_the_store_finishes_the_queue() {
    let desk = Desk::new();
    for number in 0..100 {
        drop(desk.store.commit(desk.batch([desk.tag(number.to_string())])));
    }
    let Desk { store, organization, folder } = desk;
    drop(store);
    let desk = Desk { store: open(&folder.file()), organization, folder };
    assert_eq!(desk.count(), 100);
}

#[test]
fn a_batch_committed_twice_answers_the_first_result() {
    let desk = Desk::new();
    let next = Write::Next { sequence: "ticket".to_owned(), by: 2, at_most: None };
    let batch = desk.batch([next.clone(), next, desk.tag("printer")]);
    let first = block_on(desk.store.commit(batch.clone())).unwrap();
    assert_eq!(first.allocated, [2, 4]);
    let commits = desk.store.commits_made();
    let second = block_on(desk.store.commit(batch)).unwrap();
    assert_eq!(second, Commit { replayed: true, ..first });
    assert_eq!((desk.count(), desk.store.commits_made()), (1, commits));
}

#[test]
fn a_full_disk_is_told_and_room_made_helps() {
    let desk = Desk::with(Options { max_pages: Some(1_200), ..options() });
    let big = |name: String| {
        let id = Uuid::now_v7();
        let values = [
            ("id", Value::Uuid(id)),
            ("organization_id", desk.organization.into()),
            ("name", Value::Text(name)),
            ("description", Value::Text("x".repeat(100_000))),
        ];
        (id, insert(Department::DEF, filled::<Department>(values)))
    };
    let mut added = Vec::new();
    let error = loop {
        let (id, write) = big(format!("{}", added.len()));
        match desk.commit([write]) {
            Ok(_) => added.push(id),
            Err(error) => break error,
        }
        assert!(added.len() < 100, "the disk does not fill");
    };
    assert_eq!((error.code(), error.kind()), (Code::StoreFull, ErrorKind::Unavailable));
    // In a group, those that fit are not refused because of one that does not.
    let group: Vec<_> = [big("too big".to_owned()).1, desk.tag("small"), big("again".to_owned()).1]
        .map(|write| desk.store.commit(desk.batch([write])))
        .into_iter()
        .collect();
    let codes: Vec<_> = group.into_iter().map(|answer| block_on(answer).err().map(|error| error.code())).collect();
    assert_eq!(codes, [Some(Code::StoreFull), None, Some(Code::StoreFull)]);
    let departments = || desk.read(Query::new(Department::DEF, desk.organization).count()).unwrap().count;
    assert_eq!(departments() as usize, added.len());
    let gone = Write::Delete { key: key::<Department>(added[0]), version: Some(1) };
    desk.commit([gone]).unwrap();
    desk.commit([big("fits now".to_owned()).1]).unwrap();
    assert_eq!(departments() as usize, added.len());
}

#[test]
fn a_panic_is_an_answer_and_the_writer_goes_on() {
    let desk = Desk::new();
    // A department that points to nobody makes the store look for who is missing; this one panics when it is asked where.
    static FIELDS: std::sync::LazyLock<Vec<crate::entity::FieldDef>> = std::sync::LazyLock::new(|| {
        let trap = crate::entity::Reference { entity: || panic!("the trap") };
        let copy = |field: &crate::entity::FieldDef| crate::entity::FieldDef {
            references: field.references.map(|_| trap),
            doc: field.doc,
            ..*field
        };
        Department::DEF.fields.iter().map(copy).collect()
    });
    static TRAP: std::sync::LazyLock<EntityDef> =
        std::sync::LazyLock::new(|| EntityDef { fields: &FIELDS, history: None, ..*Department::DEF });
    let values = [
        ("id", Value::Uuid(Uuid::now_v7())),
        ("organization_id", desk.organization.into()),
        ("manager_id", Value::Uuid(Uuid::now_v7())),
    ];
    let trap = || insert(&TRAP, filled::<Department>(values.clone()));
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let alone = desk.commit([desk.tag("taken back"), trap()]);
    let group = [vec![desk.tag("a")], vec![desk.tag("b"), trap()], vec![desk.tag("c")]]
        .map(|writes| desk.store.commit(desk.batch(writes)))
        .map(block_on);
    std::panic::set_hook(hook);
    assert_eq!(alone.unwrap_err().code(), Code::Internal);
    assert_eq!(group.map(|result| result.is_ok()), [true, false, true]);
    assert_eq!(desk.count(), 2);
}

#[test]
fn a_file_that_may_not_be_written_is_refused() {
    let desk = Desk::new();
    let Desk { store, folder, .. } = desk;
    drop(store);
    let path = folder.file();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    // The superuser may write everything, so that there is nothing to see for them.
    if std::fs::OpenOptions::new().write(true).open(&path).is_err() {
        assert_eq!(SqliteStore::open(&path, options()).unwrap_err().code(), Code::StoreReadOnly);
    }
}

#[test]
fn what_a_constraint_refuses_names_the_field() {
    let desk = Desk::new();
    let department = |values: Vec<(&'static str, Value)>| {
        let id = Uuid::now_v7();
        let own = [("id", Value::Uuid(id)), ("organization_id", desk.organization.into())];
        (id, insert(Department::DEF, filled::<Department>(own.into_iter().chain(values))))
    };
    let refusal = |write: Write| {
        let error = desk.commit([write]).unwrap_err();
        (
            error.code(),
            error.fields().first().cloned().unwrap_or_default(),
            error.parameter("entity").map(str::to_owned),
        )
    };
    let named = |code, field: &str| (code, field.to_owned(), Some("Department".to_owned()));
    let (it, write) = department(vec![("name", "IT".into())]);
    desk.commit([write.clone()]).unwrap();
    assert_eq!(refusal(write), named(Code::AlreadyThere, ""));
    assert_eq!(refusal(department(vec![("name", "IT".into())]).1), named(Code::DuplicateValue, "name"));
    let missing = department(vec![("parent_id", Value::Uuid(it)), ("manager_id", Value::Uuid(it))]).1;
    assert_eq!(refusal(missing), named(Code::ReferenceMissing, "manager_id"));
    let (child, write) = department(vec![("parent_id", Value::Uuid(it)), ("name", "Desk".into())]);
    desk.commit([write]).unwrap();
    assert_eq!(refusal(Write::Delete { key: key::<Department>(it), version: Some(1) }), named(Code::InUse, ""));
    let elsewhere = Department::DEF.index_of("escalation_department_id").unwrap();
    let update = |version, id| Write::Update { key: key::<Department>(child), version, changes: vec![(elsewhere, id)] };
    assert_eq!(
        refusal(update(1, Value::Uuid(Uuid::now_v7()))),
        named(Code::ReferenceMissing, "escalation_department_id")
    );
    desk.commit([update(1, Value::Uuid(child))]).unwrap();
    assert_eq!(refusal(update(1, Value::Null)), named(Code::StaleVersion, ""));
    desk.commit([Write::Delete { key: key::<Department>(child), version: Some(2) }]).unwrap();
    assert_eq!(refusal(update(3, Value::Null)), named(Code::NotFound, ""));
    let stranger = OrganizationId::from(Uuid::now_v7());
    let write = insert(Tag::DEF, tag_row(stranger, Uuid::now_v7(), "x"));
    let error = block_on(desk.store.commit(batch(stranger, [write]))).unwrap_err();
    assert_eq!((error.code(), error.fields()), (Code::ReferenceMissing, &["organization_id".to_owned()][..]));
}

#[test]
fn a_counter_stops_at_its_limit() {
    let desk = Desk::new();
    let next = |by, at_most| Write::Next { sequence: "tickets".to_owned(), by, at_most };
    assert_eq!(desk.commit([next(3, Some(5))]).unwrap().allocated, [3]);
    let error = desk.commit([next(1, None), next(2, Some(5))]).unwrap_err();
    assert_eq!(
        (error.code(), error.parameter("name"), error.parameter("limit")),
        (Code::CounterLimit, Some("tickets"), Some("5"))
    );
    assert_eq!(desk.commit([next(2, Some(5))]).unwrap().allocated, [5]);
    assert_eq!(desk.commit([next(i64::MAX, None)]).unwrap_err().code(), Code::CounterLimit);
    let (id, position) = (Uuid::now_v7(), Status::DEF.index_of("position").unwrap());
    let status =
        [("id", Value::Uuid(id)), ("organization_id", desk.organization.into()), ("position", Value::Integer(8))];
    desk.commit([insert(Status::DEF, filled::<Status>(status))]).unwrap();
    let add = |delta, at_most| Write::Add { key: key::<Status>(id), field: position, delta, at_most };
    desk.commit([add(2, Some(10))]).unwrap();
    assert_eq!(desk.commit([add(1, Some(10))]).unwrap_err().code(), Code::CounterLimit);
    assert_eq!(desk.commit([add(-11, None)]).unwrap_err().code(), Code::NumberRange);
    assert_eq!(desk.commit([add(i64::MAX, None)]).unwrap_err().code(), Code::NumberRange);
    let row = desk.read(Query::by_id(Status::DEF, desk.organization, id)).unwrap().rows.remove(0);
    assert_eq!(row[position], Value::Integer(10));
}
