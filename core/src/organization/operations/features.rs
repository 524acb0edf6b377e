//! What an organization has switched on.

use crate::error::Result;
use crate::operation::operations;
use crate::organization::{TenantConfiguration, rules};
use crate::query::{Query, field};
use crate::scope::Scope;

#[operations(FEATURES)]
impl Scope {
    /// Returns whether a feature is switched on in the configuration named `default`: `ai`, `whatsapp`, `govbr`,
    /// `advanced_analytics`, `problems_resolve_incidents`, or one of its custom features. What nobody switched on is off.
    ///
    /// # Errors
    /// [`Code::FormatInvalid`](crate::Code::FormatInvalid) with `name`, for what no feature could be called.
    pub async fn is_feature_on(&self, name: &str) -> Result<bool> {
        rules::check_feature_name("name", name)?;
        let configuration: Option<TenantConfiguration> =
            self.snapshot(&[self.configuration_query()]).await?.optional()?;
        Ok(configuration.is_some_and(|configuration| rules::is_on(&configuration, name)))
    }

    /// Asks for the configuration that the library itself reads.
    pub(crate) fn configuration_query(&self) -> Query {
        self.query::<TenantConfiguration>().filter(field(TenantConfiguration::NAME).is(rules::CONFIGURATION)).limit(1)
    }
}
