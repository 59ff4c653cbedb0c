import type { Provider } from "@pulumi/aws/provider";
import { expect } from "chai";
import { SpotOnboarding } from "../../../components";
import { OutsideView } from "../../support/outside-view";
import { useSandbox } from "../../support/sandbox-suite";
import { VendorProbe } from "../../support/vendor-probe";
import { ComponentStack } from "../component-stack";

const linking = "POST /setup/credentials/aws";

describe("Rotating Spot's external id by a setting", function () {
  this.timeout(240_000);
  const sandbox = useSandbox();
  let stack: ComponentStack;

  before(async () => {
    stack = await ComponentStack.create(sandbox(), sandbox().organization.account("shop-dev").id);
  });
  after(() => stack.remove());

  const onboard = (rotation?: number) => (provider: Provider) => {
    const { accountId, token } = stack;
    const args = { accountId, token, endpoint: sandbox().spot.endpoint, rotation, renameToAlias: false };
    const { externalIds, externalIdMintedAt, roleArn } = new SpotOnboarding("spot", args, { providers: [provider] });
    return { externalIds, externalIdMintedAt, roleArn };
  };
  const presented = () =>
    sandbox()
      .spot.accounts()
      .find(({ link }) => link?.awsAccountId === stack.accountId)?.link?.externalId;

  it("trusts both, changes Spot over, drops the old one, and never locks Spot out, whatever fails in between", async () => {
    const { spot } = sandbox();
    const view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    const { outputs } = await stack.up(onboard());
    const [first = ""] = outputs.externalIds as string[];
    const roleArn = String(outputs.roleArn);
    const probe = new VendorProbe(sandbox(), stack.accountId);

    const refuseLinks = spot.faults.add({ fault: { kind: "server-error", status: 403 }, route: linking });
    const failure = await stack.up(onboard(1)).catch((error: unknown) => error);
    refuseLinks();
    expect(String(failure)).to.contain("needs an Organization Admin's rights");
    expect(presented()).to.equal(first);
    expect(await view.assume("spot", roleArn, first)).to.equal("in");

    // Nothing was switched yet when the next one begins: it has Spot change over by itself before it drops the old one.
    const finished = await stack.up(onboard(1));
    const [second = "", ...others] = finished.outputs.externalIds as string[];
    expect(others).to.deep.equal([]);
    expect(second).to.not.equal(first);
    expect(presented()).to.equal(second);
    expect(await view.assume("spot", roleArn, first)).to.equal("out");

    const overlapping = await stack.up(onboard(2));
    expect(overlapping.outputs.externalIds).to.have.length(2).and.include(second);
    expect(overlapping.changes).to.deep.include({ update: 3 }).and.not.have.any.keys("create", "replace", "delete");
    const third = presented();
    expect(third).to.equal((overlapping.outputs.externalIds as string[])[0]);
    expect(await view.assume("spot", roleArn, second)).to.equal("in");
    const dropped = await stack.up(onboard(2));
    expect(dropped.outputs.externalIds).to.deep.equal([third]);
    expect(await view.assume("spot", roleArn, second)).to.equal("out");

    const findings = await probe.stop();
    expect(findings.lockouts).to.deep.equal([]);
    expect(findings.entries).to.be.greaterThan(10);
    expect(findings.externalIds).to.deep.equal([first, second, third]);
    expect(Object.keys(await stack.preview(onboard(2)))).to.deep.equal(["same"]);
    expect(Object.keys(await stack.preview(onboard()))).to.deep.equal(["same"]);
    await stack.destroy();
  });
});
