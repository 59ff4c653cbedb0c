import { expect } from "chai";
import { findPrincipalProblem, parsePrincipal } from "../../../components/trust/principal";
import { TrustError } from "../../../components/trust/trust-problem";

describe("A principal of a trust policy", () => {
  const understood: [string, object][] = [
    ["111111111111", { kind: "account", text: "arn:aws:iam::111111111111:root", accountId: "111111111111" }],
    [
      "arn:aws:iam::111111111111:root",
      { kind: "account", text: "arn:aws:iam::111111111111:root", accountId: "111111111111" },
    ],
    [
      "arn:aws:iam::111111111111:role/a/b/Deployer",
      {
        kind: "role",
        text: "arn:aws:iam::111111111111:role/a/b/Deployer",
        accountId: "111111111111",
        name: "Deployer",
      },
    ],
    [
      "arn:aws-cn:iam::111111111111:user/jo@x",
      { kind: "user", text: "arn:aws-cn:iam::111111111111:user/jo@x", accountId: "111111111111", name: "jo@x" },
    ],
    [
      "arn:aws:sts::111111111111:assumed-role/Deployer/run-1",
      {
        kind: "session",
        text: "arn:aws:sts::111111111111:assumed-role/Deployer/run-1",
        accountId: "111111111111",
        name: "Deployer",
      },
    ],
    ["ec2.amazonaws.com", { kind: "service", text: "ec2.amazonaws.com" }],
    [
      "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
      {
        kind: "oidc",
        text: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
        accountId: "111111111111",
        name: "token.actions.githubusercontent.com",
      },
    ],
    [
      "arn:aws:iam::111111111111:saml-provider/idp",
      { kind: "saml", text: "arn:aws:iam::111111111111:saml-provider/idp", accountId: "111111111111", name: "idp" },
    ],
  ];
  for (const [text, principal] of understood) {
    it(`is understood when written ${text}`, () => {
      expect(parsePrincipal(text)).to.deep.equal(principal);
      expect(findPrincipalProblem(text)).to.equal(undefined);
    });
  }

  it("lies in the partition asked for when it is a bare account id", () => {
    expect(parsePrincipal("111111111111", "aws-us-gov").text).to.equal("arn:aws-us-gov:iam::111111111111:root");
  });

  const refused: [string, RegExp][] = [
    ["*", /wildcard/],
    ["arn:aws:iam::*:root", /wildcard/],
    ["arn:aws:iam::111111111111:role/?", /wildcard/],
    ["11111111111", /has 11 digits: an account id has twelve/],
    ["1111111111111", /has 13 digits/],
    ["", /neither twelve digits/],
    ["Deployer", /neither twelve digits/],
    ["ec2.example.com", /neither twelve digits/],
    ["AROAEXAMPLEEXAMPLE123", /was deleted/],
    ["arn:aws:iam::11111111111:root", /neither twelve digits/],
    ["arn:aws:iam::111111111111:group/admins", /cannot assume a role \(group\)/],
    ["arn:aws:iam::111111111111:role/", /names no role that could exist/],
    ["arn:aws:iam::111111111111:role/with space", /names no role that could exist/],
    ["arn:aws:s3:::bucket", /neither twelve digits/],
    ["arn:aws:sts::111111111111:assumed-role/Deployer", /cannot assume a role/],
  ];
  for (const [text, reason] of refused) {
    it(`is refused with a reason when written "${text}"`, () => {
      expect(findPrincipalProblem(text)).to.match(reason);
      expect(() => parsePrincipal(text)).to.throw(TrustError, reason);
    });
  }
});
