//! The operations of an entity without rules of its own: those of [`Repository`](crate::scope::Repository), the same for
//! every such entity, and written once: an entity only adds what points to them.

use std::marker::PhantomData;

use uuid::Uuid;

use super::data_type::{check_given, not_given};
use super::{AreaDef, ArgumentDef, Call, Data, DataType, Fields, OperationDef, Type, fit};
use crate::entity::{Creatable, Editable, Entity, EntityDef, Row, Stamp, Value, Writable};
use crate::error::{Code, Error, Result};
use crate::query::{Asked, Cursor};
use crate::scope::{Rows, Scope};

struct Of<E>(PhantomData<E>);

/// The operations that only read, for an area that has others of its own.
pub const fn reading<E: Entity + DataType>() -> &'static [OperationDef]
where
    E::Id: DataType,
{
    Of::<E>::READ
}

/// The operation that makes rows, for an area that has others of its own.
pub const fn creating<E: Creatable + DataType>() -> &'static [OperationDef]
where
    E::New: Default,
{
    Of::<E>::CREATE
}

/// The operations that change rows, for an area that has others of its own for making them.
pub const fn changing<E: Editable + DataType>() -> &'static [OperationDef]
where
    E::Id: DataType,
{
    Of::<E>::CHANGE
}

/// The operation that brings deleted rows back, for an area that has others of its own for making them.
pub const fn restoring<E: Editable + DataType>() -> &'static [OperationDef]
where
    E::Id: DataType,
{
    Of::<E>::RESTORE
}

/// The operations of an entity whose rows can only be read.
pub const fn readable<E: Entity + DataType>() -> AreaDef
where
    E::Id: DataType,
{
    AreaDef { name: E::DEF.collection, doc: E::DEF.doc, groups: const { &[Of::<E>::READ] } }
}

/// The operations of an entity whose rows callers make and nobody changes.
pub const fn creatable<E: Creatable + DataType>() -> AreaDef
where
    E::Id: DataType,
    E::New: Default,
{
    AreaDef { name: E::DEF.collection, doc: E::DEF.doc, groups: const { &[Of::<E>::READ, Of::<E>::CREATE] } }
}

/// The operations of an entity whose rows callers make and change.
pub const fn editable<E: Editable + DataType>() -> AreaDef
where
    E::Id: DataType,
    E::New: Default,
{
    let groups: &'static [&'static [OperationDef]] = if E::DEF.soft_delete {
        const { &[Of::<E>::READ, Of::<E>::CREATE, Of::<E>::CHANGE, Of::<E>::RESTORE] }
    } else {
        const { &[Of::<E>::READ, Of::<E>::CREATE, Of::<E>::CHANGE] }
    };
    AreaDef { name: E::DEF.collection, doc: E::DEF.doc, groups }
}

const fn argument<T: DataType>(name: &'static str) -> ArgumentDef {
    ArgumentDef { name, ty: T::TYPE }
}

const fn find<E: Entity>() -> ArgumentDef {
    ArgumentDef { name: "find", ty: Type::Find(|| E::DEF) }
}

impl<E: Entity + DataType> Of<E>
where
    E::Id: DataType,
{
    const READ: &'static [OperationDef] = &[
        OperationDef {
            name: "get",
            doc: "Returns the row of that id.\n\n# Errors\n`row.not_found` when it is not there, deleted, or another organization's.",
            arguments: const { &[argument::<E::Id>("id")] },
            result: E::TYPE,
            call: Call::Scope(|scope, arguments| Box::pin(get(scope, E::DEF, arguments))),
        },
        OperationDef {
            name: "find",
            doc: "Returns the row of that id, if it is there and not deleted.",
            arguments: const { &[argument::<E::Id>("id")] },
            result: Type::Optional(&E::TYPE),
            call: Call::Scope(|scope, arguments| Box::pin(find_one(scope, E::DEF, arguments))),
        },
        OperationDef {
            name: "list",
            doc: "Returns one page of rows.\n\n# Errors\nKind `invalid` with the field, for a wrong question.",
            arguments: const { &[find::<E>()] },
            result: Type::Page(|| E::DEF),
            call: Call::Scope(|scope, arguments| Box::pin(list(scope, E::DEF, arguments))),
        },
        OperationDef {
            name: "count",
            doc: "Returns how many rows meet the filter, whatever limit and place.\n\n# Errors\nKind `invalid` with the field, for a wrong question.",
            arguments: const { &[find::<E>()] },
            result: u64::TYPE,
            call: Call::Scope(|scope, arguments| Box::pin(count(scope, E::DEF, arguments))),
        },
    ];
}

impl<E: Creatable + DataType> Of<E>
where
    E::New: Default,
{
    const CREATE: &'static [OperationDef] = &[OperationDef {
        name: "create",
        doc: "Makes a row.\n\n# Errors\nKind `invalid` with the field for a broken limit or a reference that points nowhere, `rejected` for a value that is taken.",
        arguments: const { &[ArgumentDef { name: "new", ty: Type::New(|| E::DEF) }] },
        result: E::TYPE,
        call: Call::Scope(|scope, arguments| Box::pin(create(scope, E::DEF, blank::<E>, arguments))),
    }];
}

