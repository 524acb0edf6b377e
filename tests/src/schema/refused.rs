//! What does not compile, each beside what does and differs in one line, so that the line is the reason.
//!
//! A field of an entity has a doc comment, and wherever a person could write something it says which personal data it
//! holds, if any:
//!
//! ```
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     /// What stands on it.
//!     #[entity(max = 100, public)]
//!     pub label: String,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// The organization.
//! #   pub organization_id: OrganizationId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! Without saying anything about personal data:
//!
//! ```compile_fail
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     /// What stands on it.
//!     #[entity(max = 100)]
//!     pub label: String,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// The organization.
//! #   pub organization_id: OrganizationId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! The same in a list, in an absent text and in a document:
//!
//! ```compile_fail
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     /// What stands on it.
//!     #[entity(max = 100)]
//!     pub label: Vec<String>,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// The organization.
//! #   pub organization_id: OrganizationId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! ```compile_fail
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     /// What stands on it.
//!     #[entity(max = 100)]
//!     pub label: Option<String>,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// The organization.
//! #   pub organization_id: OrganizationId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! ```compile_fail
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     /// What stands on it.
//!     #[entity(max = 100)]
//!     pub label: serde_json::Value,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// The organization.
//! #   pub organization_id: OrganizationId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! Without a doc comment:
//!
//! ```compile_fail
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     #[entity(max = 100, public)]
//!     pub label: String,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// The organization.
//! #   pub organization_id: OrganizationId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! With personal data, but without saying what becomes of it when the person is erased:
//!
//! ```compile_fail
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     /// What stands on it.
//!     #[entity(max = 100, personal(content))]
//!     pub label: String,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// The organization.
//! #   pub organization_id: OrganizationId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! ```
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     /// What stands on it.
//!     #[entity(max = 100, personal(content, erase = blank))]
//!     pub label: String,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// The organization.
//! #   pub organization_id: OrganizationId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! Without one of the columns that every entity has:
//!
//! ```compile_fail
//! # use servicedesk::clock::Timestamp;
//! # use servicedesk::entity::Entity;
//! # use servicedesk::organization::OrganizationId;
//! # servicedesk::ids! {
//! #     /// The id of a shelf.
//! #     ShelfId,
//! # }
//! /// A shelf.
//! #[derive(Clone, Entity)]
//! #[entity(table = "shelf", editable)]
//! pub struct Shelf {
//!     /// What stands on it.
//!     #[entity(max = 100, public)]
//!     pub label: String,
//! #   /// The identifier.
//! #   pub id: ShelfId,
//! #   /// Counts the changes.
//! #   pub version: i64,
//! #   /// When it was made.
//! #   pub created_at: Timestamp,
//! #   /// When it was changed.
//! #   pub updated_at: Timestamp,
//! }
//! ```
//!
//! A query says whose rows it asks for:
//!
//! ```
//! # use servicedesk::entity::Entity as _;
//! # use servicedesk::organization::OrganizationId;
//! # use servicedesk::query::{Condition, Query, Select, Tenant};
//! # use servicedesk::ticket::Ticket;
//! # let organization = OrganizationId::default();
//! let query = Query {
//!     entity: Ticket::DEF,
//!     tenant: Tenant::Organization(organization),
//!     condition: Condition::always(),
//!     sort: Vec::new(),
//!     after: None,
//!     limit: 50,
//!     with_deleted: false,
//!     with_bytes: true,
//!     select: Select::Rows,
//!     matching: None,
//! };
//! ```
//!
//! ```
//! # use servicedesk::entity::Entity as _;
//! # use servicedesk::organization::OrganizationId;
//! # use servicedesk::query::{Condition, Query, Select, Tenant};
//! # use servicedesk::ticket::Ticket;
//! # let organization = OrganizationId::default();
//! let query = Query::new(Ticket::DEF, organization);
//! ```
//!
//! Without a tenant there is none:
//!
//! ```compile_fail
//! # use servicedesk::entity::Entity as _;
//! # use servicedesk::organization::OrganizationId;
//! # use servicedesk::query::{Condition, Query, Select, Tenant};
//! # use servicedesk::ticket::Ticket;
//! # let organization = OrganizationId::default();
//! let query = Query {
//!     entity: Ticket::DEF,
//!     condition: Condition::always(),
//!     sort: Vec::new(),
//!     after: None,
//!     limit: 50,
//!     with_deleted: false,
//!     with_bytes: true,
//!     select: Select::Rows,
//!     matching: None,
//! };
//! ```
//!
//! ```compile_fail
//! # use servicedesk::entity::Entity as _;
//! # use servicedesk::organization::OrganizationId;
//! # use servicedesk::query::{Condition, Query, Select, Tenant};
//! # use servicedesk::ticket::Ticket;
//! # let organization = OrganizationId::default();
//! let query = Query::new(Ticket::DEF);
//! ```
//!
//! ```compile_fail
//! # use servicedesk::entity::Entity as _;
//! # use servicedesk::organization::OrganizationId;
//! # use servicedesk::query::{Condition, Query, Select, Tenant};
//! # use servicedesk::ticket::Ticket;
//! # let organization = OrganizationId::default();
//! let query = Query { entity: Ticket::DEF, ..Default::default() };
//! ```
