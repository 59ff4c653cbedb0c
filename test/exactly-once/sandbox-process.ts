import "../../examples/sandbox/quiet-sdk";
import type { FaultRule } from "../../examples/sandbox/faults/faults";
import { type Sandbox, startSandbox } from "../../examples/sandbox/sandbox";
import type { SandboxRequest, SandboxStart } from "./killable-sandbox";

/** A sandbox in a process of its own, which can be killed; who started it talks to it through the IPC channel. */
async function main(): Promise<void> {
  const { dir, accountNames, faultSeed } = JSON.parse(process.argv[2] ?? "{}") as SandboxStart;
  const accounts = accountNames.map((name) => ({ name, ou: "/Workloads", alias: `acme-${name}` }));
  const sandbox = await startSandbox({
    dir,
    organization: { management: { accountId: "111111111111" }, accounts },
    spotRules: { faultSeed },
  });
  process.on("message", (request: SandboxRequest) => {
    answer(sandbox, request).then(
      (result) => process.send?.({ id: request.id, result }),
      (error: unknown) => process.send?.({ id: request.id, error: String(error) }),
    );
  });
  // Its parent is gone: nobody is left to serve.
  process.on("disconnect", () => sandbox.close().finally(() => process.exit()));
  const { env, fleetFile, aws, spot, spacelift } = sandbox;
  process.send?.({ ready: { env, fleetFile, aws: aws.endpoint, spot: spot.endpoint, spacelift: spacelift.endpoint } });
}

async function answer({ spot, organization }: Sandbox, { verb, args }: SandboxRequest): Promise<unknown> {
  switch (verb) {
    case "faults":
      spot.faults.clear();
      for (const rule of args as FaultRule[]) spot.faults.add(rule);
      return undefined;
    case "tally":
      return { received: spot.calls().length, ...spot.faults.exposure(), faults: spot.faults.counts() };
    case "accounts":
      return spot.accounts();
    case "connect":
      return spot.connect(...(args as [string, string]));
    case "alias":
      return organization.setAlias(...(args as [string, string]));
    case "organization":
      return organization.accounts;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
