//! Brazil: who people are to gov.br.

mod model;

pub use model::{DocumentKind, GovBrIdentity, GovBrIdentityId, GovBrIdentityPatch, GovBrLevel, NewGovBrIdentity};
