import { Command } from "commander";
import { type PlanCommandOptions, withKeptPlan, withPlanOptions } from "./plan-options";
import type { ProveCommandOptions } from "./prove-command";
import { type ReportCommandOptions, withReportFiles, withReportOptions } from "./report-options";
import { type RotateCommandOptions, withRotateOptions } from "./rotate-options";
import type { Session } from "./session";
import {
  type ChangingOptions,
  type CommonOptions,
  type DriftCommandOptions,
  withChangingOptions,
  withChoosingOptions,
  withCommonOptions,
  withConcurrency,
  withExamples,
  withOnly,
} from "./verb-options";
import { addWatch } from "./watch-verb";

/** What a verb came to, told to whoever runs the program. */
export type OnEnd = (exitCode: number) => void;

/** All verbs and their options; each verb's code is loaded only when it is called, so that help is quick. */
export function createProgram(session: Session, version: string, onEnd: OnEnd): Command {
  const program = new Command("cross-account")
    .description("Lets one vendor or tool into every AWS account of an organization, and proves who gets in.")
    .version(version)
    .showHelpAfterError("Add --help to see what is possible.")
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 bad input, 2 some accounts failed or drifted, 3 refused by a guard, 130 cancelled.\nEach verb has --help with examples.",
    );
  addPlan(program, session, onEnd);
  addUp(program, session, onEnd);
  addStatus(program, session, onEnd);
  addExplain(program, session, onEnd);
  addProve(program, session, onEnd);
  addDrift(program, session, onEnd);
  addRotate(program, session, onEnd);
  addOffboard(program, session, onEnd);
  addReport(program, session, onEnd);
  addWatch(program, session, onEnd);
  return program;
}

function addPlan(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withPlanOptions(withConcurrency(withChoosingOptions(withCommonOptions(program.command("plan")))))
    .description("Show which accounts `up` would enrol or check, which are left out and why. Changes nothing.")
    .action(async (file: string, options: PlanCommandOptions) => {
      const { planCommand } = await import("./plan-command.js");
      onEnd(await planCommand(session, file, options));
    });
  withExamples(command, [
    ["cross-account plan", "the fleet of ./fleet.yaml"],
    ["cross-account plan --preview --only shop-prod", "every change in one account"],
    ["cross-account plan prod.yaml --json", "for a program"],
    ["cross-account plan --out fleet.plan", "to be looked at, and applied with `up --plan fleet.plan`"],
    ["cross-account plan --for offboard --only shop-dev", "what `offboard` would take away"],
  ]);
}

function addUp(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withKeptPlan(withReportFiles(withChangingOptions(withCommonOptions(program.command("up")), "up")))
    .description("Bring every account of the fleet to what the file says, and prove who gets in. Asks first.")
    .action(async (file: string, options: ChangingOptions) => {
      const { changeCommand } = await import("./change-command.js");
      onEnd(await changeCommand("up", session, file, options));
    });
  withExamples(command, [
    ["cross-account up", "show the plan, ask, do it"],
    ["cross-account up --yes --json > run.json", "in a pipeline"],
    ["cross-account up --yes --junit run.xml --html run.html", "for its test report, and to look at"],
    ["cross-account up --only 123456789012,shop-dev", "two accounts first"],
    ["cross-account up --plan fleet.plan --yes", "what `plan --out` kept, or nothing where something moved since"],
  ]);
}

function addStatus(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withCommonOptions(program.command("status"))
    .description("Show the organization, the roles and the vendors' accounts side by side. Changes nothing.")
    .action(async (file: string, options: CommonOptions) => {
      const { statusCommand } = await import("./status-command.js");
      onEnd(await statusCommand(session, file, options));
    });
  withExamples(command, [
    ["cross-account status", "who is enrolled, missing, orphaned, doubled"],
    ["cross-account status --json", "for a program"],
  ]);
}

