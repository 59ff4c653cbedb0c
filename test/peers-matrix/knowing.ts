import type { Row } from "./row";

/** What is known before, during and after a run, and what it runs on. */
export const knowing: readonly Row[] = [
  {
    ...{ number: 59, feature: "One aggregated fleet diff (group equal diffs)", peers: "some" },
    shownBy: {
      "end-to-end/kept-plan": [
        "tells with --preview an action that every account gets once, and beside it what one account alone gets",
      ],
    },
  },
  {
    ...{ number: 60, feature: "Apply exactly the approved plan", peers: "most" },
    shownBy: {
      "end-to-end/kept-plan": [
        "is refused as bad input when it was edited, and by another verb",
        "is refused with what moved when the fleet file is another one, and nothing is changed",
        "is applied once it is made again: these accounts and no others",
        "is not applied a second time: what it did is another world",
      ],
    },
  },
  {
    ...{ number: 61, feature: "Name-collision check before create", peers: "none" },
    shownBy: {
      "end-to-end/kept-plan": [
        "is told, as any run is, what has a name in an account already that is to be made there, before anything is",
      ],
    },
  },
  {
    ...{ number: 62, feature: "Run report csv/json with published schema", peers: "most" },
    shownBy: {
      "automation/report/report": ["fit the published schema, each with its kind"],
      "automation/cli/report-command": [
        "prints a run as the published JSON, with the failures grouped and when each account was worked on",
      ],
    },
    leftOut:
      "CSV: a run holds lists in lists, proofs among them, which a table of rows loses; JSON, JUnit and a page are there.",
  },
  {
    ...{ number: 63, feature: "Coverage report: org accounts vs vendor accounts vs roles", peers: "none" },
    shownBy: {
      "end-to-end/onboarding": ["shows every account of the organization in its status"],
      "end-to-end/changed-by-hand": ["is seen by status at the role, by meaning"],
    },
  },
  {
    ...{ number: 64, feature: "Evidence pack for auditors (who, what, hash, approval)", peers: "some" },
    shownBy: {
      "automation/cli/report-command": ["writes JUnit XML and a page, with the coverage that status printed"],
      "automation/plan/plan-file": ["is refused once anything in it that decides was edited"],
      "end-to-end/prove": ["shows a person the matrix, and who is left out"],
    },
    leftOut:
      "One signed pack: a run's report holds what was done and every proof, a plan its hash; who approved it, the pipeline knows.",
  },
  {
    ...{ number: 65, feature: "Library API to embed", peers: "most" },
    shownBy: {
      "examples/embedding/onboard": [
        "plans, brings every account up with its own program, and prints where each stands",
        "leaves a journal that other tools read",
      ],
      "end-to-end/packed-package": ["compiles a strict TypeScript program against its types"],
    },
  },
  {
    ...{ number: 66, feature: "Components usable from several languages", peers: "most" },
    shownBy: {
      "components/analyzer": [
        "are read by Pulumi's multi-language analyzer without an error, so that other languages stay possible",
      ],
    },
    leftOut:
      "They are ready for it and used from Node.js alone by now: the plugin other languages need is not there yet.",
  },
  {
    ...{ number: 67, feature: "Policy lint / Access Analyzer gate before any deploy", peers: "some" },
    shownBy: {
      "automation/fleet/check-grants": ["finds nothing wrong with good ones, all parties at once"],
      "end-to-end/spinnaker-grant": ["refuses what the schema and the component refuse, before anything is made"],
    },
    leftOut:
      "IAM Access Analyzer is not asked: trust and permissions are checked here, without a call, by rules of our own.",
  },
  {
    ...{ number: 68, feature: "Deny-list gate on vendor policy (escalation actions)", peers: "some" },
    leftOut:
      "What vendors document asks for such actions itself (iam:PassRole); a permissions boundary holds all of them down.",
  },
  {
    ...{ number: 69, feature: "No vendor key or long-lived key in member accounts", peers: "most" },
    shownBy: {
      "components/spot/spot-onboarding": [
        "gives the vendor resources where the token is, never a token, and the account they are for",
      ],
      "end-to-end/management-account": ["leaves no key, user or secret in the account of a member"],
    },
  },
  {
    ...{ number: 70, feature: "Vendor token never in state, logs or argv", peers: "most" },
    shownBy: {
      "end-to-end/secrets": [
        "is in state, journal, logs, reports, errors or arguments of processes, through a rollout that fails in part",
        "of Spinnaker's user or of a Spacelift key is in state, progress, errors or arguments of processes",
      ],
    },
  },
  {
    ...{ number: 71, feature: "Pluggable secret source (env, SSM, Secrets Manager, ESC, Vault)", peers: "most" },
    shownBy: {
      "providers/token-source": ["is one of five sources"],
      "providers/token-from-aws": [
        "is read from Secrets Manager by ARN or name, whole or a field of it",
        "is read from an encrypted SSM parameter",
      ],
      "providers/token-from-command": ["is what the program prints; its arguments go through no shell"],
    },
  },
  {
    ...{ number: 72, feature: "No SaaS control plane needed", peers: "most" },
    shownBy: {
      "automation/engine/backends": [
        "rolls out to every account, knows what each got, and finds nothing to change the second time",
      ],
      "end-to-end/onboarding": ["onboards every active account and says which were left out and why"],
    },
  },
  {
    ...{ number: 73, feature: "Stated or reported >= 1,000 accounts", peers: "some" },
    shownBy: {
      "automation/fleet/run-plan": ["asks the engine nothing, enters no account, and tells from when each proof is"],
      "automation/plan/waves": ["puts 10,000 accounts that need one into waves at once"],
    },
  },
  {
    ...{ number: 74, feature: "Runs on laptop, CI, Lambda/container alike", peers: "most" },
    shownBy: {
      "end-to-end/read-only-machine": [
        "brings a fleet up in a function that is called twice, and changes nothing the second time",
        "finds it unchanged by the command, as a job of a pipeline",
      ],
      "end-to-end/packed-package": ["onboards an account and takes it away again, through the stock dynamic provider"],
    },
  },
  {
    ...{ number: 75, feature: "Traces/metrics per account (OTel, Prometheus)", peers: "most" },
    shownBy: {
      "end-to-end/onboarding": [
        "told the collector spans of the account, its steps and every call of Spot for them, and the metrics, without secrets",
      ],
    },
    leftOut:
      "An endpoint for Prometheus: a run ends before it is scraped; a collector of OpenTelemetry hands its metrics on.",
  },
  {
    ...{ number: 76, feature: "Live fleet progress with ETA and top error groups", peers: "some" },
    shownBy: {
      "automation/cli/progress": [
        "redraws how far the run is on a terminal, with a line an account where all of them fit",
      ],
      "automation/cli/run-outlook": [
        "tells how far the run is, and what is left from what the others took",
        "tells the three reasons most accounts failed for, each once",
      ],
    },
  },
  {
    ...{ number: 77, feature: "Notifications / webhooks / SNS", peers: "most" },
    shownBy: {
      "end-to-end/watch": ["offboards what left, and alerts once about an account that appeared and failed"],
      "automation/watch/alerts": [
        "gets the alert on its standard input",
        "is called again while it is overloaded or broken",
      ],
    },
    leftOut: "SNS by itself: a command gets the alert as JSON, and `aws sns publish` may be that command.",
  },
  {
    ...{ number: 78, feature: "Back-pointer tags on every resource (owner, run, version)", peers: "some" },
    shownBy: {
      "components/account-access": [
        "tells by tags what made it: the fleet, the party and the version; tags of one's own stay, and win",
      ],
      "end-to-end/onboarding": ["tags each role with the fleet, the party and the version that made it"],
    },
    leftOut: "The run: a tag of it would make every run change every resource; the journal tells which run did what.",
  },
];
