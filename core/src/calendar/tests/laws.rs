//! What holds for every calendar, on random ones, near the days on which clocks change.

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::random::calendar;
use super::slow::Slow;
use crate::calendar::{Calendar, CalendarDefinition, Pauses, SegmentKind};
use crate::clock::Timestamp;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// The instant so many minutes after the beginning of the third day before `date`, UTC.
fn near(date: NaiveDate, minutes: i64) -> i64 {
    (i64::from(date.num_days_from_ce()) - 719_163 - 3) * DAY + minutes * MINUTE
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis).unwrap()
}

fn millis(millis: i64) -> TimeDelta {
    TimeDelta::milliseconds(millis)
}

/// A minute of the seven days around the odd one.
fn minute() -> impl Strategy<Value = i64> {
    0_i64..7 * 1440
}

fn compiled(definition: &CalendarDefinition) -> Calendar {
    Calendar::new(definition.clone()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn it_agrees_with_a_walk_minute_by_minute((definition, date) in calendar(), from in minute(), to in minute(), minutes in 0_i64..2000) {
        let (quick, slow) = (compiled(&definition), Slow::new(&definition));
        let (from, to) = (near(date, from.min(to)), near(date, from.max(to)));
        prop_assert_eq!(quick.is_open(at(from)).unwrap(), slow.is_open(from));
        prop_assert_eq!(quick.elapsed(at(from), at(to)).unwrap(), millis(slow.elapsed(from, to)));
        if minutes > 0 && let Some(due) = slow.deadline(from, minutes, 12) {
            prop_assert_eq!(quick.deadline(at(from), millis(minutes * MINUTE)).unwrap(), at(due));
        }
        if minutes > 0 && let Some(began) = slow.subtract(to, minutes, 12) {
            prop_assert_eq!(quick.subtract(at(to), millis(minutes * MINUTE)).unwrap(), at(began));
        }
    }

    #[test]
    fn openings_and_closings_are_where_the_walk_changes((definition, date) in calendar(), from in minute()) {
        let (quick, slow) = (compiled(&definition), Slow::new(&definition));
        let from = near(date, from);
        let opening = (from..from + 3 * DAY).step_by(MINUTE as usize).find(|&minute| slow.is_open(minute));
        if let Some(opening) = opening {
            prop_assert_eq!(quick.next_open(at(from)).unwrap(), at(opening));
        }
        let closing = (0..3 * 1440).map(|back| from - back * MINUTE).find(|&minute| slow.is_open(minute - MINUTE));
        if let Some(closing) = closing {
            prop_assert_eq!(quick.previous_close(at(from)).unwrap(), at(closing));
        }
    }

    #[test]
    fn elapsed_undoes_deadline_and_subtract((definition, date) in calendar(), from in minute(), span in 0_i64..40 * DAY) {
        let calendar = compiled(&definition);
        let start = at(near(date, from) + span % MINUTE);
        if let Ok(due) = calendar.deadline(start, millis(span)) {
            prop_assert_eq!(calendar.elapsed(start, due).unwrap(), millis(span));
            prop_assert_eq!(calendar.elapsed(due, start).unwrap(), -millis(span));
            // It is the first such instant, and `subtract` finds the last one that leads there.
            if span > 0 {
                prop_assert!(calendar.elapsed(start, due.plus_millis(-1)).unwrap() < millis(span));
                let back = calendar.subtract(due, millis(span)).unwrap();
                prop_assert!(back >= start);
                prop_assert_eq!(calendar.elapsed(back, due).unwrap(), millis(span));
                prop_assert!(calendar.elapsed(back.plus_millis(1), due).unwrap() < millis(span));
            } else {
                prop_assert_eq!(due, start);
            }
        }
    }

    #[test]
    fn longer_takes_longer_and_parts_add_up((definition, date) in calendar(), from in minute(), first in 1_i64..10 * DAY, second in 1_i64..10 * DAY, cut in minute()) {
        let calendar = compiled(&definition);
        let start = at(near(date, from));
        if let Ok(end) = calendar.deadline(start, millis(first + second)) {
            let middle = calendar.deadline(start, millis(first)).unwrap();
            prop_assert!(middle < end);
            prop_assert_eq!(calendar.deadline(middle, millis(second)).unwrap(), end);
            let cut = at(near(date, cut));
            prop_assert_eq!(
                calendar.elapsed(start, cut).unwrap() + calendar.elapsed(cut, end).unwrap(),
                calendar.elapsed(start, end).unwrap()
            );
        }
    }

    #[test]
    fn segments_are_seamless_and_sum_to_what_elapsed((definition, date) in calendar(), from in minute(), to in minute()) {
        let calendar = compiled(&definition);
        let (from, to) = (at(near(date, from.min(to))), at(near(date, from.max(to))));
        let segments = calendar.segments(from, to).unwrap();
        let mut reached = from;
        let mut open = TimeDelta::zero();
        for segment in &segments {
            prop_assert_eq!(segment.start, reached);
            prop_assert!(segment.end > segment.start);
            reached = segment.end;
            if segment.kind == SegmentKind::Open {
                open += millis(segment.end.as_millis() - segment.start.as_millis());
            }
            prop_assert_eq!(calendar.is_open(segment.start).unwrap(), segment.kind == SegmentKind::Open);
        }
        prop_assert_eq!(reached, to);
        prop_assert_eq!(open, calendar.elapsed(from, to).unwrap());
    }

    #[test]
    fn a_pause_moves_a_deadline_by_the_open_time_it_holds((definition, date) in calendar(), from in minute(), pauses in prop::collection::vec((minute(), 1_i64..900), 0..4), span in 1_i64..3 * DAY) {
        let calendar = compiled(&definition);
        let start = at(near(date, from));
        let pauses = Pauses::new(pauses.into_iter().map(|(minute, length)| (at(near(date, minute)), at(near(date, minute + length)))));
        if let Ok(due) = calendar.deadline_without(&pauses, start, millis(span)) {
            prop_assert_eq!(calendar.elapsed_without(&pauses, start, due).unwrap(), millis(span));
            prop_assert!(calendar.elapsed_without(&pauses, start, due.plus_millis(-1)).unwrap() < millis(span));
            let held: i64 = pauses.iter().map(|(from, to)| {
                calendar.elapsed(from.max(start).min(due), to.max(start).min(due)).unwrap().num_milliseconds()
            }).sum();
            prop_assert_eq!(calendar.deadline(start, millis(span + held)).unwrap(), due);
            let back = calendar.subtract_without(&pauses, due, millis(span)).unwrap();
            prop_assert_eq!(calendar.elapsed_without(&pauses, back, due).unwrap(), millis(span));
        }
    }

    #[test]
    fn union_and_intersection_are_those_of_instants((left, date) in calendar(), (right, _) in calendar(), minutes in prop::collection::vec(minute(), 20)) {
        let (left, right) = (compiled(&left), compiled(&right));
        let any = Calendar::union(&[left.clone(), right.clone()]).unwrap();
        let all = Calendar::intersection(&[left.clone(), right.clone()]).unwrap();
        for minute in minutes {
            let instant = at(near(date, minute));
            let (l, r) = (left.is_open(instant).unwrap(), right.is_open(instant).unwrap());
            prop_assert_eq!(any.is_open(instant).unwrap(), l || r);
            prop_assert_eq!(all.is_open(instant).unwrap(), l && r);
        }
    }

    #[test]
    fn a_definition_survives_json((definition, _) in calendar()) {
        prop_assert_eq!(CalendarDefinition::from_json(&definition.to_json()).unwrap(), definition);
    }
}
