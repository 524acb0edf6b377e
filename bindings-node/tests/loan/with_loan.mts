// Uses an entity of which only the generator was told: its types, and its calls as far as the library, which does not know it.
// `cargo xtask test node` lays what is generated for it over a copy of the package, and compiles and runs this there.
import assert from "node:assert/strict";

import { Desk, InvalidError, type Loan, type LoanId, type NewLoan, type Page, type Scope, type UserId } from "servicedesk";

async function everything(scope: Scope, user: UserId): Promise<LoanId> {
  const input: NewLoan = { userId: user, device: "Notebook", amount: "1.50", condition: "used", tags: ["bag"] };
  const made: Loan = await scope.loans.create(input);
  const loan = await scope.loans.update(made.id, made.version, { condition: "like_new", dueOn: null });
  const page: Page<Loan> = await scope.loans.list({ filter: { field: "device", is: "Notebook" }, sort: ["-due_on"] });
  let count = page.items.length;
  for await (const { createdAt } of scope.loans.iterate({ after: page.next })) count += createdAt.getTime() > 0 ? 1 : 0;
  assert.equal(await scope.loans.count(), count);
  // @ts-expect-error: the entity has no such field
  loan.nothing;
  await scope.loans.delete(loan.id, loan.version);
  return loan.id;
}

const desk = Desk.memory();
const acme = await desk.createOrganization({ name: "Acme", slug: "acme" });
const user = acme.id as string as UserId;
const unknown = (error: unknown): boolean => error instanceof InvalidError && error.code === "operation.unknown";
await assert.rejects(everything(desk.scope(acme.id), user), unknown);
