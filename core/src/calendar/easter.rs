//! The date of Easter, on which the movable feasts hang.

use chrono::NaiveDate;

/// Returns Easter Sunday of that year by the Gregorian computus (the anonymous algorithm of Nature, 1876, in the form of
/// Meeus, *Astronomical Algorithms*, chapter 8), or none before 1583, when the Gregorian calendar did not hold a whole year.
///
/// ```
/// use servicedesk::calendar::easter;
/// assert_eq!(easter(2026).unwrap().to_string(), "2026-04-05");
/// assert_eq!(easter(1582), None);
/// ```
pub fn easter(year: i32) -> Option<NaiveDate> {
    if year < 1583 {
        return None;
    }
    let golden = year % 19;
    let (century, in_century) = (year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let month_shift = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * month_shift + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_with_a_known_easter() {
        // The extremes of March 22 and April 25 among them.
        let known = [
            "1818-03-22",
            "1961-04-02",
            "2000-04-23",
            "2008-03-23",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2038-04-25",
            "2285-03-22",
        ];
        for date in known {
            let date: NaiveDate = date.parse().unwrap();
            assert_eq!(easter(chrono::Datelike::year(&date)), Some(date));
        }
    }

    #[test]
    fn it_is_always_a_sunday_between_march_22_and_april_25() {
        use chrono::Datelike as _;
        for year in 1583..=9999 {
            let date = easter(year).unwrap();
            assert_eq!(date.weekday(), chrono::Weekday::Sun, "{year}");
            assert!((322..=425).contains(&(date.month() * 100 + date.day())), "{year}");
        }
    }
}
