import { openTransports } from "../connections/transports.js";
import { invalidOptions } from "../options/rules.js";
import { resolveSettings, type Settings } from "../options/settings.js";
import { Session } from "../session.js";
import type { DropInConf } from "./client.js";
import { canDeclareQueues, DeclaringBroker } from "./declaringBroker.js";
import { DropInBackend } from "./dropInBackend.js";
import { ResultQueues } from "./resultQueues.js";

/** celery-node waits for ever; Celery forgets a result after a day, and there is nothing to wait for then. */
const WAIT_MS = 86_400_000;
/** celery-node knows no limit; RabbitMQ's own is this. */
const MAX_MESSAGE_BYTES = 134_217_728;

const AMQP = /^(py)?amqps?:/;

/** The session of a client, from what stands in its `conf`. Throws INVALID_OPTIONS; connects in the background. */
export function openSession(conf: DropInConf): Session {
  const settings = settingsOf(conf);
  const transports = openTransports(settings);
  const { broker } = transports;
  // Celery 5 has removed `amqp`; its own worker, and celery-node's with it, still puts results there.
  const queues = AMQP.test(conf.CELERY_BACKEND) ? new ResultQueues(conf.CELERY_BACKEND, settings) : null;
  const backend = new DropInBackend(transports.backend, queues);
  const close = async (timeoutMs: number) => {
    await Promise.all([transports.close(timeoutMs), queues?.close(timeoutMs)]);
  };
  return new Session(
    {
      broker: canDeclareQueues(broker) ? new DeclaringBroker(broker) : broker,
      control: transports.control,
      backend,
      close,
    },
    settings,
  );
}

function settingsOf(conf: DropInConf): Settings {
  const given = [
    ["CELERY_BROKER", conf.CELERY_BROKER, conf.CELERY_BROKER_OPTIONS],
    ["CELERY_BACKEND", conf.CELERY_BACKEND, conf.CELERY_BACKEND_OPTIONS],
  ] as const;
  for (const [name, url, options] of given) {
    if (AMQP.test(url) && Object.keys(options).length > 0) {
      const message = "holds options of amqplib, which is not used here; say it in the URL";
      throw invalidOptions("conf", [{ path: `/${name}_OPTIONS`, message }]);
    }
  }
  return resolveSettings(
    {
      broker: conf.CELERY_BROKER,
      brokerOptions: conf.CELERY_BROKER_OPTIONS,
      backend: AMQP.test(conf.CELERY_BACKEND) ? "rpc://" : conf.CELERY_BACKEND,
      backendOptions: conf.CELERY_BACKEND_OPTIONS,
      defaultQueue: conf.CELERY_QUEUE,
      timeoutMs: WAIT_MS,
      maxMessageBytes: MAX_MESSAGE_BYTES,
    },
    {},
  );
}
