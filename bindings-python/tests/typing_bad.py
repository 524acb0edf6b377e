"""What a type checker refuses: every marked line, with the code behind the mark, and no other; run by nobody."""

import servicedesk
from servicedesk import AssigneeUser, Ticket, UserId


def wrong(desk: servicedesk.Desk, scope: servicedesk.Scope, ticket: Ticket, user: UserId) -> None:
    desk.create_organization(name="Acme")  # refused: call-arg
    desk.create_organization(name="Acme", slug=7)  # refused: arg-type
    desk.preset("unknown")  # refused: arg-type
    desk.tickets  # refused: attr-defined
    scope.tickets.get(user)  # refused: arg-type
    scope.tickets.get("text")  # refused: arg-type
    scope.tickets.create(subject="x", number="1")  # refused: call-arg
    scope.tickets.create(subject="x", impact="huge")  # refused: arg-type
    scope.tickets.update(ticket.id, 1, subject=None)  # refused: arg-type
    scope.tickets.list(sort=["unknown"])  # refused: list-item
    scope.tickets.assign(ticket.id, 1, AssigneeUser(user_id=ticket.id))  # refused: arg-type
    ticket.subject = "x"  # refused: misc
    ticket.nothing  # refused: attr-defined
    ticket.description.upper()  # refused: union-attr
    scope.tags.iterate().items  # refused: attr-defined
    servicedesk.InvalidError("x").message("de")  # refused: arg-type
    servicedesk.Calendar(hours={})  # refused: call-arg
    servicedesk.Calendar.union([ticket])  # refused: list-item
    servicedesk.Calendar.always().deadline("now", 1)  # refused: arg-type


async def forgotten(scope: servicedesk.AsyncScope) -> None:
    scope.tags.list().items  # refused: attr-defined
