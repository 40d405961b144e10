// Never run: the compiler is the test. `@ts-expect-error` fails where the line below it compiles.
import type { ContractMismatchError, Gate, VerifiedTask, VerifyReport } from "taskgate";
import { exactly } from "./exactly.js";

exactly<VerifiedTask["status"], "ok" | "missing" | "incompatible" | "unknown">();
exactly<VerifyReport["silent"], number | null>();
exactly<ContractMismatchError["code"], string>();

export async function verified(gate: Gate): Promise<boolean> {
  exactly<Awaited<ReturnType<typeof gate.verify>>, VerifyReport>();
  // @ts-expect-error it throws where it is told to, and there is no option for it
  await gate.verify({ throw: true });
  const report = await gate.verify({ timeoutMs: 1000, queue: "cpu" });
  // @ts-expect-error the report is read, not written
  report.ok = true;
  report.assertOk({ strict: true });
  return report.tasks.every(({ status }) => status === "ok");
}
