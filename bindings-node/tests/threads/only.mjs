// A process whose main thread never loads the package: the native part comes with the first of its threads and goes with the
// last, again and again.
import { Worker } from "node:worker_threads";

const program = `
  import { Desk } from ${JSON.stringify(import.meta.resolve("servicedesk"))};
  const desk = Desk.memory();
  const acme = await desk.createOrganization({ name: "Acme", slug: "acme" });
  const scope = desk.scope(acme.id);
  const names = Array.from({ length: 20 }, (_, index) => "tag " + index);
  await Promise.all(names.map((name) => scope.tags.create({ name })));
  for (let index = 0; index < 20; index += 1) await Promise.all(names.map(() => scope.tags.list({ limit: 50 })));
`;

const module = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
for (let index = 0; index < 8; index += 1) {
  await new Promise((resolve, reject) => new Worker(module).on("error", reject).on("exit", resolve));
}
console.log("came and went");
