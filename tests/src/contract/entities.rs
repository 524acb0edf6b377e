//! Entities that exist for the contract only: one with every kind of value, and one with every rule that a store keeps.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use servicedesk::clock::Timestamp;
use servicedesk::entity::{Entity, TextEnum};
use servicedesk::organization::OrganizationId;
use uuid::Uuid;

servicedesk::ids! {
    /// The id of a [`Specimen`].
    SpecimenId,
    /// The id of a [`Locker`].
    LockerId,
    /// The id of a [`Leaflet`].
    LeafletId,
}

/// One of a few names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum Shade {
    /// Neither.
    #[default]
    GreyBlue,
    /// Much light.
    Light,
    /// Little light.
    Dark,
}

/// Every kind of value, once where it may be absent and once where it may not.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "contract_specimen", internal)]
pub struct Specimen {
    /// The identifier.
    pub id: SpecimenId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// A truth value.
    pub flag: bool,
    /// A truth value, or nothing.
    pub maybe_flag: Option<bool>,
    /// A whole number; its name is a word of SQL.
    pub order: i64,
    /// A whole number, or nothing.
    pub maybe_order: Option<i64>,
    /// A decimal number.
    pub amount: Decimal,
    /// A decimal number, or nothing.
    pub maybe_amount: Option<Decimal>,
    /// Text.
    #[entity(public)]
    pub text: String,
    /// Text, or nothing.
    #[entity(public)]
    pub maybe_text: Option<String>,
    /// Texts.
    #[entity(public)]
    pub list: Vec<String>,
    /// Texts, or nothing.
    #[entity(public)]
    pub maybe_list: Option<Vec<String>>,
    /// Bytes.
    #[entity(public)]
    pub bytes: Vec<u8>,
    /// Bytes, or nothing.
    #[entity(public)]
    pub maybe_bytes: Option<Vec<u8>>,
    /// A UUID.
    pub mark: Uuid,
    /// A UUID, or nothing.
    pub maybe_mark: Option<Uuid>,
    /// An instant.
    pub instant: Timestamp,
    /// An instant, or nothing.
    pub maybe_instant: Option<Timestamp>,
    /// A date.
    pub day: NaiveDate,
    /// A date, or nothing.
    pub maybe_day: Option<NaiveDate>,
    /// A document.
    #[entity(public, members)]
    pub json: Json,
    /// A document, or nothing.
    #[entity(public, members)]
    pub maybe_json: Option<Json>,
    /// A name.
    pub shade: Shade,
    /// A name, or nothing.
    pub maybe_shade: Option<Shade>,
    /// Counts the changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Specimen {
    /// Returns one with nothing in it.
    pub fn empty(organization_id: OrganizationId, id: Uuid) -> Self {
        Self {
            id: id.into(),
            organization_id,
            flag: false,
            maybe_flag: None,
            order: 0,
            maybe_order: None,
            amount: Decimal::ZERO,
            maybe_amount: None,
            text: String::new(),
            maybe_text: None,
            list: Vec::new(),
            maybe_list: None,
            bytes: Vec::new(),
            maybe_bytes: None,
            mark: Uuid::nil(),
            maybe_mark: None,
            instant: Timestamp::EPOCH,
            maybe_instant: None,
            day: NaiveDate::default(),
            maybe_day: None,
            json: Json::Object(serde_json::Map::new()),
            maybe_json: None,
            shade: Shade::GreyBlue,
            maybe_shade: None,
            version: 1,
            created_at: Timestamp::EPOCH,
            updated_at: Timestamp::EPOCH,
        }
    }
}

/// Every rule that a store keeps: unique values, references, a lease, a counter in a range, soft deletion.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "contract_locker", soft)]
#[entity(index(name = "contract_locker_label", on = "label", unique))]
#[entity(index(name = "contract_locker_place", on = "shelf, place", unique, when = "deleted_at IS NULL"))]
#[entity(index(name = "contract_locker_rank", on = "rank, id"))]
pub struct Locker {
    /// The identifier.
    pub id: LockerId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// A name that no other locker has, deleted or not.
    #[entity(public)]
    pub label: Option<String>,
    /// With the place, where no other locker is that is not deleted.
    #[entity(public)]
    pub shelf: Option<String>,
    /// The place on the shelf.
    pub place: i64,
    /// The locker beside it.
    #[entity(references = Locker)]
    pub neighbour_id: Option<LockerId>,
    /// How many keys there are.
    #[entity(range(0, 100))]
    pub keys: i64,
    /// A number without a rule.
    pub rank: i64,
    /// What is in it.
    #[entity(public, members)]
    pub contents: Option<Json>,
    /// The worker that holds it.
    pub claimed_by: Option<Uuid>,
    /// Until when.
    pub claimed_until: Option<Timestamp>,
    /// Rises with every claim.
    pub claim_epoch: i64,
    /// Counts the changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

impl Locker {
    /// Returns an empty one at that place of no shelf.
    pub fn at(organization_id: OrganizationId, id: Uuid, place: i64) -> Self {
        Self {
            id: id.into(),
            organization_id,
            label: None,
            shelf: None,
            place,
            neighbour_id: None,
            keys: 0,
            rank: 0,
            contents: None,
            claimed_by: None,
            claimed_until: None,
            claim_epoch: 0,
            version: 1,
            created_at: Timestamp::EPOCH,
            updated_at: Timestamp::EPOCH,
            deleted_at: None,
        }
    }
}

/// What is found by its words: a title, a text, a list, and a shade that tells who may find it.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "contract_leaflet", soft, public_when = "shade = light")]
pub struct Leaflet {
    /// The identifier.
    pub id: LeafletId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// What names it.
    #[entity(public, searchable = title)]
    pub title: String,
    /// What it says.
    #[entity(public, searchable = body)]
    pub text: Option<String>,
    /// What it is about.
    #[entity(public, searchable = body)]
    pub tags: Vec<String>,
    /// What nobody finds it by.
    #[entity(public)]
    pub secret_note: Option<String>,
    /// Everybody finds it when it is light.
    pub shade: Shade,
    /// Counts the changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

impl Leaflet {
    /// Returns one that everybody finds.
    pub fn new(organization_id: OrganizationId, title: &str, text: &str) -> Self {
        Self {
            id: Uuid::now_v7().into(),
            organization_id,
            title: title.to_owned(),
            text: Some(text.to_owned()),
            tags: Vec::new(),
            secret_note: None,
            shade: Shade::Light,
            version: 1,
            created_at: Timestamp::EPOCH,
            updated_at: Timestamp::EPOCH,
            deleted_at: None,
        }
    }
}
