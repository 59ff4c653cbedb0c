import { Fleet } from "../../automation";
import { type Sandbox, startSandbox } from "../../examples/sandbox/sandbox";
import type { BenchSite } from "./model";

/** A sandbox with as many accounts as a benchmark needs, and the fleet's settings for each. */
export async function startBenchSite(dir: string, accounts: number): Promise<{ sandbox: Sandbox; site: BenchSite }> {
  const sandbox = await startSandbox({
    dir,
    // The limit would only be waited for, by whoever comes second.
    spotRules: { rateLimit: { calls: 1_000_000 } },
    organization: {
      management: { accountId: "111111111111" },
      accounts: Array.from({ length: accounts }, (_, index) => ({ name: `account-${index}`, ou: "/Workloads" })),
    },
  });
  Object.assign(process.env, sandbox.env);
  const fleet = await Fleet.load(sandbox.fleetFile);
  const { items } = await fleet.plan();
  const settings = Object.fromEntries(items.map(({ target }) => [target.account.id, target.settings]));
  return { sandbox, site: { env: sandbox.env, spotEndpoint: sandbox.spot.endpoint, settings } };
}
