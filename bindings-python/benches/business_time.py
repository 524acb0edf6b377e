"""Business time: a calendar of ours beside businesstimedelta, and beside the loop over days that many programs have instead.

Run by ``peers.py``; by itself it measures this part alone. All know the same hours, the same break and the same holidays, and each
gets instants in the form that suits it best; before anything is measured, all have to agree.
"""

import datetime as dt
import random
from importlib.metadata import version
from itertools import cycle, islice
from typing import Any, Callable
from zoneinfo import ZoneInfo

import businesstimedelta as business
import pytz
from pairs import Work, compare, figure

import servicedesk

PLACE = "America/Sao_Paulo"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOUR = 3_600_000
SPANS = {"4 hours": (4, "200"), "a year of working hours": (2_000, "50000")}
STARTS = 500
MANY = 100

Instants = list[dt.datetime]


def holidays() -> dict[dt.date, str]:
    """Returns the national holidays, which every side is told."""
    of_years = (servicedesk.Calendar.preset_holidays("br.national", year) for year in range(2020, 2030))
    return {holiday.date: holiday.name for of_year in of_years for holiday in of_year}


def theirs(closed: dict[dt.date, str]) -> Any:
    """Returns the rules of businesstimedelta."""
    zone, days = pytz.timezone(PLACE), [0, 1, 2, 3, 4]
    work = business.WorkDayRule(start_time=dt.time(9), end_time=dt.time(18), working_days=days, tz=zone)
    lunch = business.LunchTimeRule(start_time=dt.time(12), end_time=dt.time(13), working_days=days, tz=zone)
    return business.Rules([work, lunch, business.HolidayRule(closed, tz=zone)])


class DayLoop:
    """What many programs have: a walk over the days, with the hours of each."""

    HOURS = ((dt.time(9), dt.time(12)), (dt.time(13), dt.time(18)))

    def __init__(self, closed: dict[dt.date, str]) -> None:
        self.closed, self.zone = closed, ZoneInfo(PLACE)

    def is_open(self, day: dt.date) -> bool:
        return day.weekday() < 5 and day not in self.closed

    def deadline(self, start: dt.datetime, left: dt.timedelta) -> dt.datetime:
        day = start.date()
        while True:
            if self.is_open(day):
                for opens, closes in self.HOURS:
                    begin = max(start, dt.datetime.combine(day, opens, self.zone))
                    end = dt.datetime.combine(day, closes, self.zone)
                    if begin < end:
                        if end - begin >= left:
                            return begin + left
                        left -= end - begin
            day += dt.timedelta(1)

    def elapsed(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        total, day, last = dt.timedelta(), start.date(), end.date()
        while day <= last:
            if self.is_open(day):
                for opens, closes in self.HOURS:
                    begin = max(start, dt.datetime.combine(day, opens, self.zone))
                    until = min(end, dt.datetime.combine(day, closes, self.zone))
                    if begin < until:
                        total += until - begin
            day += dt.timedelta(1)
        return total


def starts() -> Instants:
    """Returns instants of the years 2021 to 2026, the same in every run."""
    pick, first = random.Random(1), dt.datetime(2021, 1, 1, tzinfo=dt.timezone.utc)
    return [first + dt.timedelta(seconds=pick.randrange(5 * 365 * 86_400)) for _ in range(STARTS)]


def over(items: list[Any], ask: Callable[[Any], Any], count: int = 1) -> Work:
    """Asks for some items, one after the other, round and round; many at once where a look at the clock would take as long."""
    turn = cycle(items)

    def work() -> int:
        for item in islice(turn, count):
            ask(item)
        return count

    return work


def measure() -> None:
    closed = holidays()
    ours = servicedesk.Calendar(
        timezone=PLACE,
        weekly_hours={day: ["09:00-12:00", "13:00-18:00"] for day in DAYS},
        holidays=[{"preset": "br.national"}],
    )
    rules, loop, peer = theirs(closed), DayLoop(closed), f"businesstimedelta {version('businesstimedelta')}"
    instants = starts()
    for name, (hours, bound) in SPANS.items():
        length = hours * HOUR
        delta, span = business.BusinessTimeDelta(rules, hours=hours), dt.timedelta(hours=hours)
        local = [start.astimezone(loop.zone) for start in instants]
        due = [ours.deadline(start, length) for start in instants]
        for start, end, here in list(zip(instants, due, local))[:10]:
            assert abs((start + delta) - end) < dt.timedelta(seconds=1), (start, end)
            assert loop.deadline(here, span) == end and loop.elapsed(here, end.astimezone(loop.zone)) == span
            assert ours.elapsed(start, end) == length
        compare(
            f"deadline after {name}",
            "faster",
            over(instants, lambda start: ours.deadline(start, length), MANY),
            {
                peer: (over(instants, lambda start: start + delta), bound),
                "a loop over days": (over(local, lambda start: loop.deadline(start, span)), "1"),
            },
        )
        pairs = list(zip(instants, due))
        compare(
            f"time elapsed over {name}",
            "faster",
            over(pairs, lambda pair: ours.elapsed(*pair), MANY),
            {
                peer: (over(pairs, lambda pair: rules.difference(*pair)), bound),
                "a loop over days": (
                    over([(start, end.astimezone(loop.zone)) for start, end in zip(local, due)], lambda pair: loop.elapsed(*pair)),
                    "1",
                ),
            },
        )
    figure("a deadline after 4 hours by a calendar", over(instants, lambda start: ours.deadline(start, 4 * HOUR), MANY))


if __name__ == "__main__":
    measure()
