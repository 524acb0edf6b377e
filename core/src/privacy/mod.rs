//! Privacy: what the law on personal data (LGPD, Lei 13.709/2018) asks to be kept and shown.

mod model;

pub use model::{
    Consent, ConsentEvent, ConsentId, DataSubjectRequest, DataSubjectRequestId, DataSubjectRequestPatch,
    IncidentStatus, LegalBasis, LegalHold, LegalHoldId, LegalHoldPatch, NewConsent, NewDataSubjectRequest,
    NewLegalHold, NewProcessingRecord, NewRetentionPolicy, NewRetentionRun, NewSecurityIncident, ProcessingRecord,
    ProcessingRecordId, ProcessingRecordPatch, RequestStatus, RetentionAction, RetentionPolicy, RetentionPolicyId,
    RetentionPolicyPatch, RetentionRun, RetentionRunId, SecurityIncident, SecurityIncidentId, SecurityIncidentPatch,
    SubjectRight,
};
