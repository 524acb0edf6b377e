// The types as CommonJS sees them; compiled, never run.
import servicedesk = require("servicedesk");

export async function required(): Promise<servicedesk.Organization | null> {
  const desk: servicedesk.Desk = servicedesk.Desk.memory();
  return desk.organizationBySlug("acme");
}
