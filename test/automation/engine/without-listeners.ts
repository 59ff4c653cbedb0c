/**
 * Runs something while nobody listens to these events of the process, the test runner included: it would take a crash that
 * is part of the test for a failure of the test. Whoever began to listen meanwhile does not hear what other tests do.
 */
export async function withoutListeners<T>(events: readonly string[], work: () => Promise<T>): Promise<T> {
  const emitter: NodeJS.EventEmitter = process;
  const saved = events.map((event) => ({ event, listeners: emitter.rawListeners(event) }));
  for (const { event } of saved) emitter.removeAllListeners(event);
  try {
    return await work();
  } finally {
    for (const { event, listeners } of saved) {
      emitter.removeAllListeners(event);
      for (const listener of listeners) emitter.on(event, listener as () => void);
    }
  }
}
