"""A ticket from its opening, through a second opening, to its end, on an embedded desk. Takes the path of a file, or none."""

import sys

import servicedesk
from servicedesk import Desk, RejectedError, Scope, Ticket


def step(scope: Scope, ticket: Ticket, key: str) -> Ticket:
    """Moves the ticket to the status of that key."""
    [status] = scope.statuses.list(filter={"field": "key", "is": key}).items
    ticket = scope.tickets.transition(ticket.id, ticket.version, status.id)
    print(f"{ticket.number} is {status.name}")
    return ticket


def main(path: str | None) -> None:
    """Plays the story."""
    with Desk.open(path) if path else Desk.memory() as desk:
        acme = desk.create_organization(name="Acme", slug="acme")
        scope = desk.scope(acme.id)
        scope.set_up(desk.preset("itsm"))
        bruno = scope.users.create(display_name="Bruno", email="bruno@example.com", kind="agent")

        person = {"requester_name": "Ana", "requester_email": "ana@example.com"}
        ticket = scope.tickets.create(
            subject="The printer does not print", impact="high", urgency="high", requester_name="Ana", requester_email="ana@example.com"
        )
        for subject in ["A new keyboard", "No network on the second floor"]:
            scope.tickets.create(subject=subject, requester_name=person["requester_name"], requester_email=person["requester_email"])
        print(f"{ticket.number} was opened by {ticket.requester_name}")

        ticket = scope.tickets.assign(ticket.id, ticket.version, {"type": "user", "user_id": bruno.id}).ticket
        ticket = step(scope, ticket, "open")
        scope.comments.add(ticket_id=ticket.id, body="The cable was loose.", author_id=bruno.id)
        ticket = step(scope, scope.tickets.get(ticket.id), "resolved")
        ticket = step(scope, ticket, "open")
        print(f"{ticket.number} was opened again; that makes {ticket.reopen_count}")
        ticket = step(scope, ticket, "resolved")
        ticket = step(scope, ticket, "closed")

        print("Waiting:")
        for waiting in scope.tickets.iterate(filter={"field": "resolved_at", "is": None}, sort=["number"]):
            print(f"  {waiting.number} {waiting.subject}")
        try:
            step(scope, ticket, "new")
        except RejectedError as error:
            print(f"{error.code}: {error.message()} / {error.message('pt-BR')}")
        print("Its history:", ", ".join(event.action for event in scope.tickets.iterate_history(ticket.id)))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
