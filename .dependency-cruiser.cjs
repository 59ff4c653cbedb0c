// The direction of imports (automation -> components -> providers) as a check, so that no review has to remember it.
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "providers-stand-alone",
      comment: "Vendor resources are used by every layer and know none of them.",
      severity: "error",
      from: { path: "^providers" },
      to: { path: "^(components|automation|examples|test)/" },
    },
    {
      name: "components-know-providers-only",
      severity: "error",
      from: { path: "^components" },
      to: { path: "^(automation|examples|test)/" },
    },
    {
      name: "package-knows-no-example-or-test",
      severity: "error",
      from: { path: "^automation" },
      to: { path: "^(examples|test)/" },
    },
    { name: "examples-know-no-test", severity: "error", from: { path: "^examples" }, to: { path: "^test/" } },
    {
      name: "trust-is-pure",
      comment: "Trust policy is data and decisions; nothing there may need an engine or a network.",
      severity: "error",
      from: { path: "^components/trust" },
      to: { path: "node_modules/(@pulumi|@aws-sdk)/" },
    },
    {
      name: "only-the-cli-talks-to-the-terminal",
      severity: "error",
      from: { path: "^(components|providers|automation)", pathNot: "^automation/cli" },
      to: { path: "node_modules/(commander|listr2|@clack/prompts|cli-table3)/" },
    },
    {
      name: "shipped-code-needs-no-dev-dependency",
      comment: "Peers are development dependencies too; the SDK of OpenTelemetry is an optional one.",
      severity: "error",
      from: { path: "^(components|providers|automation)" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "node_modules/(@pulumi|@opentelemetry/sdk-node)/" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["node", "require", "types", "default"] },
  },
};
