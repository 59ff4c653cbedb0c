import { setMaxListeners } from "node:events";

/**
 * A signal that fires with another and may have any number of listeners.
 *
 * Node.js takes more than ten listeners for a leak and warns on the terminal; a run has some for each account it works on.
 * The caller's own signal is left as it is.
 */
export function wideSignal(signal?: AbortSignal): AbortSignal {
  const wide = AbortSignal.any(signal ? [signal] : []);
  setMaxListeners(0, wide);
  return wide;
}
