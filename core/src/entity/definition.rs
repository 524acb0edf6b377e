//! The reflection table: what is known about an entity without knowing its type. SQL, row mapping, validation, the
//! comparison with both databases, the personal-data inventory and (later) every language's types are read off it.

/// Everything that is declared about one entity.
#[derive(Debug)]
pub struct EntityDef {
    /// The type's name, such as `Ticket`.
    pub name: &'static str,
    /// The table's name, the same in both databases.
    pub table: &'static str,
    /// The documentation of the type.
    pub doc: &'static str,
    /// The name of its rows together, such as `categories`: where a host finds their operations.
    pub collection: &'static str,
    /// The columns, in the order of the struct's fields.
    pub fields: &'static [FieldDef],
    /// The columns as SQL names them in a list: `"id","organization_id",…`.
    pub select_list: &'static str,
    /// The indexes beside the primary key `(organization_id, id)`.
    pub indexes: &'static [IndexDef],
    /// Whether deleting only sets `deleted_at`.
    pub soft_delete: bool,
    /// Whether rows are only ever added; such an entity has no version.
    pub append_only: bool,
    /// Whether the entity is the tenant itself, so that its `id` is the organization.
    pub is_tenant: bool,
    /// Whether changes leave an audit entry and a record in the change feed.
    pub audited: bool,
    /// How changes appear in a ticket's history, if they do.
    pub history: Option<HistoryDef>,
    /// Where it stands when a row falls due, if rows of the entity do.
    pub agenda: Option<AgendaDef>,
    /// By which field the rows are kept apart, month by month (UTC), in PostgreSQL; the field never changes. Without one, they are
    /// kept together.
    pub partition: Option<&'static str>,
    /// What a row's fields hold, by their names, when everybody may find it by its words; with nothing said, always.
    pub public_when: &'static [(&'static str, &'static str)],
}

/// Where it stands when a row falls due. An index over all organizations serves it, so that looking for what is due costs
/// nothing for what is not.
#[derive(Clone, Copy, Debug)]
pub struct AgendaDef {
    /// The field that holds the instant.
    pub field: &'static str,
    /// The SQL condition under which the row waits for it, the same text in both databases: tests for null and for one name,
    /// joined by `AND`.
    pub condition: Option<&'static str>,
}

/// How an entity's changes appear in the history of a ticket.
#[derive(Debug)]
pub struct HistoryDef {
    /// The field that holds the ticket's id.
    pub ticket: &'static str,
    /// The action recorded when a row is added.
    pub created: &'static str,
    /// The action recorded when a row is removed.
    pub deleted: &'static str,
    /// The action recorded when a row changes; without one, each changed field is recorded with its values.
    pub updated: Option<&'static str>,
}

/// Everything that is declared about one field.
#[derive(Debug)]
pub struct FieldDef {
    /// The column's name, the same in every store.
    pub name: &'static str,
    /// The documentation of the field.
    pub doc: &'static str,
    /// What the field holds.
    pub kind: Kind,
    /// The id type or the enum that it is, if it is one.
    pub named: Option<Named>,
    /// Whether it may hold nothing.
    pub nullable: bool,
    /// Whether a caller who makes a row has to give it, because there is no sensible default.
    pub required: bool,
    /// The greatest length: characters of a text, items of a list, bytes of a JSON document or of bytes.
    pub max_length: Option<u32>,
    /// The least and the greatest number allowed.
    pub range: Option<(i64, i64)>,
    /// Whose id it is, if it is one.
    pub references: Option<Reference>,
    /// Which personal data it holds.
    pub personal: PersonalData,
    /// What the erasure of a person does to it.
    pub erase: Erase,
    /// Who may write it, and when.
    pub writable: Writable,
    /// Whether it is derived from other rows or a sum that is added to, so that its changes are neither audited nor part of a history.
    pub computed: bool,
    /// Whether it holds a secret, in a form that is of use to whoever reads it: a hash, a ciphertext. What it holds is in no
    /// log, no `Debug` and no audit entry; conditions may ask for equality, and nothing is sorted by it.
    pub secret: bool,
    /// How much weight its words have in a search, when they can be found.
    pub searchable: Option<Prominence>,
    /// Whether it holds a JSON object whose members conditions may test, such as `custom_fields.color`.
    pub members: bool,
    /// What its numbers begin with, such as `CHG` of `CHG-2026-0001`, when it is a number that the library gives.
    pub number: Option<&'static str>,
}

