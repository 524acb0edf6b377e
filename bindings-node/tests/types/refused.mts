// What the types have to refuse; compiled, never run. Each mark fails when nothing is wrong below it.
import { Calendar, Desk, ServiceDeskError, type Assignee, type Scope, type Ticket, type TicketId, type UserId } from "servicedesk";

export async function refused(scope: Scope, ticket: Ticket, user: UserId): Promise<void> {
  // @ts-expect-error A subject is required.
  await scope.tickets.create({ requesterName: "Ana" });
  // @ts-expect-error There is no such field.
  await scope.tickets.create({ subject: "Printer", subjekt: "Printer" });
  // @ts-expect-error Fields of inputs are camelCase.
  await scope.tickets.create({ subject: "Printer", requester_name: "Ana" });
  // @ts-expect-error The library gives the number.
  await scope.tickets.create({ subject: "Printer", number: "TKT-1" });
  // @ts-expect-error There is no such level.
  await scope.tickets.create({ subject: "Printer", impact: "huge" });
  // @ts-expect-error A subject cannot be cleared.
  await scope.tickets.update(ticket.id, 1, { subject: null });
  // @ts-expect-error A person is no ticket.
  await scope.tickets.get(user);
  // @ts-expect-error Not every text is an id.
  await scope.tickets.get("0198a5c0-0000-7000-8000-000000000000");
  // @ts-expect-error The version is missing.
  await scope.tickets.delete(ticket.id);
  // @ts-expect-error Conditions name fields as the database does.
  await scope.tickets.list({ filter: { field: "createdAt", is: null } });
  // @ts-expect-error Instants are not searched in.
  await scope.tickets.list({ filter: { field: "created_at", contains: "2026" } });
  // @ts-expect-error Documents have no order.
  await scope.tickets.list({ filter: { field: "custom_fields", at_most: 1 } });
  // @ts-expect-error There is no such field.
  await scope.tickets.list({ sort: ["-nothing"] });
  // @ts-expect-error A signal is no option by itself.
  await scope.tickets.get(ticket.id, AbortSignal.timeout(1));
  // @ts-expect-error History is only read.
  await scope.ticketHistory.create({});
  // @ts-expect-error Of a person, not of a team.
  const assignee: Assignee = { type: "user", teamId: ticket.teamId };
  // @ts-expect-error Desks are opened, not made.
  new Desk();
  // @ts-expect-error Errors are made by the library.
  new ServiceDeskError();
  const id: TicketId = ticket.id;
  // @ts-expect-error A holder may be missing.
  const holder: UserId = ticket.assigneeId;
  // @ts-expect-error A calendar takes only what a definition has.
  new Calendar({ hours: {} });
  // @ts-expect-error It answers at once.
  Calendar.always().deadline(new Date(), 1).then(console.log);
  console.log(assignee, id, holder);
}
