import { styleText } from "node:util";
import type { Sandbox } from "./sandbox";

/** Prints a line that opens a part of the tour. */
export function heading(text: string): void {
  say(`\n${bold(text)}\n`);
}

/** Prints a line. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints the organization as a list of its accounts under their organizational units, and where the APIs are. */
export function describeOrganization(sandbox: Sandbox): void {
  say(`AWS (MiniStack, policies enforced)  ${sandbox.aws.endpoint}`);
  say(`Spot API                            ${sandbox.spot.endpoint}`);
  say(`Management account                  ${sandbox.aws.managementAccountId}`);
  const accounts = [...sandbox.organization.accounts].sort((a, b) => a.ouPath.localeCompare(b.ouPath));
  for (const { id, name, ouPath, alias, state } of accounts) {
    const remarks = [state === "ACTIVE" ? undefined : state.toLowerCase(), alias ? undefined : "no alias"].filter(
      Boolean,
    );
    const remark = remarks.length > 0 ? `(${remarks.join(", ")})` : "";
    say(`  ${ouPath.padEnd(24)} ${id}  ${name.padEnd(14)} ${remark}`.trimEnd());
  }
}

function bold(text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText("bold", text) : text;
}
