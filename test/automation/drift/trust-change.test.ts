import { expect } from "chai";
import { describeTrustChange } from "../../../automation/drift/trust-change";

const statement = (principal: unknown, externalId?: unknown) => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: "sts:AssumeRole",
  ...(externalId === undefined ? {} : { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
});
const trust = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

const spot = "arn:aws:iam::922761411349:root";
const stranger = "arn:aws:iam::888888888888:root";

describe("What became of a trust policy", () => {
  it("is nothing when both texts mean the same, however they are written", () => {
    const spelled = JSON.stringify({ Statement: statement([spot], ["one"]), Version: "2012-10-17" });
    expect(describeTrustChange(trust(statement(spot, "one")), spelled)).to.equal(undefined);
    expect(describeTrustChange(trust(statement("922761411349", "one")), spelled)).to.equal(undefined);
  });

  it("names who gets in now, and who is not named any more", () => {
    const added = trust(statement([spot, stranger], "one"));
    expect(describeTrustChange(trust(statement(spot, "one")), added)).to.match(/: it lets in arn:aws:iam::8{12}:root$/);
    expect(describeTrustChange(trust(statement(spot, "one")), trust(statement(stranger)))).to.match(
      /it lets in arn:aws:iam::8.*; it does not name any more arn:aws:iam::9/,
    );
  });

  it("says that the conditions are others where the principals are the same", () => {
    expect(describeTrustChange(trust(statement(spot, "one")), trust(statement(spot)))).to.match(/other conditions/);
    expect(describeTrustChange(trust(statement(spot, "one")), trust(statement(spot, "two")))).to.match(/conditions/);
  });

  it("takes a text that is no policy for another one", () => {
    expect(describeTrustChange(trust(statement(spot)), "{}")).to.match(/does not name any more arn/);
  });
});
