"""A desk over HTTP with FastAPI: coroutines all the way, and errors of the desk as answers with the right status.

Run it with ``uvicorn fastapi_desk:app``; ``DESK`` names a file or a ``postgres://`` URL.
"""

import os
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import servicedesk
from servicedesk import AsyncDesk, AsyncScope, TicketId

STATUS = {
    "not_found": 404,
    "conflict": 409,
    "rejected": 422,
    "invalid": 400,
    "denied": 403,
    "limit_reached": 429,
    "unavailable": 503,
}


class TicketForm(BaseModel):
    """What a person fills in."""

    subject: str
    requester_name: str
    requester_email: str
    impact: servicedesk.Level | None = None


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Opens the desk, and the organization of this program, for as long as the program serves."""
    async with await AsyncDesk.open(os.environ.get("DESK", "desk.db")) as desk:
        acme = await desk.organization_by_slug("acme")
        if acme is None:
            acme = await desk.create_organization(name="Acme", slug="acme")
            await desk.scope(acme.id).set_up(await desk.preset("itsm"))
        app.state.scope = desk.scope(acme.id)
        yield


app = FastAPI(lifespan=lifespan)


def scope_of(request: Request) -> AsyncScope:
    """Returns the scope that serves the request."""
    scope: AsyncScope = request.app.state.scope
    return scope


@app.exception_handler(servicedesk.ServiceDeskError)
async def refuse(request: Request, error: servicedesk.ServiceDeskError) -> JSONResponse:
    """Answers an error of the desk, in the language of the person."""
    language: servicedesk.Language = "pt-BR" if request.headers.get("accept-language", "").startswith("pt") else "en"
    body = {"code": error.code, "fields": error.fields, "message": error.message(language)}
    return JSONResponse(body, STATUS.get(error.kind, 500))


@app.post("/tickets", status_code=201)
async def create(form: TicketForm, request: Request) -> dict[str, Any]:
    """Opens a ticket."""
    ticket = await scope_of(request).tickets.create(
        subject=form.subject,
        requester_name=form.requester_name,
        requester_email=form.requester_email,
        impact=form.impact,
    )
    return ticket.to_dict()


@app.get("/tickets")
async def index(request: Request, q: str = "", after: str | None = None) -> dict[str, Any]:
    """Returns a page of the tickets whose subject contains a text."""
    filter: servicedesk.Condition = {"field": "subject", "contains": q} if q else {"all": []}
    page = await scope_of(request).tickets.list(filter=filter, sort=["-created_at"], after=after, limit=20)
    return {"items": [ticket.to_dict() for ticket in page.items], "next": page.next}


@app.get("/tickets/{id}")
async def show(id: UUID, request: Request) -> dict[str, Any]:
    """Returns a ticket."""
    return (await scope_of(request).tickets.get(TicketId(id))).to_dict()


@app.post("/tickets/{id}/transition")
async def transition(id: UUID, version: int, to: str, request: Request) -> dict[str, Any]:
    """Moves a ticket to the status of that key."""
    scope = scope_of(request)
    [status] = (await scope.statuses.list(filter={"field": "key", "is": to})).items
    return (await scope.tickets.transition(TicketId(id), version, status.id)).to_dict()
