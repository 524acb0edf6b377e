//! Asking for an opinion, giving one, and what the opinions say together.

use rust_decimal::Decimal;

use super::attached::SatisfactionSurvey;
use crate::operation::Shape;

/// A survey, and the token with which it is answered.
///
/// Printing it does not show the token.
#[derive(Clone, Shape)]
pub struct SentSurvey {
    /// The survey.
    pub survey: SatisfactionSurvey,
    /// What goes into the letter. It is told this once; the desk keeps its hash.
    pub token: String,
}

impl std::fmt::Debug for SentSurvey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SentSurvey").field("survey", &self.survey).finish_non_exhaustive()
    }
}

/// What somebody thought of the help that they got; each part may be left out.
///
/// Printing it does not show the comment.
#[derive(Clone, Default, PartialEq, Eq, Shape)]
pub struct SurveyAnswers {
    /// How content they were, from 1 to 5 (CSAT).
    pub overall_rating: Option<i64>,
    /// How content with the time that it took, from 1 to 5.
    pub speed_rating: Option<i64>,
    /// How content with the solution, from 1 to 5.
    pub solution_rating: Option<i64>,
    /// How content with whoever helped, from 1 to 5.
    pub agent_rating: Option<i64>,
    /// How likely they would recommend the desk, from 0 to 10 (NPS).
    pub recommendation: Option<i64>,
    /// What they wrote.
    pub comment: Option<String>,
}

impl std::fmt::Debug for SurveyAnswers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SurveyAnswers")
            .field("overall_rating", &self.overall_rating)
            .field("recommendation", &self.recommendation)
            .finish_non_exhaustive()
    }
}

/// What the surveys of a time say together. A figure is nothing when nobody answered its question.
#[derive(Clone, Debug, PartialEq, Eq, Shape)]
pub struct SurveyResults {
    /// How many were answered.
    pub answered: i64,
    /// How many of a hundred were satisfied: gave a 4 or a 5 overall (CSAT), to two decimals.
    pub satisfied_percent: Option<Decimal>,
    /// The average of the overall rating, to two decimals.
    pub overall_average: Option<Decimal>,
    /// The average of the rating of speed, to two decimals.
    pub speed_average: Option<Decimal>,
    /// The average of the rating of the solution, to two decimals.
    pub solution_average: Option<Decimal>,
    /// The average of the rating of the agent, to two decimals.
    pub agent_average: Option<Decimal>,
    /// How many would recommend the desk: gave 9 or 10.
    pub promoters: i64,
    /// How many gave 7 or 8.
    pub passives: i64,
    /// How many gave 6 or less.
    pub detractors: i64,
    /// The Net Promoter Score: promoters less detractors, of a hundred, from -100 to 100, to two decimals.
    pub net_promoter_score: Option<Decimal>,
}
