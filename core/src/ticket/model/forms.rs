//! What makes tickets quicker to write and to find: fields, templates, views, macros.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::{OrganizationId, Team, TeamId};
use crate::ticket::{Category, CategoryId, Priority, PriorityId};

crate::ids! {
    /// The id of a [`FieldDefinition`].
    FieldDefinitionId,
    /// The id of a [`TicketTemplate`].
    TicketTemplateId,
    /// The id of a [`SavedView`].
    SavedViewId,
    /// The id of a [`Macro`].
    MacroId,
}

/// Whose field it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum FieldOwner {
    /// A ticket's.
    #[default]
    Ticket,
    /// An asset's.
    Asset,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum FieldKind {
    /// A line.
    #[default]
    Text,
    /// Several lines.
    LongText,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// An instant.
    Timestamp,
    /// One of the options.
    Choice,
    /// Some of the options.
    Choices,
    /// A person.
    User,
    /// An address of the web.
    Url,
    /// An e-mail address.
    Email,
}

/// A field that the organization added.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "field_definition", editable)]
#[entity(index(name = "field_definition_key", on = "owner, key", unique))]
#[entity(index(
    name = "field_definition_category",
    on = "category_id, position, id",
    when = "category_id IS NOT NULL"
))]
pub struct FieldDefinition {
    /// The identifier, a UUID of version 7.
    pub id: FieldDefinitionId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// Whose field it is.
    #[entity(on_create)]
    pub owner: FieldOwner,
    /// The name that programs use; unique among the fields of the owner.
    #[entity(max = 50, on_create, public)]
    pub key: String,
    /// The name that people see.
    #[entity(max = 100, public)]
    pub label: String,
    /// What to put there.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// What it holds.
    #[entity(on_create)]
    pub kind: FieldKind,
    /// The category to whose tickets it belongs; without one, to all.
    #[entity(references = Category)]
    pub category_id: Option<CategoryId>,
    /// Whether it has to be filled.
    pub is_required: bool,
    /// What can be chosen.
    #[entity(max = 100, public)]
    pub options: Vec<String>,
    /// What it holds when nobody says anything.
    #[entity(max = 8_192, public)]
    pub default_value: Option<Json>,
    /// The least number.
    #[entity(range(-1_000_000_000, 1_000_000_000))]
    pub min: Option<Decimal>,
    /// The greatest number.
    #[entity(range(-1_000_000_000, 1_000_000_000))]
    pub max: Option<Decimal>,
    /// The greatest number of characters.
    #[entity(range(1, 65_536))]
    pub max_length: Option<i64>,
    /// A regular expression that a text has to match as a whole.
    #[entity(max = 500, public)]
    pub pattern: Option<String>,
    /// Where it stands among the others, the least first.
    #[entity(range(0, 1_000_000))]
    pub position: i64,
    /// Whether new tickets have it.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A ticket that is half written.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "ticket_template", editable)]
#[entity(index(name = "ticket_template_name", on = "name", unique))]
#[entity(index(name = "ticket_template_category", on = "category_id, id", when = "category_id IS NOT NULL"))]
pub struct TicketTemplate {
    /// The identifier, a UUID of version 7.
    pub id: TicketTemplateId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// What it is for.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// The subject that a ticket gets.
    #[entity(max = 255, public)]
    pub subject: Option<String>,
    /// The description that a ticket gets.
    #[entity(max = 65_536, public)]
    pub body: Option<String>,
    /// The category that a ticket gets.
    #[entity(references = Category)]
    pub category_id: Option<CategoryId>,
    /// The priority that a ticket gets.
    #[entity(references = Priority)]
    pub priority_id: Option<PriorityId>,
    /// The team in whose queue a ticket begins.
    #[entity(references = Team)]
    pub team_id: Option<TeamId>,
    /// The tags that a ticket gets.
    #[entity(max = 50, public)]
    pub tags: Vec<String>,
    /// The values of fields that a ticket gets, an object.
    #[entity(max = 65_536, public)]
    pub custom_fields: Option<Json>,
    /// Whether it is offered.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// A filter under a name.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "saved_view", editable)]
#[entity(index(name = "saved_view_owner", on = "owner_id, position, id", when = "owner_id IS NOT NULL"))]
#[entity(index(name = "saved_view_shared", on = "position, id", when = "owner_id IS NULL"))]
pub struct SavedView {
    /// The identifier, a UUID of version 7.
    pub id: SavedViewId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// Whose it is; without one, everybody's.
    #[entity(references = User, on_create, personal(link, erase = delete_row))]
    pub owner_id: Option<UserId>,
    /// The name.
    #[entity(max = 100, personal(content, erase = redact_spans))]
    pub name: String,
    /// The table whose rows it shows.
    #[entity(max = 63, default = "ticket".to_owned(), on_create, public)]
    pub entity: String,
    /// The condition that they meet.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub filter: Option<Json>,
    /// The fields by which they are sorted, `-` in front for descending.
    #[entity(max = 5, public)]
    pub sort: Vec<String>,
    /// The fields that are shown.
    #[entity(max = 50, public)]
    pub columns: Vec<String>,
    /// Where it stands among the others, the least first.
    #[entity(range(0, 1_000_000))]
    pub position: i64,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Changes that are made at once.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "macro", editable)]
#[entity(index(name = "macro_name", on = "name", unique))]
pub struct Macro {
    /// The identifier, a UUID of version 7.
    pub id: MacroId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 100, public)]
    pub name: String,
    /// What it is for.
    #[entity(max = 2_000, public)]
    pub description: Option<String>,
    /// What is done, in order.
    #[entity(max = 65_536, default = serde_json::json!([]), public)]
    pub changes: Json,
    /// The team that may use it; without one, everybody.
    #[entity(references = Team)]
    pub team_id: Option<TeamId>,
    /// Whether it is offered.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
