import { setTimeout as pause } from "node:timers/promises";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { OutsideView } from "./outside-view";

/** What a probe found while it ran. */
export interface ProbeFindings {
  /** How often the vendor was let in. */
  entries: number;
  /** The external ids it got in with, in the order of their first use. */
  externalIds: string[];
  /** When it was not let in with the external id that it presents, and with which. */
  lockouts: string[];
}

/**
 * Plays Spot beside a run: assumes the role of one AWS account over and over, with the external id that Spot presents for it at that
 * moment.
 */
export class VendorProbe {
  private readonly findings: ProbeFindings = { entries: 0, externalIds: [], lockouts: [] };
  private readonly running: Promise<void>;
  private stopped = false;

  constructor(
    private readonly sandbox: Pick<Sandbox, "spot" | "aws" | "env">,
    private readonly awsAccountId: string,
  ) {
    this.running = this.probe(new OutsideView(sandbox.aws.endpoint, sandbox.env));
  }

  /** Ends it after one more entry, and answers what it found. */
  async stop(): Promise<ProbeFindings> {
    this.stopped = true;
    await this.running;
    return this.findings;
  }

  private async probe(view: OutsideView): Promise<void> {
    while (!this.stopped) {
      await this.enter(view);
      // Leaves the processor to what is being watched.
      await pause(20);
    }
    await this.enter(view);
  }

  private async enter(view: OutsideView): Promise<void> {
    const link = this.link();
    if (!link) return;
    const { roleArn, externalId } = link;
    const answer = await view.assume("spot", roleArn, externalId);
    if (answer === "in") {
      this.findings.entries += 1;
      if (!this.findings.externalIds.includes(externalId)) this.findings.externalIds.push(externalId);
      return;
    }
    // Spot may have changed to another one between the two looks; then the answer is about one it does not present any more.
    if (this.link()?.externalId === externalId) {
      this.findings.lockouts.push(`${new Date().toISOString()} with ${externalId}`);
    }
  }

  private link() {
    return this.sandbox.spot.accounts().find(({ link }) => link?.awsAccountId === this.awsAccountId)?.link;
  }
}
