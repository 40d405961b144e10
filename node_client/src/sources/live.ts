import { openTransports } from "../connections/transports.js";
import { invalidUrl, parseServiceUrl } from "../connections/url.js";
import { askContracts, type ContractAnswers } from "../control/index.js";
import { resolveSettings } from "../options/settings.js";
import type { Deadline } from "../waiting/deadline.js";
import { contractsOfWorkers } from "./liveAnswers.js";
import { invalidContract } from "./problem.js";
import type { PlacedContract, Source, SourceOptions } from "./source.js";

/** Milliseconds that the workers have to answer. */
const TIMEOUT_MS = 3000;
/** Milliseconds until the connection must be there, and until it must have been closed. */
const [CONNECT_MS, CLOSE_MS] = [10_000, 1000];

/**
 * The workers that answer: all, or `live:celery@one,celery@two`. The module does not name the broker, so that it is the
 * same whichever was asked.
 */
export function liveSource(rest: string, options: SourceOptions): Source {
  const name = `live:${rest}`;
  const label = rest === "" ? "live" : name;
  const destination = rest === "" ? undefined : Array.from(new Set(rest.split(",")));
  if (destination?.includes("")) {
    throw invalidContract(label, "give the names of workers, joined by commas: `live:celery@one,celery@two`");
  }
  return {
    name,
    watched: undefined,
    argumentsFrom: () => [name],
    read: (signal) => read(label, destination, options, signal),
  };
}

/** A URL, or several joined by `;`, without the passwords. Throws INVALID_OPTIONS. */
export function shownBroker(text: string): string {
  return text
    .split(";")
    .map((one) => parseServiceUrl(one, "broker").shown)
    .join(";");
}

async function read(
  label: string,
  destination: readonly string[] | undefined,
  options: SourceOptions,
  signal: AbortSignal | undefined,
): Promise<PlacedContract[]> {
  const { timeoutMs = TIMEOUT_MS, warn = () => {} } = options;
  const broker = options.broker || process.env.CELERY_BROKER_URL;
  if (!broker) throw invalidUrl("broker", "is not given: add `--broker`, or set CELERY_BROKER_URL");
  const { answers, silent } = await ask(broker, destination, { timeoutMs, signal });
  const within = `within ${timeoutMs} ms`;
  const absent = destination?.filter((each) => !answers.some(({ worker }) => worker === each)) ?? [];
  if (absent.length > 0) {
    throw invalidContract(
      label,
      `${absent.join(", ")} did not answer ${within}: \`celery inspect ping\` lists the names of those that run, and \`--timeout-ms\` gives them longer`,
    );
  }
  if (answers.length === 0) {
    const reason = silent === 0 ? "no worker listens" : `no worker answered ${within}`;
    throw invalidContract(
      label,
      `${reason} on ${shownBroker(broker)}: start one (\`celery -A worker worker\`), give \`--broker\` the URL that the workers have, or give them longer with \`--timeout-ms\``,
    );
  }
  if (silent) {
    const [those, are] = silent === 1 ? ["worker", "is"] : ["workers", "are"];
    warn(`${silent} more ${those} did not answer ${within} and ${are} left out: raise \`--timeout-ms\`.`);
  }
  for (const { worker, reason } of answers) if (reason !== null) warn(`${worker} is left out: ${reason}.`);
  return contractsOfWorkers(label, answers);
}

async function ask(
  broker: string,
  destination: readonly string[] | undefined,
  deadline: Deadline,
): Promise<ContractAnswers> {
  // No results are waited for.
  const transports = openTransports(resolveSettings({ broker, backend: "disabled://" }));
  try {
    await transports.broker.ready({ ...deadline, timeoutMs: CONNECT_MS });
    return await askContracts(transports.control, destination, deadline);
  } finally {
    await transports.close(CLOSE_MS);
  }
}
