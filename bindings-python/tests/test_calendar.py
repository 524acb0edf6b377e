"""The calendar as a value in Python: its types, what it refuses, and that threads may share it. What it answers, stories tell."""

import threading
from datetime import date, datetime, timezone

import pytest

from servicedesk import Calendar, CalendarSegment, InvalidError, SegmentReason

HOURS = {"monday": ["09:00-17:00"], "wednesday": ["09:00-17:00"]}
NOON = datetime(2026, 11, 18, 12, tzinfo=timezone.utc)


def test_answers_are_of_the_types_of_python() -> None:
    calendar = Calendar(weekly_hours=HOURS)
    assert type(calendar) is Calendar
    assert calendar.deadline(NOON, 3_600_000) == datetime(2026, 11, 18, 13, tzinfo=timezone.utc)
    assert calendar.deadline(start=NOON, milliseconds=0) == NOON
    assert calendar.is_open(NOON) is True
    assert calendar.business_day(date(2026, 11, 18), 1) == date(2026, 11, 23)
    [segment] = calendar.segments(NOON, datetime(2026, 11, 18, 13, tzinfo=timezone.utc))
    assert isinstance(segment, CalendarSegment)
    assert segment.reason is SegmentReason.OPEN
    assert type(Calendar.union([calendar, Calendar.always()])) is Calendar


def test_what_is_no_instant_and_no_calendar_is_refused_by_name() -> None:
    calendar = Calendar(weekly_hours=HOURS)
    with pytest.raises(InvalidError) as naive:
        calendar.deadline(datetime(2026, 11, 18, 12), 1)
    assert naive.value.fields == ("start",)
    with pytest.raises(InvalidError) as text:
        calendar.deadline(NOON, "an hour")  # type: ignore[arg-type]
    assert text.value.fields == ("milliseconds",)
    with pytest.raises(InvalidError) as other:
        Calendar.union([calendar, HOURS])  # type: ignore[list-item]
    assert other.value.fields == ("calendars",)
    with pytest.raises(InvalidError) as inside:
        Calendar(weekly_hours={"monday": calendar})
    assert inside.value.fields == ("weekly_hours",)
    with pytest.raises(TypeError):
        Calendar(hours=HOURS)  # type: ignore[call-arg]


def test_threads_share_one() -> None:
    calendar = Calendar(timezone="America/Sao_Paulo", weekly_hours=HOURS)
    starts = [datetime(year, month, 1, tzinfo=timezone.utc) for year in range(1990, 2040) for month in range(1, 13)]
    answers: list[list[datetime]] = []

    def ask() -> None:
        answers.append([calendar.deadline(start, 360_000_000) for start in starts])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(answer == answers[0] for answer in answers)
