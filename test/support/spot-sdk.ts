import type { SpotApi } from "../../examples/sandbox/spot/spot-api";
import { PythonTool } from "./python-tool";

/** What one call of the SDK came to: what it returned, or the words it refused with. */
export interface SdkResult {
  returned?: unknown;
  refused?: string;
}

/** A call of the SDK: its client, the method, and the arguments. */
export type SdkCall = [client: "admin" | "setup_aws", method: string, ...args: string[]];

/** Spot's own Python SDK, installed once in the user's cache folder. */
export class SpotSdk {
  private constructor(private readonly tool: PythonTool) {}

  static async install(): Promise<SpotSdk> {
    return new SpotSdk(await PythonTool.install("spotinst-sdk2-3.22.0", "spot-sdk"));
  }

  /** Makes calls in order; with an `accountId` the SDK puts it into the query of each, as its users set it up. */
  async call(
    { endpoint, token }: Pick<SpotApi, "endpoint" | "token">,
    calls: SdkCall[],
    accountId?: string,
  ): Promise<SdkResult[]> {
    const order = JSON.stringify({ endpoint, token, calls, ...(accountId ? { accountId } : {}) });
    return JSON.parse(await this.tool.run("call_spot.py", [], {}, order)) as SdkResult[];
  }
}