function addExplain(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withCommonOptions(program.command("explain").argument("<account>", "the account, by id or name"))
    .description(
      "Say why an account is a target or is none, and where each of its settings comes from. Changes nothing.",
    )
    .action(async (account: string, file: string, options: CommonOptions) => {
      const { explainCommand } = await import("./explain-command.js");
      onEnd(await explainCommand(session, account, file, options));
    });
  withExamples(command, [
    ["cross-account explain shop-prod", "why it is in or out, which overrides it gets"],
    ["cross-account explain 123456789012 --json", "for a program"],
  ]);
}

function addProve(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withConcurrency(withOnly(withCommonOptions(program.command("prove"))))
    .description("Ask who gets in by every role that was made: the right party and nobody else. Changes nothing.")
    .action(async (file: string, options: ProveCommandOptions) => {
      const { proveCommand } = await import("./prove-command.js");
      onEnd(await proveCommand(session, file, options));
    });
  withExamples(command, [
    ["cross-account prove", "every role of the fleet; exit code 2 when one is not proven"],
    ["cross-account prove --only shop-prod", "one account"],
    ["cross-account prove --json", "for a program, with the evidence of each answer"],
  ]);
}

function addRotate(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withKeptPlan(
    withReportFiles(withRotateOptions(withChangingOptions(withCommonOptions(program.command("rotate")), "rotate"))),
  )
    .description(
      "Replace external ids that a vendor mints, without a gap: accept both, change the vendor over, prove it, drop the old one. Asks first.",
    )
    .action(async (file: string, options: RotateCommandOptions) => {
      const { changeCommand } = await import("./change-command.js");
      onEnd(await changeCommand("rotate", session, file, options));
    });
  withExamples(command, [
    ["cross-account rotate", "all that are older than an hour"],
    ["cross-account rotate --older-than 90d --yes", "on a schedule"],
    ["cross-account rotate --only shop-dev --party spot", "one account, one party"],
    ["cross-account rotate --older-than 0m", "also those made just now"],
  ]);
}

function addDrift(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withChangingOptions(withCommonOptions(program.command("drift")), "drift")
    .description(
      "Compare every account with AWS and the vendors, and show what was changed by hand. Changes nothing without --repair.",
    )
    .option("--repair", "put it right: bring what has drifted to what the file says. Asks first", false)
    .action(async (file: string, options: DriftCommandOptions) => {
      const { driftCommand } = await import("./drift-command.js");
      onEnd(await driftCommand(session, file, options));
    });
  withExamples(command, [
    ["cross-account drift", "who changed or deleted what by hand"],
    ["cross-account drift --json || alert", "on a schedule: exit code 2 when there is drift"],
    ["cross-account drift --repair --yes", "put it right without being asked"],
    ["cross-account drift --only shop-prod", "one account"],
  ]);
}

function addOffboard(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withKeptPlan(
    withReportFiles(withChangingOptions(withCommonOptions(program.command("offboard")), "offboard")),
  )
    .description(
      "Take every grant of the fleet away, in AWS and at the vendors, and look whether it is gone. Asks first.",
    )
    .action(async (file: string, options: ChangingOptions) => {
      const { changeCommand } = await import("./change-command.js");
      onEnd(await changeCommand("offboard", session, file, options));
    });
  withExamples(command, [
    ["cross-account offboard --only shop-dev", "one account"],
    ["cross-account offboard --yes --max-deletes 40", "a whole fleet of up to 40 accounts"],
    ["cross-account offboard --yes --no-grace", "vendor accounts too that would stay for offboarding.grace"],
  ]);
}

function addReport(program: Command, session: Session, onEnd: OnEnd): void {
  const command = withReportOptions(withCommonOptions(program.command("report")))
    .description("Show what a run came to, from its journal: the last one, or any other. Changes nothing.")
    .action(async (file: string, options: ReportCommandOptions) => {
      const { reportCommand } = await import("./report-command.js");
      onEnd(await reportCommand(session, file, options));
    });
  withExamples(command, [
    ["cross-account report", "the last run"],
    ["cross-account report --list", "all runs"],
    ["cross-account report --run 20260131T094500Z-3f9c2a --json", "one of them, for a program"],
    ["cross-account report --html run.html --coverage", "a page with every account, to be sent around"],
    ["cross-account report --junit run.xml", "for the test report of a pipeline"],
  ]);
}
