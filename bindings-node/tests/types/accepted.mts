// What the types have to accept; compiled, never run.
import {
  AbortError,
  Calendar,
  ConflictError,
  Desk,
  ServiceDeskError,
  type Assignee,
  type Condition,
  type ErrorCode,
  type Find,
  type JsonInput,
  type NewTicket,
  type Page,
  type Scope,
  type StatusId,
  type Ticket,
  type TicketColumns,
  type TicketId,
  type TicketPatch,
  type UserId,
} from "servicedesk";

export async function accepted(scope: Scope, status: StatusId, user: UserId): Promise<Ticket | null> {
  const input: NewTicket = { subject: "Printer", dueAt: new Date(), estimatedHours: "1.5", tags: ["paper"] as const };
  const ticket: Ticket = await scope.tickets.create(input, { signal: AbortSignal.timeout(1000) });
  const patch: TicketPatch = { description: null, impact: "high", customFields: { rooms: [1, "b", null], at: new Date() } };
  const changed = await scope.tickets.update(ticket.id, ticket.version, patch);
  const moved: Ticket = await scope.tickets.transition(changed.id, changed.version, status);
  const urgent: Condition<TicketColumns> = {
    all: [
      { field: "urgency", is: "high" },
      { any: [{ field: "assignee_id", is: null }, { field: "assignee_id", in: [user] }] },
      { none: [{ field: "subject", contains: "test" }, { field: "tags", has: "spam" }] },
      { field: "created_at", at_least: new Date() },
      { field: "due_at", less_than: "2026-01-05T12:00:00Z" },
      { field: "custom_fields", is: null },
    ],
  };
  const find: Find<TicketColumns> = { filter: urgent, sort: ["-created_at", "number"], limit: 50, withDeleted: true };
  const page: Page<Ticket> = await scope.tickets.list(find);
  const next: string | null = page.next;
  for await (const one of scope.tickets.iterate({ ...find, after: next })) {
    const id: TicketId = one.id;
    const text: string = id;
    const at: Date = one.createdAt;
    const closed: Date | null = one.closedAt;
    console.log(text, at, closed);
  }
  const assignee: Assignee = { type: "user", userId: user };
  const { ticket: assigned, candidates } = await scope.tickets.assign(moved.id, moved.version, assignee);
  for (const { ineligibility } of candidates) {
    if (ineligibility?.type === "lacks_skill") console.log(ineligibility.skill.length);
    if (ineligibility?.type === "at_capacity") console.log(ineligibility.capacity.toFixed());
  }
  await scope.tickets.setPriority(assigned.id, 5n);
  const mapping: JsonInput = { columns: {} };
  const report = await scope.importFromFile("log.csv", mapping);
  console.log(report.tickets.toFixed());
  return scope.tickets.find("0198a5c0-0000-7000-8000-000000000000" as TicketId);
}

export async function opened(): Promise<ErrorCode | null> {
  await using desk = await Desk.open("desk.db", { effects: ["ticket.created"], now: "2026-01-05T12:00:00Z" });
  const acme = await desk.createOrganization({ name: "Acme", slug: "acme" });
  const preset = await desk.preset("itsm");
  await desk.scope(acme.id).setUp({ ...preset, matrix: [] });
  desk.scope(acme.id, { permissions: ["ticket.close"], request: { ipAddress: "192.0.2.1" } });
  try {
    await desk.organizationBySlug("acme");
    return null;
  } catch (error) {
    if (error instanceof AbortError) return null;
    if (error instanceof ConflictError && error.retryable) console.log(error.fields[0], error.parameters["max"]);
    return error instanceof ServiceDeskError && error.messageIn("pt-BR") ? error.code : null;
  }
}

export function businessTime(now: Date): number {
  const office = new Calendar({ timezone: "America/Sao_Paulo", weeklyHours: { monday: ["09:00-12:00"] }, holidays: [{ preset: "br.national" }] });
  const both: Calendar = Calendar.intersection([office, Calendar.always(), new Calendar()]);
  const due: Date = both.businessDays(both.deadline("2026-01-05T12:00:00Z", 3_600_000), 2, "at_time", "16:00");
  return both.elapsed(now, due) + both.segments(now, due).length + (Calendar.presets()[0]?.firstYear ?? 0);
}
