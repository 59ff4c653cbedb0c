import { expect } from "chai";
import { OperationError } from "../../../automation/engine/errors";
import type { Target, TargetOutcome } from "../../../automation/model";
import { assertConnected } from "../../../automation/prove/assert-connected";
import { defaultTokenReader } from "../../../providers/token-reader";
import { type SpotDouble, startSpotDouble } from "../../support/spot-double";

describe("assertConnected", () => {
  const accountId = "222222222222";
  const tokenName = "CONNECTED_TEST_TOKEN";
  let spot: SpotDouble;
  beforeEach(async () => {
    process.env[tokenName] = "a-token-for-tests";
    spot = await startSpotDouble();
  });
  afterEach(async () => {
    delete process.env[tokenName];
    await spot.close();
  });

  const target = (): Target => ({
    account: { id: accountId, name: "shop", ouPath: "/", state: "ACTIVE", management: false },
    settings: {
      accountId,
      region: "us-east-1",
      enter: [],
      tags: {},
      grants: { spot: { token: { env: tokenName }, endpoint: spot.endpoint } },
    } as unknown as Target["settings"],
  });
  const outcome = (create: number): TargetOutcome => ({
    accountId,
    changes: { create, update: 0, replace: 0, delete: 0, same: 12 - create },
    grants: [
      {
        party: "spot",
        roleArn: `arn:aws:iam::${accountId}:role/SpotRole`,
        externalIds: [],
        principals: [],
        vendorAccountId: "act-1",
      },
    ],
    durationMs: 1,
  });
  const check = (create: number): Promise<void> =>
    assertConnected(target(), outcome(create), {
      tokens: defaultTokenReader(),
      signal: new AbortController().signal,
    });

  it("is content with a vendor account that is still connected", async () => {
    spot.accounts.push({ accountId: "act-1", name: "shop", awsAccountId: accountId });
    await check(0);
  });

  it("names the vendor account that was deleted by hand, and what to do", async () => {
    spot.accounts.push({ accountId: "act-2", name: "another", awsAccountId: accountId });
    const error = await check(0).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(OperationError);
    const { failure } = error as OperationError;
    expect(failure.kind).to.equal("proof");
    expect(failure.message).to.include("act-1").and.include(accountId);
    expect(failure.instruction).to.include(`cross-account up --refresh --only ${accountId}`);
  });

  it("waits for one that was just made and is not listed yet", async () => {
    let asked = 0;
    spot.interfere = () => {
      asked += 1;
      if (asked === 2) spot.accounts.push({ accountId: "act-1", name: "shop", awsAccountId: accountId });
      return undefined;
    };
    await check(12);
    expect(asked).to.be.greaterThan(1);
  });
});
