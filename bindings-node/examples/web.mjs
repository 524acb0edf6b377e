// A service desk as a small web application: the desk is inside, Express is around it.
//
// Run it with `node examples/web.mjs`; it prints its address. `DESK` names a file or a database, `PORT` a port.
import express from "express";
import { Desk, ServiceDeskError } from "servicedesk";

const desk = process.env.DESK ? await Desk.open(process.env.DESK) : Desk.memory();
const acme = (await desk.organizationBySlug("acme")) ?? (await desk.createOrganization({ name: "Acme", slug: "acme" }));
await desk.scope(acme.id).setUp(await desk.preset("itsm"));

const STATUS = { not_found: 404, conflict: 409, rejected: 422, invalid: 400, denied: 403, limit_reached: 429, unavailable: 503 };

const app = express();
app.use(express.json());

// Every request has its own scope, so that the audit log knows where a change came from.
app.use((request, response, next) => {
  response.locals.scope = desk.scope(acme.id, {
    request: { endpoint: `${request.method} ${request.path}`, ipAddress: request.ip, userAgent: request.get("user-agent") },
    idempotencyKey: request.get("idempotency-key"),
  });
  next();
});

app.post("/tickets", async (request, response) => {
  response.status(201).json(await response.locals.scope.tickets.create(request.body));
});

app.get("/tickets", async (request, response) => {
  const { status, after } = request.query;
  const { scope } = response.locals;
  const filter = status ? { field: "status_id", is: (await named(scope, status)).id } : null;
  response.json(await scope.tickets.list({ filter, after, sort: ["-created_at"], limit: 20 }));
});

app.get("/tickets/:id", async (request, response) => {
  response.json(await response.locals.scope.tickets.get(request.params.id));
});

app.post("/tickets/:id/status", async (request, response) => {
  const { scope } = response.locals;
  const { id } = await named(scope, request.body.status);
  response.json(await scope.tickets.transition(request.params.id, request.body.version, id));
});

app.get("/tickets/:id/history", async (request, response) => {
  response.json(await response.locals.scope.tickets.history(request.params.id));
});

app.use((error, request, response, next) => {
  if (!(error instanceof ServiceDeskError)) return next(error);
  const language = request.acceptsLanguages("en", "pt-BR") || "en";
  const { code, fields } = error;
  response.status(STATUS[error.kind] ?? 500).json({ code, fields, message: error.messageIn(language) });
});

/** Returns the status of that key; one without an id, which meets nothing and is refused, when there is none. */
async function named(scope, key) {
  const { items } = await scope.statuses.list({ filter: { field: "key", is: key } });
  return items[0] ?? { id: null };
}

const server = app.listen(process.env.PORT ?? 0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => server.close(() => desk.close()));
}
