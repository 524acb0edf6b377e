//! What surveys say together: the satisfaction (CSAT), and how many would recommend the desk (NPS).

use rust_decimal::Decimal;

use crate::ticket::{SatisfactionSurvey, SurveyResults};

/// The least rating that counts as satisfied, of five.
const SATISFIED: i64 = 4;

/// Counts surveys, a page at a time.
#[derive(Default)]
pub(crate) struct Counting {
    answered: i64,
    overall: Ratings,
    speed: Ratings,
    solution: Ratings,
    agent: Ratings,
    promoters: i64,
    passives: i64,
    detractors: i64,
}

#[derive(Default)]
struct Ratings {
    count: i64,
    sum: i64,
    satisfied: i64,
}

impl Ratings {
    fn add(&mut self, rating: Option<i64>) {
        if let Some(rating) = rating {
            self.count += 1;
            self.sum += rating;
            self.satisfied += i64::from(rating >= SATISFIED);
        }
    }

    fn average(&self) -> Option<Decimal> {
        ratio(self.sum, self.count)
    }
}

/// Returns `part / whole` with two decimals, half away from zero; nothing of nothing.
fn ratio(part: i64, whole: i64) -> Option<Decimal> {
    let exact = Decimal::from(part).checked_div(whole.into())?;
    Some(exact.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize())
}

impl Counting {
    /// Counts one answered survey.
    pub(crate) fn add(&mut self, survey: &SatisfactionSurvey) {
        self.answered += 1;
        self.overall.add(survey.overall_rating);
        self.speed.add(survey.speed_rating);
        self.solution.add(survey.solution_rating);
        self.agent.add(survey.agent_rating);
        // Reichheld, "The One Number You Need to Grow" (2003): 9 and 10 promote, 7 and 8 are passive, the rest detract.
        match survey.recommendation {
            Some(9..) => self.promoters += 1,
            Some(7 | 8) => self.passives += 1,
            Some(_) => self.detractors += 1,
            None => {}
        }
    }

    /// Returns the figures.
    pub(crate) fn results(self) -> SurveyResults {
        let asked = self.promoters + self.passives + self.detractors;
        SurveyResults {
            answered: self.answered,
            satisfied_percent: ratio(self.overall.satisfied * 100, self.overall.count),
            overall_average: self.overall.average(),
            speed_average: self.speed.average(),
            solution_average: self.solution.average(),
            agent_average: self.agent.average(),
            promoters: self.promoters,
            passives: self.passives,
            detractors: self.detractors,
            net_promoter_score: ratio((self.promoters - self.detractors) * 100, asked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::entity::{Draft as _, Stamp};
    use crate::ticket::NewSatisfactionSurvey;

    fn survey(overall_rating: Option<i64>, recommendation: Option<i64>) -> SatisfactionSurvey {
        let stamp = Stamp { id: uuid::Uuid::from_u128(9), organization_id: Default::default(), at: Timestamp::EPOCH };
        SatisfactionSurvey::build(NewSatisfactionSurvey { overall_rating, recommendation, ..Default::default() }, stamp)
    }

    fn results(surveys: &[SatisfactionSurvey]) -> SurveyResults {
        let mut counting = Counting::default();
        surveys.iter().for_each(|survey| counting.add(survey));
        counting.results()
    }

    #[test]
    fn satisfaction_is_the_part_of_fours_and_fives() {
        let surveys: Vec<_> = [1, 3, 4, 5, 5, 5].map(|rating| survey(Some(rating), None)).into();
        let found = results(&surveys);
        assert_eq!(found.satisfied_percent, Some("66.67".parse().unwrap()));
        assert_eq!(found.overall_average, Some("3.83".parse().unwrap()));
        assert_eq!((found.answered, found.net_promoter_score), (6, None));
    }

    #[test]
    fn the_score_is_promoters_less_detractors() {
        let surveys: Vec<_> = (0..=10).map(|answer| survey(None, Some(answer))).collect();
        let found = results(&surveys);
        assert_eq!((found.promoters, found.passives, found.detractors), (2, 2, 7));
        assert_eq!(found.net_promoter_score, Some("-45.45".parse().unwrap()));
        assert_eq!(found.satisfied_percent, None);
    }

    #[test]
    fn nothing_says_nothing() {
        let found = results(&[]);
        assert_eq!((found.answered, found.satisfied_percent, found.net_promoter_score), (0, None, None));
    }
}
