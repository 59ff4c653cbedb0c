/**
 * What stands for an output in a policy: how many policies there will be is decided before outputs are known, so each gets the room of a
 * long ARN. @internal
 */
export function outputPlaceholder(index: number): string {
  return `<output-${String(index).padStart(4, "0")}>`.padEnd(256, ".");
}
