//! What is done with data, and what went wrong.

use serde_json::Value as Json;

use crate::change::RiskLevel;
use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::organization::OrganizationId;
use crate::privacy::LegalBasis;

crate::ids! {
    /// The id of a [`ProcessingRecord`].
    ProcessingRecordId,
    /// The id of a [`SecurityIncident`].
    SecurityIncidentId,
}

/// A use of personal data, for the register (LGPD, Art. 37).
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "processing_record", editable)]
#[entity(index(name = "processing_record_name", on = "name", unique))]
pub struct ProcessingRecord {
    /// The identifier, a UUID of version 7.
    pub id: ProcessingRecordId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The name, unique in the organization.
    #[entity(max = 255, public)]
    pub name: String,
    /// For what.
    #[entity(max = 2_000, public)]
    pub purpose: String,
    /// On what ground.
    pub legal_basis: LegalBasis,
    /// Which data.
    #[entity(max = 50, public)]
    pub data_categories: Vec<String>,
    /// Whose data.
    #[entity(max = 50, public)]
    pub subject_categories: Vec<String>,
    /// Who gets them.
    #[entity(max = 50, public)]
    pub recipients: Vec<String>,
    /// Where they go abroad, and on what ground (Art. 33).
    #[entity(max = 65_536, public)]
    pub international_transfer: Option<Json>,
    /// For how long they are kept.
    #[entity(max = 2_000, public)]
    pub retention: Option<String>,
    /// How they are protected (Art. 46).
    #[entity(max = 8_192, public)]
    pub security_measures: Option<String>,
    /// Who decides about them (Art. 5, VI).
    #[entity(max = 255, public)]
    pub controller: Option<String>,
    /// Who uses them on whose behalf (Art. 5, VII).
    #[entity(max = 255, public)]
    pub processor: Option<String>,
    /// Whether it is done.
    #[entity(default = true)]
    pub is_active: bool,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}

/// Where an incident stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum IncidentStatus {
    /// It is known.
    #[default]
    Detected,
    /// It is being found out how bad it is.
    Assessing,
    /// Those were told who have to be.
    Notified,
    /// It is over.
    Closed,
}

/// Something that happened to personal data (LGPD, Art. 48).
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "security_incident", editable)]
#[entity(index(name = "security_incident_status", on = "status, notify_by, id"))]
pub struct SecurityIncident {
    /// The identifier, a UUID of version 7.
    pub id: SecurityIncidentId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// One line.
    #[entity(max = 255, personal(content, erase = redact_spans))]
    pub title: String,
    /// What happened.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub description: Option<String>,
    /// How bad it may be for those whose data they are.
    pub risk: RiskLevel,
    /// Where it stands.
    pub status: IncidentStatus,
    /// When it happened, UTC.
    pub occurred_at: Option<Timestamp>,
    /// When it became known, UTC.
    #[entity(on_create)]
    pub detected_at: Timestamp,
    /// Until when the authority has to be told, UTC.
    pub notify_by: Option<Timestamp>,
    /// When it was, UTC.
    pub authority_notified_at: Option<Timestamp>,
    /// When those whose data they are were, UTC.
    pub subjects_notified_at: Option<Timestamp>,
    /// How many people's data they are.
    #[entity(range(0, 1_000_000_000))]
    pub affected_count: Option<i64>,
    /// Which data.
    #[entity(max = 50, public)]
    pub data_categories: Vec<String>,
    /// What was done.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub measures: Option<String>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
