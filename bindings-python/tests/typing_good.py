"""What a type checker accepts; checked with mypy, and run by nobody."""

from datetime import datetime, timezone
from typing import AsyncIterator, Iterator

import servicedesk
from servicedesk import AssigneeMember, Calendar, CalendarSegment, Level, Page, StrategySkill, Tag, TeamId, Ticket, TicketId, UserId


def blocking(desk: servicedesk.Desk, team: TeamId, user: UserId) -> str | None:
    acme = desk.create_organization(name="Acme", slug="acme", timezone="America/Sao_Paulo")
    scope = desk.scope(acme.id, user, permissions={"ticket.close"}, request={"session": "s"})
    preset = desk.preset("itsm")
    scope.set_up(preset)
    ticket: Ticket = scope.tickets.create(subject="Printer", impact=Level.HIGH, urgency="low", tags=["a"])
    ident: TicketId = ticket.id
    due: datetime | None = ticket.due_at
    level: Level | None = ticket.impact
    ticket = scope.tickets.update(ident, ticket.version, description=None, due_at=datetime.now(timezone.utc))
    page: Page[Ticket] = scope.tickets.list(
        filter={"all": [{"field": "subject", "contains": "x"}, {"none": [{"field": "impact", "is": "low"}]}]},
        sort=["-created_at", "number"],
        limit=10,
    )
    rows: Iterator[Ticket] = scope.tickets.iterate(after=page.next)
    assignment = scope.tickets.assign(
        ident, 2, AssigneeMember(team_id=team, strategy=StrategySkill(skills=["rust"]))
    )
    for candidate in assignment.candidates:
        match candidate.ineligibility:
            case servicedesk.IneligibilityLacksSkill():
                skill: str = candidate.ineligibility.skill
                print(skill, level, due, rows)
    scope.tickets.assign(ident, 3, {"type": "queue", "team_id": team})
    return page.next


async def awaited(desk: servicedesk.AsyncDesk) -> Tag:
    acme = await desk.create_organization(name="Acme", slug="acme")
    scope = desk.scope(acme.id)
    rows: AsyncIterator[Tag] = scope.tags.iterate(limit=5)
    async for row in rows:
        print(row.name.upper())
    return await scope.tags.create(name="x")


def errors(error: servicedesk.ServiceDeskError) -> tuple[str, tuple[str, ...], bool]:
    return error.message("pt-BR") + error.code + error.kind, error.fields, error.retryable


def business_time(now: datetime) -> int:
    office = Calendar(timezone="America/Sao_Paulo", weekly_hours={"monday": ["09:00-12:00"]}, holidays=[{"preset": "br.national"}])
    both: Calendar = Calendar.intersection([office, Calendar.always()])
    due: datetime = both.business_days(both.deadline(now, 3_600_000), 2, "at_time", "16:00")
    reasons: list[CalendarSegment] = both.segments(now, due)
    return both.elapsed(now, due) + len(reasons) + Calendar.presets()[0].first_year
