"""A desk over HTTP with Django's views: one desk per process, opened before a server forks or after, whichever comes first.

Run it with ``python django_desk.py runserver``; ``DESK`` names a file or a ``postgres://`` URL.
"""

import json
import os
import sys
from functools import lru_cache
from typing import Any, Callable
from uuid import UUID

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

import servicedesk
from servicedesk import Desk, Scope, TicketId

STATUS = {"not_found": 404, "conflict": 409, "rejected": 422, "invalid": 400, "denied": 403, "unavailable": 503}

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="only an example", MIDDLEWARE=[f"{__name__}.errors"])
    django.setup()


@lru_cache(maxsize=1)
def scope() -> Scope:
    """Returns the scope that serves every request."""
    desk = Desk.open(os.environ.get("DESK", "desk.db"))
    acme = desk.organization_by_slug("acme")
    if acme is None:
        acme = desk.create_organization(name="Acme", slug="acme")
        desk.scope(acme.id).set_up(desk.preset("itsm"))
    return desk.scope(acme.id)


class errors:
    """A middleware that answers errors of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Takes what comes after it."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answers an error of the desk, in the language of the person."""
        if not isinstance(error, servicedesk.ServiceDeskError):
            return None
        language: servicedesk.Language = "pt-BR" if request.headers.get("Accept-Language", "").startswith("pt") else "en"
        body = {"code": error.code, "fields": error.fields, "message": error.message(language)}
        return JsonResponse(body, status=STATUS.get(error.kind, 500))


def tickets(request: HttpRequest) -> HttpResponse:
    """Opens a ticket, or returns those whose subject contains a text."""
    if request.method == "POST":
        form: Any = json.loads(request.body)
        return JsonResponse(scope().tickets.create(**form).to_dict(), status=201)
    text = request.GET.get("q")
    filter: servicedesk.Condition | None = {"field": "subject", "contains": text} if text else None
    page = scope().tickets.list(filter=filter, sort=["-created_at"], after=request.GET.get("after"), limit=20)
    return JsonResponse({"items": [ticket.to_dict() for ticket in page.items], "next": page.next})


def ticket(request: HttpRequest, id: UUID) -> HttpResponse:
    """Returns a ticket, or changes it."""
    if request.method == "PATCH":
        form: Any = json.loads(request.body)
        return JsonResponse(scope().tickets.update(TicketId(id), form.pop("version"), **form).to_dict())
    return JsonResponse(scope().tickets.get(TicketId(id)).to_dict())


urlpatterns = [path("tickets", tickets), path("tickets/<uuid:id>", ticket)]

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
