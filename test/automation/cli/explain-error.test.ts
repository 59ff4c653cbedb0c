import { expect } from "chai";
import { explainError } from "../../../automation/cli/explain-error";
import { OperationError } from "../../../automation/engine/errors";
import { CancelledError, InputError, RefusedError } from "../../../automation/errors";
import { errorReportSchema } from "../../../automation/report/schemas/error";

describe("explainError", () => {
  const cases: [title: string, error: unknown, exitCode: number, kind: string, lines: RegExp][] = [
    [
      "bad input with where it is",
      new InputError("fleet.yaml", [{ path: "hub.role", message: "is no good", line: 3, column: 7 }]),
      1,
      "input",
      /^fleet\.yaml: 1 problem, nothing was changed\.\n {2}3:7 {2}hub\.role: is no good$/,
    ],
    [
      "a refusal with what to do",
      new RefusedError("too many.", "Name fewer."),
      3,
      "refused",
      /^Refused: too many\.\nName fewer\.$/,
    ],
    [
      "a refusal with all that led to it",
      new RefusedError("this moved:", "Plan again.", ["one thing", "another"]),
      3,
      "refused",
      /^Refused: this moved:\n {2}one thing\n {2}another\nPlan again\.$/,
    ],
    ["a person who stopped", new CancelledError(), 130, "cancelled", /^Cancelled: nothing was changed\.$/],
    ["work that was aborted", new DOMException("aborted", "AbortError"), 130, "cancelled", /^Cancelled/],
    [
      "an operation that failed, with what to do",
      new OperationError({ kind: "state", message: "the disk is full", instruction: "Make room." }),
      1,
      "unexpected",
      /^It did not work: the disk is full\nMake room\.$/,
    ],
    ["anything else without its stack", new Error("boom"), 1, "unexpected", /^It did not work: boom$/],
    ["what is no error", "a string", 1, "unexpected", /^It did not work: a string$/],
  ];
  for (const [title, error, exitCode, kind, lines] of cases) {
    it(`explains ${title}`, () => {
      const explained = explainError(error);
      expect(explained.exitCode).to.equal(exitCode);
      expect(explained.lines.join("\n")).to.match(lines);
      expect(errorReportSchema.parse(explained.report).kind).to.equal(kind);
    });
  }
});
