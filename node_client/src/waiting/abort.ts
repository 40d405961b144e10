interface Listeners {
  readonly waiting: Set<() => void>;
  readonly fire: () => void;
}

const bySignal = new WeakMap<AbortSignal, Listeners>();

/**
 * Calls `listener` when the signal aborts; calling what it returns ends that. One signal may end a thousand
 * calls, but Node warns of a leak from its eleventh listener on: so all of them share one.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => {};
  const { waiting, fire } = bySignal.get(signal) ?? listenTo(signal);
  waiting.add(listener);
  return () => {
    waiting.delete(listener);
    if (waiting.size > 0 || bySignal.get(signal)?.waiting !== waiting) return;
    signal.removeEventListener("abort", fire);
    bySignal.delete(signal);
  };
}

function listenTo(signal: AbortSignal): Listeners {
  const waiting = new Set<() => void>();
  const listeners = {
    waiting,
    fire: () => {
      for (const listener of waiting) listener();
    },
  };
  bySignal.set(signal, listeners);
  signal.addEventListener("abort", listeners.fire, { once: true });
  return listeners;
}
