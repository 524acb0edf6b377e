//! What people agreed to and asked for.

use serde_json::Value as Json;

use crate::clock::Timestamp;
use crate::entity::{Entity, TextEnum};
use crate::identity::{User, UserId};
use crate::organization::OrganizationId;

crate::ids! {
    /// The id of a [`Consent`].
    ConsentId,
    /// The id of a [`DataSubjectRequest`].
    DataSubjectRequestId,
}

/// On what ground personal data are used (LGPD, Art. 7 and Art. 11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum LegalBasis {
    /// They agreed (Art. 7, I).
    #[default]
    Consent,
    /// The law demands it (Art. 7, II).
    LegalObligation,
    /// A public policy is carried out (Art. 7, III).
    PublicPolicy,
    /// Research (Art. 7, IV).
    Research,
    /// A contract is carried out (Art. 7, V).
    Contract,
    /// Rights are exercised in proceedings (Art. 7, VI).
    LegalProceedings,
    /// Life is protected (Art. 7, VII).
    LifeProtection,
    /// Health is protected (Art. 7, VIII).
    HealthProtection,
    /// A legitimate interest (Art. 7, IX).
    LegitimateInterest,
    /// Credit is protected (Art. 7, X).
    CreditProtection,
    /// Fraud is prevented, for sensitive data (Art. 11, II, g).
    FraudPrevention,
}

/// What was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum ConsentEvent {
    /// Yes.
    #[default]
    Given,
    /// No longer.
    Withdrawn,
}

/// That somebody agreed to a purpose, or no longer does. Never changed.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "consent", recorded)]
#[entity(index(name = "consent_subject", on = "subject, purpose, created_at, id"))]
#[entity(index(name = "consent_user", on = "user_id, purpose, created_at, id", when = "user_id IS NOT NULL"))]
pub struct Consent {
    /// The identifier, a UUID of version 7.
    pub id: ConsentId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person, when they are known to the desk; a record outlives their row.
    #[entity(on_create, personal(link, erase = keep))]
    pub user_id: Option<UserId>,
    /// The person, by an address or an id of the host's.
    #[entity(max = 254, on_create, personal(identity, erase = keyed_hash))]
    pub subject: String,
    /// For what.
    #[entity(max = 100, on_create, public)]
    pub purpose: String,
    /// What was said.
    #[entity(on_create)]
    pub event: ConsentEvent,
    /// On what ground.
    #[entity(on_create)]
    pub legal_basis: LegalBasis,
    /// Which version of the notice they read.
    #[entity(max = 50, on_create, public)]
    pub text_version: String,
    /// The SHA-256 of the notice, in hexadecimal.
    #[entity(max = 64, on_create, public)]
    pub text_hash: Option<String>,
    /// How they said it.
    #[entity(max = 50, on_create, public)]
    pub channel: Option<String>,
    /// Who said it for a child (Art. 14).
    #[entity(max = 255, on_create, personal(identity, erase = null))]
    pub guardian: Option<String>,
    /// What shows it.
    #[entity(max = 65_536, on_create, personal(behaviour, erase = null))]
    pub evidence: Option<Json>,
    /// When they said it, UTC.
    #[entity(on_create)]
    pub occurred_at: Timestamp,
    /// When it was made, UTC.
    pub created_at: Timestamp,
}

/// What somebody asks for (LGPD, Art. 18, Art. 19 and Art. 20).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum SubjectRight {
    /// Whether their data are used (Art. 18, I).
    Confirmation,
    /// Their data (Art. 18, II).
    #[default]
    Access,
    /// That they are put right (Art. 18, III).
    Correction,
    /// That they are made anonymous, blocked or erased as unneeded (Art. 18, IV).
    Anonymisation,
    /// Their data, to take elsewhere (Art. 18, V).
    Portability,
    /// That those are erased which they agreed to (Art. 18, VI).
    Erasure,
    /// With whom they were shared (Art. 18, VII).
    Sharing,
    /// What follows from saying no (Art. 18, VIII).
    RefusalInformation,
    /// That they no longer agree (Art. 18, IX).
    Withdrawal,
    /// That somebody looks at what a program decided (Art. 20).
    AutomatedReview,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, TextEnum)]
pub enum RequestStatus {
    /// It came in.
    #[default]
    Received,
    /// It is being found out who asks.
    Verifying,
    /// It is being done.
    InProgress,
    /// It was done.
    Completed,
    /// Some of it was done.
    PartiallyCompleted,
    /// It was not.
    Refused,
    /// They no longer ask.
    Cancelled,
}

/// What somebody asks about their data.
#[derive(Clone, PartialEq, Entity)]
#[entity(table = "data_subject_request", editable)]
#[entity(index(name = "data_subject_request_status", on = "status, due_at, id"))]
#[entity(index(name = "data_subject_request_user", on = "user_id, created_at, id", when = "user_id IS NOT NULL"))]
pub struct DataSubjectRequest {
    /// The identifier, a UUID of version 7.
    pub id: DataSubjectRequestId,
    /// The organization it belongs to.
    pub organization_id: OrganizationId,
    /// The person, when they are known to the desk.
    #[entity(references = User, on_create, personal(link, erase = null))]
    pub user_id: Option<UserId>,
    /// Their name.
    #[entity(max = 255, personal(identity, erase = null))]
    pub subject_name: Option<String>,
    /// Their address.
    #[entity(max = 254, personal(contact, erase = null))]
    pub subject_email: Option<String>,
    /// What they ask for.
    #[entity(on_create)]
    pub right: SubjectRight,
    /// What they wrote.
    #[entity(max = 65_536, personal(content, erase = redact_spans))]
    pub details: Option<String>,
    /// Who asks for them.
    #[entity(max = 255, personal(identity, erase = null))]
    pub representative: Option<String>,
    /// Where it stands.
    pub status: RequestStatus,
    /// When it came in, UTC.
    #[entity(on_create)]
    pub received_at: Timestamp,
    /// Until when it has to be answered, UTC.
    pub due_at: Option<Timestamp>,
    /// How it was found out who asks, such as `govbr_gold`.
    #[entity(max = 100, public)]
    pub identity_proof: Option<String>,
    /// When it was, UTC.
    pub identity_verified_at: Option<Timestamp>,
    /// What they got.
    #[entity(max = 1_048_576, personal(content, erase = redact_spans))]
    pub result: Option<Json>,
    /// Why they did not.
    #[entity(max = 8_192, personal(content, erase = redact_spans))]
    pub refusal_reason: Option<String>,
    /// When it was answered, UTC.
    pub completed_at: Option<Timestamp>,
    /// Who answered.
    #[entity(references = User, personal(link, erase = null))]
    pub handled_by_id: Option<UserId>,
    /// Counts the changes, from 1; a change names the version that it was decided on.
    pub version: i64,
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it was last changed, UTC.
    pub updated_at: Timestamp,
}
