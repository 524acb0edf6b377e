"""Uses an entity of which only the generator was told: its types, and its calls as far as the library, which does not know it.

`cargo xtask test python` lays what is generated for it over a copy of the package, and checks and runs this there.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Iterator

import servicedesk
from servicedesk import InvalidError, Loan, LoanCondition, LoanId, Page, Scope, UserId


def everything(scope: Scope, user: UserId) -> LoanId:
    loan: Loan = scope.loans.create(user_id=user, device="Notebook", amount=Decimal("1.50"), condition="used", tags=["bag"])
    state: LoanCondition = loan.condition
    due: date | None = loan.due_on
    loan = scope.loans.update(loan.id, loan.version, condition=state, due_on=due, returned_at=None)
    page: Page[Loan] = scope.loans.list(filter={"field": "device", "is": "Notebook"}, sort=["-due_on"])
    rows: Iterator[Loan] = scope.loans.iterate(after=page.next)
    made: list[datetime] = [row.created_at for row in rows]
    assert len(made) == scope.loans.count()
    scope.loans.delete(loan.id, loan.version)
    return loan.id


with servicedesk.Desk.memory() as desk:
    acme = desk.create_organization(name="Acme", slug="acme")
    try:
        everything(desk.scope(acme.id), UserId(acme.id))
    except InvalidError as error:
        assert error.code == "operation.unknown", error
    else:
        raise AssertionError("the library cannot know a loan")
assert LoanCondition("like_new") is LoanCondition.LIKE_NEW and issubclass(Loan, servicedesk.Record)
