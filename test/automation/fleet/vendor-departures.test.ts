import { expect } from "chai";
import { VendorDepartures } from "../../../automation/fleet/vendor-departures";
import { type SpotDouble, startSpotDouble } from "../../support/spot-double";

const awsAccountId = "222222222222";
const tokenName = "VENDOR_DEPARTURES_TEST_TOKEN";

describe("VendorDepartures", () => {
  let spot: SpotDouble;

  before(async () => {
    process.env[tokenName] = "a-token-for-tests";
    spot = await startSpotDouble();
  });
  beforeEach(() => {
    spot.reset();
    spot.accounts.push({ accountId: "act-1", name: "shop", awsAccountId });
  });
  after(async () => {
    delete process.env[tokenName];
    await spot.close();
  });

  function stored(retain: boolean): Record<string, unknown> {
    const endpoint = spot.endpoint;
    const name = `aws-${awsAccountId}`;
    const accountId = "act-1";
    return {
      stateVersion: 1,
      token: { env: tokenName },
      endpoint,
      awsAccountId,
      name,
      retain,
      accountId,
      adopted: false,
    };
  }

  it("keeps a vendor account that the fleet file retains by now, whatever the last up recorded", async () => {
    const departures = new VendorDepartures(() => true);
    await departures.createHandler("SpotAccount").delete("act-1", stored(false));
    expect(spot.accounts.map(({ accountId }) => accountId)).to.deep.equal(["act-1"]);
    expect(departures.deletedOf("spot", awsAccountId)).to.deep.equal([]);
  });

  it("deletes one that the fleet file does not retain any more, and remembers it", async () => {
    const departures = new VendorDepartures(() => false);
    await departures.createHandler("SpotAccount").delete("act-1", stored(true));
    expect(spot.accounts).to.deep.equal([]);
    expect(departures.deletedOf("spot", awsAccountId)).to.deep.equal(["act-1"]);
    expect(departures.deletedOf("spot", "333333333333")).to.deep.equal([]);
  });

  it("asks by the party and the AWS account", async () => {
    const asked: string[] = [];
    const departures = new VendorDepartures((party, id) => asked.push(party, id) > 0);
    await departures.createHandler("SpotAccount").delete("act-1", stored(false));
    expect(asked).to.deep.equal(["spot", awsAccountId]);
  });
});
