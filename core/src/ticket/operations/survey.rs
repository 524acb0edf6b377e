//! Asking people what they thought of the help, and taking their answers, each once and in time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::clock::Timestamp;
use crate::entity::{Draft as _, Entity as _, Value};
use crate::error::{Code, Error, Result};
use crate::hexadecimal::hexadecimal;
use crate::operation::operations;
use crate::query::{MAX_LIMIT, Sort, field};
use crate::scope::{Refusal, Scope, not_found};
use crate::ticket::rules::survey::Counting;
use crate::ticket::{
    NewSatisfactionSurvey, SatisfactionSurvey, SentSurvey, SurveyAnswers, SurveyResults, Ticket, TicketId,
};

/// The longest time that a survey can be answered, in days.
const MAX_DAYS: i64 = 366;
const MILLIS_PER_DAY: i64 = 86_400_000;
/// The length of a token in characters: 32 bytes in base64url.
const TOKEN_LENGTH: usize = 43;

/// The surveys of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Surveys<'a> {
    scope: &'a Scope,
}

impl Scope {
    /// Returns the surveys of the organization.
    pub fn surveys(&self) -> Surveys<'_> {
        Surveys { scope: self }
    }
}

#[operations(SURVEYS)]
impl Surveys<'_> {
    /// Makes a survey about a ticket, for its requester, and the token with which it is answered within that many days.
    ///
    /// The token is random, of 244 bits, and told this once; the desk keeps its SHA-256 (so does everybody who reads the desk's
    /// backups). Sending the letter is the host's.
    ///
    /// # Errors
    /// [`Code::ReferenceMissing`] with `ticket_id`, [`Code::NumberRange`] for days outside 1 to 366, [`Code::AlreadyThere`] when
    /// it is repeated with its batch id: the token cannot be told again.
    pub async fn send(&self, ticket_id: TicketId, valid_days: i64) -> Result<SentSurvey> {
        if !(1..=MAX_DAYS).contains(&valid_days) {
            return Err(Error::new(Code::NumberRange).field("valid_days").with("min", 1).with("max", MAX_DAYS));
        }
        let mut secret = [0; 32];
        secret[..16].copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        secret[16..].copy_from_slice(uuid::Uuid::new_v4().as_bytes());
        let token = URL_SAFE_NO_PAD.encode(secret);
        let attempt = async || {
            let ticket: Option<Ticket> =
                self.scope.snapshot(&[self.scope.query_id::<Ticket>(ticket_id)]).await?.optional()?;
            let ticket =
                ticket.ok_or_else(|| Error::new(Code::ReferenceMissing).field(SatisfactionSurvey::TICKET_ID))?;
            let mut work = self.scope.unit_of_work();
            let now = work.now();
            let new = NewSatisfactionSurvey {
                ticket_id,
                user_id: ticket.requester_id,
                token_hash: Some(hash(&token)),
                sent_at: Some(now),
                expires_at: Some(now.plus_millis(valid_days * MILLIS_PER_DAY)),
                ..Default::default()
            };
            let survey = work.insert(SatisfactionSurvey::build(new, self.scope.stamp(now)))?;
            let commit = work.commit().await?;
            // The token of the first call cannot be told again.
            match commit.replayed {
                true => Err(Error::new(Code::AlreadyThere).with("entity", SatisfactionSurvey::DEF.name).into()),
                false => Ok::<_, Refusal>(survey),
            }
        };
        let survey = self
            .scope
            .once(attempt, async |_| Err(Error::new(Code::AlreadyThere).with("entity", SatisfactionSurvey::DEF.name)));
        Ok(SentSurvey { survey: survey.await?, token })
    }

    /// Takes the answers of whoever holds the token, once and until the survey expires.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a token that is none, [`Code::SurveyAnswered`], [`Code::SurveyExpired`], [`Code::NumberRange`] and
    /// [`Code::TextTooLong`] with the field, [`Code::Required`] when nothing is answered.
    pub async fn answer(&self, token: &str, answers: SurveyAnswers) -> Result<SatisfactionSurvey> {
        if token.len() != TOKEN_LENGTH {
            return Err(not_found::<SatisfactionSurvey>());
        }
        if answers == SurveyAnswers::default() {
            return Err(Error::new(Code::Required).field(SatisfactionSurvey::OVERALL_RATING));
        }
        let find = || {
            // The database compares hashes, whose order says nothing about the token.
            let held = field(SatisfactionSurvey::TOKEN_HASH).is(hash(token));
            self.scope.query::<SatisfactionSurvey>().filter(held).limit(1)
        };
        let attempt = async || {
            let before: SatisfactionSurvey = self.scope.snapshot(&[find()]).await?.required()?;
            let mut work = self.scope.unit_of_work();
            if before.answered_at.is_some() {
                return Err(Error::new(Code::SurveyAnswered).into());
            }
            if before.expires_at.is_some_and(|end| end <= work.now()) {
                return Err(Error::new(Code::SurveyExpired).into());
            }
            let mut after = before.clone();
            after.overall_rating = answers.overall_rating;
            after.speed_rating = answers.speed_rating;
            after.solution_rating = answers.solution_rating;
            after.agent_rating = answers.agent_rating;
            after.recommendation = answers.recommendation;
            after.comment = answers.comment.clone().filter(|comment| !comment.trim().is_empty());
            after.answered_at = Some(work.now());
            let after = work.update(before, after)?;
            work.commit().await?;
            Ok(after)
        };
        self.scope.once(attempt, async |_| self.scope.snapshot(&[find()]).await?.required()).await
    }

    /// Returns what the surveys say together that were answered from `since` on and before `until`.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Corrupt`.
    pub async fn results(&self, since: Timestamp, until: Timestamp) -> Result<SurveyResults> {
        let answered = field(SatisfactionSurvey::ANSWERED_AT)
            .at_least(since)
            .and(field(SatisfactionSurvey::ANSWERED_AT).less_than(until));
        let mut query = self
            .scope
            .query::<SatisfactionSurvey>()
            .filter(answered)
            .sort([Sort::ascending(SatisfactionSurvey::ANSWERED_AT)])
            .limit(MAX_LIMIT);
        let mut counting = Counting::default();
        loop {
            let surveys: Vec<SatisfactionSurvey> = self.scope.snapshot(std::slice::from_ref(&query)).await?.list()?;
            surveys.iter().for_each(|survey| counting.add(survey));
            match surveys.last() {
                Some(last) if surveys.len() == MAX_LIMIT as usize => {
                    let at = last.answered_at.map_or(Value::Null, Value::from);
                    query.after = Some(vec![at, Value::Uuid(last.id.into())]);
                }
                _ => return Ok(counting.results()),
            }
        }
    }
}

fn hash(token: &str) -> String {
    hexadecimal(&Sha256::digest(token.as_bytes()))
}
