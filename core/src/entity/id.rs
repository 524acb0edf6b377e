//! Typed identifiers: the id of a team cannot be passed where the id of a user belongs.

use uuid::Uuid;

/// The id type of an entity.
pub trait EntityId:
    Copy + Eq + Ord + std::hash::Hash + std::fmt::Debug + From<Uuid> + Into<Uuid> + Send + Sync + 'static
{
}

/// Declares id types, one per entity.
#[macro_export]
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(::uuid::Uuid);

        impl $name {
            /// Returns the UUID itself.
            pub fn as_uuid(self) -> ::uuid::Uuid { self.0 }
        }
        impl From<::uuid::Uuid> for $name {
            fn from(id: ::uuid::Uuid) -> Self { Self(id) }
        }
        impl From<$name> for ::uuid::Uuid {
            fn from(id: $name) -> Self { id.0 }
        }
        impl From<$name> for $crate::entity::Value {
            fn from(id: $name) -> Self { Self::Uuid(id.0) }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { ::std::fmt::Display::fmt(&self.0, f) }
        }
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { ::std::fmt::Display::fmt(&self.0, f) }
        }
        impl $crate::entity::EntityId for $name {}
        impl $crate::entity::FieldType for $name {
            const KIND: $crate::entity::Kind = $crate::entity::Kind::Uuid;
            const NAMED: Option<$crate::entity::Named> = Some($crate::entity::Named::Id(stringify!($name)));
            fn into_value(self) -> $crate::entity::Value { $crate::entity::Value::Uuid(self.0) }
            fn from_value(value: $crate::entity::Value) -> Option<Self> { value.as_uuid().map(Self) }
        }
        $crate::field_data_type!($name);
    )+};
}
