// A desk with an organization that is set up, for tests that need one.
import { randomUUID } from "node:crypto";

import { Desk } from "servicedesk";

/** What a ticket needs. */
export const printer = { subject: "The printer is on fire", requesterName: "Ana", requesterEmail: "ana@example.com" };

/** Returns a desk at `address`, in memory without one, and a scope of a new organization. */
export async function staffed(address, options) {
  const desk = address ? await Desk.open(address, options) : Desk.memory(options);
  // Plans without limits, since tests make many tickets.
  const acme = await desk.createOrganization({
    name: "Acme", slug: `acme-${randomUUID().slice(0, 8)}`, monthlyTicketLimit: null,
  });
  const scope = desk.scope(acme.id);
  await scope.setUp(await desk.preset("itsm"));
  return { desk, acme, scope };
}
