/** On what it was measured. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { python, root } from "../programs.js";

/** RabbitMQ tells its version in the greeting, which rabbitmq-client keeps to itself and kombu does not. */
const VERSIONS = `
import sys, platform, celery, kombu
with kombu.Connection(sys.argv[1]) as connection:
    rabbitmq = connection.connection.server_properties["version"]
print(platform.python_version(), celery.__version__, rabbitmq)
`;

export async function machineOf(redisUrl: string, rabbitmqUrl: string): Promise<Record<string, string>> {
  const said = execFileSync(python, ["-c", VERSIONS, rabbitmqUrl]).toString();
  const [pythonVersion = "", celery = "", rabbitmq = ""] = said.trim().split(" ");
  const processors = cpus();
  return {
    processor: `${processors.length} x ${processors[0]?.model.trim() ?? "unknown"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    Node: process.version.slice(1),
    Python: pythonVersion,
    Celery: celery,
    "celery-node": packageVersion("celery-node"),
    BullMQ: packageVersion("bullmq"),
    ioredis: packageVersion("ioredis"),
    "rabbitmq-client": packageVersion("rabbitmq-client"),
    Redis: await redisVersion(redisUrl),
    RabbitMQ: rabbitmq,
  };
}

function packageVersion(name: string): string {
  const path = join(root, "node_modules", name, "package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

async function redisVersion(url: string): Promise<string> {
  const client = new Redis(url);
  const information = await client.info("server");
  await client.quit();
  return /redis_version:(\S+)/.exec(information)?.[1] ?? "unknown";
}
