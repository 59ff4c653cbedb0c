/** Whether a unit is another or below it; both are paths such as `/Workloads/Prod`, and everything is below `/`. */
export function isUnder(ouPath: string, ou: string): boolean {
  return ou === "/" || ouPath === ou || ouPath.startsWith(`${ou}/`);
}
