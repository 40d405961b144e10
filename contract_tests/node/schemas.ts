/** The hand-written schemas of protocol/wire/. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

const wire = join(__dirname, "..", "..", "protocol", "wire");
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
for (const file of readdirSync(wire)) ajv.addSchema(JSON.parse(readFileSync(join(wire, file), "utf8")));

/** What a schema finds wrong; empty where the value fits. */
export function problems(name: string, value: unknown): unknown[] {
  const validate = ajv.getSchema(`urn:taskgate:wire:${name}:1`);
  if (validate === undefined) throw new Error(`there is no schema ${name}`);
  return validate(value) ? [] : (validate.errors ?? []);
}
