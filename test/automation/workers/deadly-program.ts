import { appendFileSync, existsSync } from "node:fs";
import type { StackProgram } from "../../../automation";

/** Does what the account's tag `does` says; the tag `log` names the file that it notes its beginning in. */
export const program: StackProgram = ({ target: { settings } }) => {
  const { does, log = "" } = settings.tags;
  return async () => {
    const isFirst = !existsSync(log);
    appendFileSync(log, `${process.pid}\n`);
    if (does === "die once" && isFirst) process.kill(process.pid, "SIGKILL");
    if (does === "exit") {
      process.stderr.write("the license has run out\n");
      process.exit(3);
    }
    if (does === "wait") await new Promise(() => {});
    return { grants: [{ party: "spot", roleArn: `arn:aws:iam::${settings.accountId}:role/spot` }] };
  };
};
