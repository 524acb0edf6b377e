-- Takes back: Consent, requests, retention, the register, incidents.

DROP TABLE "security_incident";
DROP TABLE "processing_record";
DROP TABLE "legal_hold";
DROP TABLE "retention_run";
DROP TABLE "retention_policy";
DROP TABLE "data_subject_request";
DROP TABLE "consent";
