//! Taking a product's database over, as hosts use it.

use super::report::AdoptionReport;
use super::run::Run;
use super::{Encrypt, Product};
use crate::error::Result;
use crate::operation::operations;
use crate::scope::Scope;

/// What an adoption may be told.
#[derive(Clone, Default)]
pub struct Options {
    /// The key of the organization whose rows are taken, where the product has several; without one, the only one there is.
    pub organization: Option<String>,
    /// What encrypts the secrets of the source; without it they stay behind and are told.
    pub encrypt: Option<Encrypt>,
    /// Leaves the comparison of the desk with the source out, so that a rehearsal or a measurement is of the writing alone;
    /// the report has no checksums then.
    pub without_proof: bool,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("organization", &self.organization)
            .field("encrypt", &self.encrypt.is_some())
            .field("without_proof", &self.without_proof)
            .finish()
    }
}

impl Scope {
    /// Brings the database of a product at `address`, a SQLite file or a `postgres://` URL, into this organization, and
    /// compares what the desk has afterwards with the source.
    ///
    /// An organization that is not there is made of the product's own row for it. What is there already, from an earlier run,
    /// is left alone and compared, so that a run that was interrupted is repeated; until it has come to its end, nobody should
    /// make tickets in the organization. The source is only read.
    ///
    /// # Errors
    /// [`Code::AdoptionSource`](crate::Code::AdoptionSource) when the database cannot be read or is no database of the
    /// product, [`Code::AdoptionTenant`](crate::Code::AdoptionTenant) when it has several organizations and none of them is
    /// named, [`Code::NotFound`](crate::Code::NotFound) when neither the desk nor the product has a row for the organization;
    /// kind `Unavailable` or `Corrupt`. What is wrong with single rows is no error but a finding of the report.
    pub async fn adopt(&self, product: Product, address: &str, options: &Options) -> Result<AdoptionReport> {
        Run::open(self, product, address, options)?.run().await
    }
}

#[operations(ADOPTION)]
impl Scope {
    /// Brings the database of a product at `address`, a SQLite file or a `postgres://` URL, into this organization, and
    /// compares what the desk has afterwards with the source; `organization` is the key of the product's organization whose
    /// rows are taken, where it has several. Secrets stay behind and are told. It can be repeated.
    ///
    /// # Errors
    /// As [`Scope::adopt`].
    pub async fn adopt_from(
        &self,
        product: Product,
        address: &str,
        organization: Option<String>,
    ) -> Result<AdoptionReport> {
        self.adopt(product, address, &Options { organization, ..Options::default() }).await
    }
}
