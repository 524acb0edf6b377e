//! The operations of an entity without rules of its own: those of [`Repository`](crate::scope::Repository), the same for
//! every such entity.

use std::marker::PhantomData;

use super::{AreaDef, ArgumentDef, Call, DataType, OperationDef, Type};
use crate::entity::{Editable, Entity};
use crate::query::{Find, Paged};

struct Rows<E>(PhantomData<E>);

/// The operations of an entity whose rows can only be read.
pub const fn readable<E: Entity + DataType>() -> AreaDef
where
    E::Id: DataType,
{
    AreaDef { name: E::DEF.collection, doc: E::DEF.doc, groups: const { &[Rows::<E>::READ] } }
}

/// The operations of an entity whose rows callers make and change.
pub const fn editable<E: Editable + DataType>() -> AreaDef
where
    E::Id: DataType,
    E::New: DataType,
    E::Patch: DataType,
{
    AreaDef { name: E::DEF.collection, doc: E::DEF.doc, groups: const { &[Rows::<E>::READ, Rows::<E>::EDIT] } }
}

const fn argument<T: DataType>(name: &'static str) -> ArgumentDef {
    ArgumentDef { name, ty: T::TYPE }
}

impl<E: Entity + DataType> Rows<E>
where
    E::Id: DataType,
{
    const READ: &'static [OperationDef] = &[
        OperationDef {
            name: "get",
            doc: "Returns the row of that id.\n\n# Errors\n`row.not_found` when it is not there, deleted, or another organization's.",
            arguments: const { &[argument::<E::Id>("id")] },
            result: E::TYPE,
            call: Call::Scope(|scope, mut arguments| {
                Box::pin(async move {
                    let id: E::Id = arguments.take("id")?;
                    arguments.finish()?;
                    scope.repository::<E>().get(id).await.map(E::into_data)
                })
            }),
        },
        OperationDef {
            name: "find",
            doc: "Returns the row of that id, if it is there and not deleted.",
            arguments: const { &[argument::<E::Id>("id")] },
            result: Type::Optional(&E::TYPE),
            call: Call::Scope(|scope, mut arguments| {
                Box::pin(async move {
                    let id: E::Id = arguments.take("id")?;
                    arguments.finish()?;
                    scope.repository::<E>().find(id).await.map(Option::into_data)
                })
            }),
        },
        OperationDef {
            name: "list",
            doc: "Returns one page of rows.\n\n# Errors\nKind `invalid` with the field, for a wrong question.",
            arguments: const { &[argument::<Find<E>>("find")] },
            result: <Paged<E> as DataType>::TYPE,
            call: Call::Scope(|scope, mut arguments| {
                Box::pin(async move {
                    let find: Find<E> = arguments.take("find")?;
                    arguments.finish()?;
                    scope.repository::<E>().list(find).await.map(Paged::into_data)
                })
            }),
        },
        OperationDef {
            name: "count",
            doc: "Returns how many rows meet the filter, whatever limit and place.\n\n# Errors\nKind `invalid` with the field, for a wrong question.",
            arguments: const { &[argument::<Find<E>>("find")] },
            result: u64::TYPE,
            call: Call::Scope(|scope, mut arguments| {
                Box::pin(async move {
                    let find: Find<E> = arguments.take("find")?;
                    arguments.finish()?;
                    scope.repository::<E>().count(find).await.map(u64::into_data)
                })
            }),
        },
    ];
}

impl<E: Editable + DataType> Rows<E>
where
    E::Id: DataType,
    E::New: DataType,
    E::Patch: DataType,
{
    const EDIT: &'static [OperationDef] = &[
        OperationDef {
            name: "create",
            doc: "Makes a row.\n\n# Errors\nKind `invalid` with the field for a broken limit or a reference that points nowhere, `rejected` for a value that is taken.",
            arguments: const { &[argument::<E::New>("new")] },
            result: E::TYPE,
            call: Call::Scope(|scope, mut arguments| {
                Box::pin(async move {
                    let new: E::New = arguments.take("new")?;
                    arguments.finish()?;
                    scope.repository::<E>().create(new).await.map(E::into_data)
                })
            }),
        },
        OperationDef {
            name: "update",
            doc: "Changes the row at that version.\n\n# Errors\n`row.not_found`; `row.stale_version` when somebody changed it in between; those of making a row.",
            arguments: const { &[argument::<E::Id>("id"), argument::<i64>("version"), argument::<E::Patch>("patch")] },
            result: E::TYPE,
            call: Call::Scope(|scope, mut arguments| {
                Box::pin(async move {
                    let (id, version): (E::Id, i64) = (arguments.take("id")?, arguments.take("version")?);
                    let patch: E::Patch = arguments.take("patch")?;
                    arguments.finish()?;
                    scope.repository::<E>().update(id, version, patch).await.map(E::into_data)
                })
            }),
        },
        OperationDef {
            name: "delete",
            doc: "Removes the row at that version.\n\n# Errors\n`row.not_found`, `row.stale_version`, and `row.in_use` while other rows point to it.",
            arguments: const { &[argument::<E::Id>("id"), argument::<i64>("version")] },
            result: Type::Nothing,
            call: Call::Scope(|scope, mut arguments| {
                Box::pin(async move {
                    let (id, version): (E::Id, i64) = (arguments.take("id")?, arguments.take("version")?);
                    arguments.finish()?;
                    scope.repository::<E>().delete(id, version).await.map(<()>::into_data)
                })
            }),
        },
    ];
}
