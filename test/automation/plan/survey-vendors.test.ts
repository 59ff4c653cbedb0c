import { expect } from "chai";
import { allVendorAccounts, surveyVendors } from "../../../automation/plan/survey-vendors";
import type { NamedDoor } from "../../../automation/plan/vendor-door";
import { createTokenReader } from "../../../providers/token-reader";
import { refusal, type SpotDouble, startSpotDouble } from "../../support/spot-double";

describe("surveyVendors", () => {
  const tokenName = "SURVEY_TEST_TOKEN";
  const tokens = createTokenReader();
  let spot: SpotDouble;
  const door = (rest: Partial<NamedDoor> = {}): NamedDoor => ({
    party: "spot",
    endpoint: spot.endpoint,
    credentials: { token: { env: tokenName } },
    path: "grants[0].token",
    ...rest,
  });
  beforeEach(async () => {
    process.env[tokenName] = "a-token-for-tests";
    spot = await startSpotDouble();
    spot.accounts.push({ accountId: "act-1", name: "shop", awsAccountId: "222222222222" });
  });
  afterEach(async () => {
    delete process.env[tokenName];
    await spot.close();
  });

  it("lists the vendor's accounts with the AWS account each is connected to", async () => {
    const survey = await surveyVendors([door()], tokens);
    expect(survey.problems).to.deep.equal([]);
    expect(allVendorAccounts(survey)).to.deep.equal([
      { party: "spot", id: "act-1", name: "shop", awsAccountId: "222222222222" },
    ]);
  });

  it("says at the key's setting which half of it cannot be read", async () => {
    const apiKey = { id: { env: tokenName }, secret: { env: "SURVEY_TEST_UNSET" } };
    const { problems } = await surveyVendors(
      [door({ party: "spacelift", credentials: { apiKey }, path: "grants[1].apiKey" })],
      tokens,
    );
    expect(problems.map(({ path }) => path)).to.deep.equal(["grants[1].apiKey"]);
    expect(problems[0]?.message).to.match(/SURVEY_TEST_UNSET is not set/);
  });

  it("says at which setting a token cannot be read, for every one of them", async () => {
    const doors = [
      door({ credentials: { token: { env: "SURVEY_TEST_UNSET" } } }),
      door({ credentials: { token: { file: "/nowhere/token" } }, path: "overrides[0].set.spot.token" }),
    ];
    const { problems } = await surveyVendors(doors, tokens);
    expect(problems.map(({ path }) => path)).to.have.members([
      "grants[0].token.env",
      "overrides[0].set.spot.token.file",
    ]);
    expect(problems.find(({ path }) => path.endsWith("env"))?.message).to.match(/SURVEY_TEST_UNSET is not set/);
  });

  it("says that a token is refused, without the token", async () => {
    spot.interfere = () => refusal(401, "UNAUTHORIZED", "a-token-for-tests is no good");
    const { problems } = await surveyVendors([door()], tokens);
    expect(problems[0]?.path).to.equal("grants[0].token");
    expect(problems[0]?.message)
      .to.match(/SURVEY_TEST_TOKEN/)
      .and.not.match(/a-token-for-tests/);
  });

  it("says that a vendor does not answer as one, at the address", async () => {
    spot.interfere = () => ({ status: 200, body: "<html>a proxy</html>" });
    const { problems } = await surveyVendors([door()], tokens);
    expect(problems[0]?.path).to.equal("grants[0].endpoint");
  });
});
