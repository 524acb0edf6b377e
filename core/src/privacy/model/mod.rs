//! The entities of this area.

mod register;
mod retention;
mod subject;

pub use register::{
    IncidentStatus, NewProcessingRecord, NewSecurityIncident, ProcessingRecord, ProcessingRecordId,
    ProcessingRecordPatch, SecurityIncident, SecurityIncidentId, SecurityIncidentPatch,
};
pub use retention::{
    LegalHold, LegalHoldId, LegalHoldPatch, NewLegalHold, NewRetentionPolicy, NewRetentionRun, RetentionAction,
    RetentionPolicy, RetentionPolicyId, RetentionPolicyPatch, RetentionRun, RetentionRunId,
};
pub use subject::{
    Consent, ConsentEvent, ConsentId, DataSubjectRequest, DataSubjectRequestId, DataSubjectRequestPatch, LegalBasis,
    NewConsent, NewDataSubjectRequest, RequestStatus, SubjectRight,
};
