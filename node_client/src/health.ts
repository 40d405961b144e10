import type { Broker } from "./brokers/index.js";
import type { Session } from "./session.js";
import type { Deadline } from "./waiting/deadline.js";

export interface HealthOptions {
  /** Milliseconds that the broker and the result backend have to answer. @default 1000 */
  readonly timeoutMs?: number;
}

/** How a service answered just now. */
export interface ServiceHealth {
  readonly connected: boolean;
  /** Milliseconds of one question and its answer; null where there was none. */
  readonly latencyMs: number | null;
  /** Why there was no answer, without a password; null where there was one. */
  readonly reason: string | null;
}

export interface Health {
  /** Whether tasks can be sent now and, where results are had at all, their results be received. */
  readonly ok: boolean;
  readonly broker: ServiceHealth & { readonly kind: Broker["kind"] };
  readonly backend: ServiceHealth;
  /** Messages, and bytes of their bodies, that wait for the broker's confirmation. */
  readonly pending: { readonly messages: number; readonly bytes: number };
}

/** Asks both services at once. Takes at most `timeoutMs`, and never rejects. */
export async function checkHealth(session: Session, timeoutMs: number): Promise<Health> {
  const { broker, backend } = session.transports;
  const measure = async (ping: (options: Deadline) => Promise<void>): Promise<ServiceHealth> => {
    const before = performance.now();
    try {
      session.assertOpen();
      await ping({ timeoutMs });
      return { connected: true, latencyMs: performance.now() - before, reason: null };
    } catch (error) {
      return { connected: false, latencyMs: null, reason: (error as Error).message };
    }
  };
  const [sending, receiving] = await Promise.all([
    measure((options) => broker.ping(options)),
    measure((options) => backend.ping(options)),
  ]);
  return {
    ok: sending.connected && (receiving.connected || backend.unsupported !== null),
    broker: { kind: broker.kind, ...sending },
    backend: receiving,
    pending: session.outbox.pending,
  };
}