impl<E: Editable + DataType> Of<E>
where
    E::Id: DataType,
{
    const CHANGE: &'static [OperationDef] = &[
        OperationDef {
            name: "update",
            doc: "Changes the row at that version.\n\n# Errors\n`row.not_found`; `row.stale_version` when somebody changed it in between; those of making a row.",
            arguments: const {
                &[
                    argument::<E::Id>("id"),
                    argument::<i64>("version"),
                    ArgumentDef { name: "patch", ty: Type::Patch(|| E::DEF) },
                ]
            },
            result: E::TYPE,
            call: Call::Scope(|scope, arguments| Box::pin(update(scope, E::DEF, arguments))),
        },
        OperationDef {
            name: "delete",
            doc: "Removes the row at that version.\n\n# Errors\n`row.not_found`, `row.stale_version`, and `row.in_use` while other rows point to it.",
            arguments: const { &[argument::<E::Id>("id"), argument::<i64>("version")] },
            result: Type::Nothing,
            call: Call::Scope(|scope, arguments| Box::pin(delete(scope, E::DEF, arguments))),
        },
    ];
    const RESTORE: &'static [OperationDef] = &[OperationDef {
        name: "restore",
        doc: "Brings a deleted row back.\n\n# Errors\n`row.not_found` when there is no such row, deleted or not; `row.duplicate` when its name was taken in between.",
        arguments: const { &[argument::<E::Id>("id")] },
        result: E::TYPE,
        call: Call::Scope(|scope, arguments| Box::pin(restore(scope, E::DEF, arguments))),
    }];
}

/// Returns a row of which the caller said nothing.
fn blank<E: Creatable>(stamp: Stamp) -> Row
where
    E::New: Default,
{
    E::build(E::New::default(), stamp).into_row()
}

/// Takes the only argument, an id.
fn only_id(mut arguments: Fields) -> Result<Uuid> {
    let id = arguments.take("id")?;
    arguments.finish()?;
    Ok(id)
}

/// Takes the only argument, a question.
fn only_find(def: &'static EntityDef, mut arguments: Fields) -> Result<Asked> {
    let find = arguments.take_data("find").unwrap_or_else(|| Data::Fields(Fields::default()));
    let asked = Asked::from_data(def, find, "find")?;
    arguments.finish()?;
    Ok(asked)
}

async fn get(scope: &Scope, def: &'static EntityDef, arguments: Fields) -> Result<Data> {
    let id = only_id(arguments)?;
    Rows::new(scope, def).get(id).await.map(|row| Data::Row(def, row))
}

async fn find_one(scope: &Scope, def: &'static EntityDef, arguments: Fields) -> Result<Data> {
    let id = only_id(arguments)?;
    let row = Rows::new(scope, def).find(id).await?;
    Ok(row.map_or(Data::NULL, |row| Data::Row(def, row)))
}

async fn list(scope: &Scope, def: &'static EntityDef, arguments: Fields) -> Result<Data> {
    let query = only_find(def, arguments)?.query(def, scope.organization_id())?;
    let page = Rows::new(scope, def).list(&query).await?;
    let next = if page.more { page.rows.last().map(|row| Cursor::at(&query, row)) } else { None };
    let items = page.rows.into_iter().map(|row| Data::Row(def, row)).collect();
    Ok(Data::Fields(Fields(vec![("items".into(), Data::List(items)), ("next".into(), next.into_data())])))
}

async fn count(scope: &Scope, def: &'static EntityDef, arguments: Fields) -> Result<Data> {
    let query = only_find(def, arguments)?.query(def, scope.organization_id())?;
    Rows::new(scope, def).count(query).await.map(u64::into_data)
}

async fn create(
    scope: &Scope,
    def: &'static EntityDef,
    blank: fn(Stamp) -> Row,
    mut arguments: Fields,
) -> Result<Data> {
    let given = arguments.take_data("new").unwrap_or_else(|| Data::Fields(Fields::default())).into_fields("new")?;
    arguments.finish()?;
    check_given(def, &given)?;
    let values = values(def, given, |writable| writable != Writable::Never)?;
    let make = |stamp| {
        let mut row = blank(stamp);
        put(&values, &mut row);
        Ok(row)
    };
    Rows::new(scope, def).create(&make).await.map(|row| Data::Row(def, row))
}

async fn update(scope: &Scope, def: &'static EntityDef, mut arguments: Fields) -> Result<Data> {
    let (id, version): (Uuid, i64) = (arguments.take("id")?, arguments.take("version")?);
    let given = arguments.take_data("patch").unwrap_or_else(|| Data::Fields(Fields::default())).into_fields("patch")?;
    arguments.finish()?;
    let values = values(def, given, |writable| writable == Writable::Always)?;
    let change = |mut row: Row| {
        put(&values, &mut row);
        Ok(row)
    };
    Rows::new(scope, def).update(id, version, &change).await.map(|row| Data::Row(def, row))
}

async fn delete(scope: &Scope, def: &'static EntityDef, mut arguments: Fields) -> Result<Data> {
    let (id, version) = (arguments.take("id")?, arguments.take("version")?);
    arguments.finish()?;
    Rows::new(scope, def).delete(id, version).await.map(<()>::into_data)
}

async fn restore(scope: &Scope, def: &'static EntityDef, arguments: Fields) -> Result<Data> {
    let id = only_id(arguments)?;
    Rows::new(scope, def).restore(id).await.map(|row| Data::Row(def, row))
}

/// Returns what was given, each value fitted to its field.
fn values(def: &EntityDef, given: Fields, takes: fn(Writable) -> bool) -> Result<Vec<(usize, Value)>> {
    let fitted = given.0.into_iter().map(|(name, data)| {
        let known = def.index_of(&name).filter(|index| takes(def.fields[*index].writable));
        let index = known.ok_or_else(|| not_given(def, &name))?;
        let field = &def.fields[index];
        let value = fit(field.name, field.kind, data)?;
        if value.is_null() && !field.nullable {
            return Err(Error::new(Code::Required).field(field.name));
        }
        Ok((index, value))
    });
    fitted.collect()
}

fn put(values: &[(usize, Value)], row: &mut Row) {
    for (index, value) in values {
        row[*index] = value.clone();
    }
}
