import { OperationError } from "../engine/errors";
import type { Target } from "../model";

/**
 * Whether an account that is offboarded can be entered: `open`; `gone`, as it is closed or not in the organization any more; or the
 * reason why not, when it should be open.
 */
export type Entry = { state: "open" } | { state: "gone"; why: string } | { state: "shut"; error: OperationError };

const closed: Partial<Record<Target["account"]["state"], string>> = {
  SUSPENDED: "it is suspended",
  PENDING_CLOSURE: "it is being closed",
};

/**
 * Finds out whether an account can be entered. One that is suspended or being closed is not tried.
 *
 * @param enter Enters it, or throws an OperationError.
 */
export async function findEntry({ account }: Target, enter: () => Promise<void>): Promise<Entry> {
  const why = closed[account.state];
  if (why !== undefined) return { state: "gone", why };
  try {
    await enter();
    return { state: "open" };
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    // An account that left the organization is entered where that is still possible.
    return account.state === "CLOSED"
      ? { state: "gone", why: "it is not in the organization any more and cannot be entered" }
      : { state: "shut", error };
  }
}

/** What became of the roles of an account that is gone. */
export function describeGoneRole(why: string): string {
  return `gone with the account: ${why}. Should it be opened again, the role is there again: delete it then, or run up`;
}

/** What to say of an account that should be open and is not, after its vendor accounts were deleted. */
export function explainShut({ failure }: OperationError, accountId: string, deleted: number): OperationError {
  const done = deleted > 0 ? "What it has at the vendors was deleted or left as the fleet file says, " : "";
  const rest = deleted > 0 ? "but its roles are still there. " : "";
  return new OperationError({
    ...failure,
    message: `${failure.message} ${done}${rest}`.trim(),
    instruction:
      `${failure.instruction ?? ""} Then run \`cross-account offboard --only ${accountId}\` again: it takes away the rest.`.trim(),
  });
}
