import { EventEmitter } from "node:events";
import { runCli } from "../../../automation/cli/run-cli";
import type { Terminal } from "../../../automation/cli/terminal";

/** A terminal that keeps what is printed and answers what it is told to. */
export class CapturingTerminal implements Terminal {
  out = "";
  err = "";
  questions: string[] = [];
  canAsk = false;
  redrawableLines = 0;
  hasColour = false;
  answer: boolean | undefined;

  print(text: string): void {
    this.out += `${text}\n`;
  }

  remark(text: string): void {
    this.err += `${text}\n`;
  }

  async confirm(question: string): Promise<boolean | undefined> {
    this.questions.push(question);
    return this.answer;
  }
}

/** Runs the CLI within this process and answers its exit code. */
export function run(terminal: Terminal, ...args: string[]): Promise<number> {
  const leave = (): never => {
    throw new Error("Nobody pressed Ctrl-C three times.");
  };
  return runCli({ args, version: "1.2.3", terminal, presses: new EventEmitter(), leave });
}
