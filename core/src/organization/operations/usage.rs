//! Counting the calls of an organization's programs against the limit of its month, hour by hour and endpoint by endpoint.

use crate::clock::Timestamp;
use crate::entity::{Draft as _, Entity as _};
use crate::error::{Code, Error, Result};
use crate::identity::ApiKeyId;
use crate::integration::{ApiUsage, NewApiUsage, UsagePeriod};
use crate::operation::{Shape, operations};
use crate::organization::rules::{self, Limits};
use crate::organization::{Organization, TenantConfiguration};
use crate::query::{Query, field};
use crate::scope::{Refusal, Scope};
use crate::store::Commit;
use crate::unit_of_work::UnitOfWork;

/// The length of an hour in milliseconds.
const HOUR: i64 = 3_600_000;

/// A call of the host's interface that is counted; who called is the actor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Shape)]
pub struct ApiCall {
    /// The endpoint, such as `/tickets/{id}`; without what tells one row from another.
    pub endpoint: String,
    /// The method (RFC 9110).
    pub method: String,
    /// The key that was used.
    pub api_key_id: Option<ApiKeyId>,
    /// Whether it failed, when that is known already.
    pub failed: bool,
    /// How long it took in milliseconds, when that is known already.
    pub duration_ms: Option<i64>,
    /// How many bytes came in.
    pub request_bytes: Option<i64>,
    /// How many bytes went out.
    pub response_bytes: Option<i64>,
}

/// How many calls an organization has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Shape)]
pub struct ApiAllowance {
    /// How many it may make in a calendar month of its time zone; nothing for any number.
    pub limit: Option<i64>,
    /// How many it made in this month, this one included.
    pub used: i64,
    /// How many are left in this month; nothing for any number.
    pub left: Option<i64>,
    /// When the next month begins, UTC.
    pub resets_at: Timestamp,
}

/// What is known of the hour of a call.
struct Hour {
    query: Query,
    usage: Option<ApiUsage>,
}

#[operations(USAGE)]
impl Scope {
    /// Counts one call and returns how many are left. The hour's [`ApiUsage`] of endpoint, method, key and person is kept with it;
    /// a call beyond the limit is counted there, too, as one that was refused.
    ///
    /// # Errors
    /// [`Code::ApiCallLimit`] with the limit and when it resets; [`Code::OrganizationInactive`]; kind `Invalid` with the field of
    /// [`ApiUsage`].
    pub async fn count_api_call(&self, call: &ApiCall) -> Result<ApiAllowance> {
        let attempt = async || {
            let (limits, hour) = self.load_usage(call).await?;
            let limits = Limits { organization: &limits.0, configuration: limits.1.as_ref() };
            Self::check_active(limits.organization)?;
            let mut work = self.unit_of_work();
            let now = work.now();
            let zone = rules::zone(limits.organization);
            work.next(rules::api_call_counter(&zone, now), 1, limits.api_calls());
            self.keep(&mut work, hour, call, false)?;
            let commit = work.commit().await.map_err(|refusal| match refusal {
                Refusal::Final(error) => Refusal::Final(limits.explain(error, now)),
                again @ Refusal::Again(_) => again,
            })?;
            Ok(allowance(&limits, &commit, now))
        };
        let counted = self.retry(attempt).await;
        if counted.as_ref().is_err_and(|error| error.code() == Code::ApiCallLimit) {
            self.part(1).count_refused(call).await?;
        }
        counted
    }

    /// Counts a call that was refused.
    async fn count_refused(&self, call: &ApiCall) -> Result<()> {
        let attempt = async || {
            let (_, hour) = self.load_usage(call).await?;
            let mut work = self.unit_of_work();
            self.keep(&mut work, hour, call, true)?;
            work.commit().await.map(|_| ())
        };
        self.retry(attempt).await
    }

    async fn load_usage(&self, call: &ApiCall) -> Result<((Organization, Option<TenantConfiguration>), Hour)> {
        let condition = field(ApiUsage::PERIOD)
            .is(UsagePeriod::Hour)
            .and(field(ApiUsage::STARTS_AT).is(hour_of(self.desk().now())))
            .and(field(ApiUsage::ENDPOINT).is(text(ApiUsage::ENDPOINT, &call.endpoint)?))
            .and(field(ApiUsage::METHOD).is(text(ApiUsage::METHOD, &call.method)?))
            .and(field(ApiUsage::API_KEY_ID).is(call.api_key_id))
            .and(field(ApiUsage::USER_ID).is(self.actor().user_id()));
        let query = self.query::<ApiUsage>().filter(condition).limit(1);
        let queries =
            [self.query_id::<Organization>(self.organization_id()), self.configuration_query(), query.clone()];
        let mut snapshot = self.snapshot(&queries).await?;
        let limits = (snapshot.required()?, snapshot.optional()?);
        Ok((limits, Hour { query, usage: snapshot.optional()? }))
    }

    /// Adds the call to its hour.
    fn keep(&self, work: &mut UnitOfWork<'_>, hour: Hour, call: &ApiCall, refused: bool) -> Result<()> {
        let now = work.now();
        let duration = call.duration_ms.unwrap_or_default();
        let new = NewApiUsage {
            period: UsagePeriod::Hour,
            starts_at: hour_of(now),
            endpoint: call.endpoint.clone(),
            method: call.method.clone(),
            api_key_id: call.api_key_id,
            user_id: self.actor().user_id(),
            request_count: 1,
            error_count: i64::from(call.failed),
            limited_count: i64::from(refused),
            total_duration_ms: duration,
            max_duration_ms: duration,
            request_bytes: call.request_bytes.unwrap_or_default(),
            response_bytes: call.response_bytes.unwrap_or_default(),
        };
        let gain = ApiUsage::build(new, self.stamp(now));
        let Some(usage) = hour.usage else {
            work.insert(gain)?;
            // Of two who begin an hour, the second finds the row of the first.
            work.expect_unchanged(hour.query, Vec::new());
            return Ok(());
        };
        crate::entity::check_row(ApiUsage::DEF, &gain.clone().into_row())?;
        // Sums are added to, so that callers do not wait for each other's versions.
        for (field, by) in [
            (ApiUsage::REQUEST_COUNT, gain.request_count),
            (ApiUsage::ERROR_COUNT, gain.error_count),
            (ApiUsage::LIMITED_COUNT, gain.limited_count),
            (ApiUsage::TOTAL_DURATION_MS, gain.total_duration_ms),
            (ApiUsage::REQUEST_BYTES, gain.request_bytes),
            (ApiUsage::RESPONSE_BYTES, gain.response_bytes),
        ] {
            if by != 0 {
                work.add(ApiUsage::DEF, usage.id, field, by, None);
            }
        }
        if gain.max_duration_ms > usage.max_duration_ms {
            work.update(usage.clone(), ApiUsage { max_duration_ms: gain.max_duration_ms, ..usage })?;
        }
        Ok(())
    }
}

/// Returns the beginning of the hour, UTC.
fn hour_of(at: Timestamp) -> Timestamp {
    at.plus_millis(-at.as_millis().rem_euclid(HOUR))
}

/// Returns a text that a question may hold.
fn text<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    if text.contains('\0') { Err(Error::new(Code::TextNul).field(field)) } else { Ok(text) }
}

fn allowance(limits: &Limits<'_>, commit: &Commit, now: Timestamp) -> ApiAllowance {
    let (limit, used) = (limits.api_calls(), commit.allocated.first().copied().unwrap_or_default());
    ApiAllowance { limit, used, left: limit.map(|limit| (limit - used).max(0)), resets_at: limits.resets_at(now) }
}