/// How much weight the words of a field have in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prominence {
    /// It names the row.
    Title,
    /// It is about the row.
    Body,
}

/// The entity that a field points to.
#[derive(Clone, Copy)]
pub struct Reference {
    /// Returns the entity; a function, because two entities may point to each other.
    pub entity: fn() -> &'static EntityDef,
}

impl std::fmt::Debug for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str((self.entity)().name)
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A truth value.
    Bool,
    /// A whole number of 64 bits.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// Text.
    Text,
    /// An ordered list of short texts.
    List,
    /// Bytes.
    Bytes,
    /// A UUID.
    Uuid,
    /// An instant, UTC, in milliseconds.
    Timestamp,
    /// A calendar date.
    Date,
    /// A JSON document.
    Json,
    /// One of these snake_case names.
    Enum(&'static [&'static str]),
}

/// A type with a name of its own that a field may have.
#[derive(Clone, Copy, Debug)]
pub enum Named {
    /// The id of an entity, such as `TicketId`.
    Id(&'static str),
    /// An enum.
    Enum(&'static EnumDef),
}

impl Named {
    /// Returns the type's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id(name) => name,
            Self::Enum(def) => def.name,
        }
    }
}

/// Everything that is declared about an enum.
#[derive(Debug)]
pub struct EnumDef {
    /// The type's name, such as `Level`.
    pub name: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// The snake_case name and the documentation of every variant, in order.
    pub variants: &'static [(&'static str, &'static str)],
}

/// Who may write a field, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writable {
    /// Only the library.
    Never,
    /// The caller, when the row is made.
    OnCreate,
    /// The caller, at any time.
    Always,
}

/// Which personal data a field holds (LGPD, Art. 5, I and II).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalData {
    /// None.
    None,
    /// A name, or what identifies a person by itself, such as a document's number.
    Identity,
    /// A way to reach a person: e-mail, telephone, address.
    Contact,
    /// Free text, in which a person may have written anything.
    Content,
    /// What a person did, and from where.
    Behaviour,
    /// A pointer to a person's row.
    Link,
    /// Data of the kinds in Art. 5, II.
    Sensitive,
}

/// What the erasure of a person does to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erase {
    /// Nothing, for the reason that the field's documentation gives.
    Keep,
    /// The field becomes null.
    Null,
    /// The field becomes empty.
    Blank,
    /// The field says that something was erased.
    Tombstone,
    /// The field gets a made-up value that points to nobody.
    Surrogate,
    /// The field becomes a keyed hash of itself.
    KeyedHash,
    /// The field becomes less precise.
    Generalise,
    /// The personal parts of the text are blacked out.
    RedactSpans,
    /// The row goes.
    DeleteRow,
    /// The file behind the field goes.
    DeleteBlob,
}

/// An index, and the rule that it enforces, if any.
#[derive(Debug)]
pub struct IndexDef {
    /// The index's name, unique in the database.
    pub name: &'static str,
    /// The columns after `organization_id`, which every index begins with.
    pub columns: &'static [&'static str],
    /// Whether no two rows may agree on all columns.
    pub unique: bool,
    /// The SQL condition of a partial index, the same text in both databases.
    pub condition: Option<&'static str>,
}

impl IndexDef {
    /// Returns the field that is named when a value is taken: the last column, by which rows of one parent differ.
    pub fn distinguishing(&self) -> &'static str {
        self.columns.last().copied().unwrap_or("id")
    }
}

impl FieldDef {
    /// Returns whether its value may be shown to whoever looks at a row in passing, as `Debug` and logs do.
    pub fn is_discreet(&self) -> bool {
        !self.secret && matches!(self.personal, PersonalData::None | PersonalData::Link)
    }
}

impl EntityDef {
    /// Returns the position of the field of that name.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Returns the field of that name.
    pub fn field(&self, name: &str) -> Option<&'static FieldDef> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Returns the name of the column that holds the tenant.
    pub fn tenant_column(&self) -> &'static str {
        if self.is_tenant { "id" } else { "organization_id" }
    }

    /// Returns the columns of the primary key.
    pub fn primary_key(&self) -> &'static [&'static str] {
        if self.is_tenant { &["id"] } else { &["organization_id", "id"] }
    }
}

impl PartialEq for EntityDef {
    fn eq(&self, other: &Self) -> bool {
        self.table == other.table
    }
}

impl Eq for EntityDef {}
