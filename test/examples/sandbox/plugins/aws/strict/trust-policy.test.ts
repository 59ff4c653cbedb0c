import { expect } from "chai";
import { assertTrustPolicy } from "../../../../../../examples/sandbox/plugins/aws/strict/trust-policy";

const statement = { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole" };
const policy = (change: object, rest: object = { Version: "2012-10-17" }) =>
  JSON.stringify({ ...rest, Statement: [{ ...statement, ...change }] });
const trusting = (AWS: unknown) => policy({ Principal: { AWS } });
const invalid = (value: string) => `Invalid principal in policy: "AWS":"${value}"`;

const refused: [what: string, document: string, text: string][] = [
  ["text that is not JSON", "trust me", "This policy contains invalid Json"],
  ["an empty object", "{}", "Could not parse the policy: Statement is empty!"],
  ["an element that no policy has", policy({}, { Versions: "2012-10-17" }), "Unknown field Versions"],
  [
    "a version that does not exist",
    policy({}, { Version: "2012-10-18" }),
    "The policy must contain a valid version string",
  ],
  ["an element that no statement has", policy({ Principals: "*" }), "Unknown field Principals"],
  ["no effect", policy({ Effect: undefined }), "Missing required field Effect"],
  ["another effect", policy({ Effect: "Permit" }), "Invalid effect: Permit"],
  ["no principal", policy({ Principal: undefined }), "Missing required field Principal"],
  ["a principal that is a text", policy({ Principal: "111111111111" }), "Principal must be a JSON object."],
  ["an empty principal", policy({ Principal: {} }), "Missing required field Principal cannot be empty!"],
  ["an empty list of principals", trusting([]), "Missing required field Principal cannot be empty!"],
  ["an unknown kind of principal", policy({ Principal: { Amazon: "x" } }), 'Invalid principal in policy: "Amazon"'],
  [
    "everyone but one",
    policy({ Principal: undefined, NotPrincipal: { AWS: "*" } }),
    "Allow with NotPrincipal is not allowed.",
  ],
  ["an account of eleven digits", trusting("11111111111"), invalid("11111111111")],
  ["an account of eleven digits among others", trusting(["111111111111", "1"]), invalid("1")],
  ["a role with a wildcard", trusting("arn:aws:iam::111111111111:role/*"), invalid("arn:aws:iam::111111111111:role/*")],
  ["an ARN of another service", trusting("arn:aws:s3:::bucket"), invalid("arn:aws:s3:::bucket")],
  ["a group", trusting("arn:aws:iam::111111111111:group/g"), invalid("arn:aws:iam::111111111111:group/g")],
  [
    "a service without domain",
    policy({ Principal: { Service: "ec2" } }),
    'Invalid principal in policy: "SERVICE":"ec2"',
  ],
  [
    "an identity provider that is none",
    policy({ Principal: { Federated: "me" } }),
    "Federated principals must be valid domain names or SAML metadata ARNs",
  ],
  ["no action", policy({ Action: undefined }), "Missing required field Action"],
  [
    "an action of another service",
    policy({ Action: "s3:GetObject" }),
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ],
  ["every action", policy({ Action: "*" }), "AssumeRole policy may only specify STS AssumeRole actions."],
  [
    "another action of STS",
    policy({ Action: "sts:GetCallerIdentity" }),
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ],
  ["a resource", policy({ Resource: "*" }), "Has prohibited field Resource"],
  [
    "an unknown condition operator",
    policy({ Condition: { StringEqual: { "sts:ExternalId": "x" } } }),
    "Syntax error in policy.",
  ],
  [
    "the same statement id twice",
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { ...statement, Sid: "a" },
        { ...statement, Sid: "a" },
      ],
    }),
    "The Statement Ids in the policy are not unique",
  ],
];

describe("a role's trust policy", () => {
  for (const [what, document, text] of refused) {
    it(`is malformed with ${what}`, () => {
      expect(() => assertTrustPolicy(document)).to.throw(`MalformedPolicyDocument: ${text}`);
    });
  }

  for (const [what, document] of [
    ["no version", policy({}, {})],
    ["an account, its root and everyone", trusting(["111111111111", "arn:aws:iam::111111111111:root", "*"])],
    ["an assumed role", trusting("arn:aws:sts::111111111111:assumed-role/r/session")],
    ["a service", policy({ Principal: { Service: ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } })],
    [
      "an identity provider",
      policy({
        Principal: { Federated: "arn:aws:iam::111111111111:oidc-provider/idp.example.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
      }),
    ],
    ["several actions", policy({ Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] })],
    ["an external id", policy({ Condition: { StringEquals: { "sts:ExternalId": ["a", "b"] } } })],
  ] as const) {
    it(`is well formed with ${what}`, () => {
      expect(assertTrustPolicy(document)).to.deep.equal([]);
    });
  }

  it("gives the roles and users whose existence has to be looked at", () => {
    const arns = ["arn:aws:iam::111111111111:role/path/to/hub", "arn:aws:iam::222222222222:user/bob"];
    expect(assertTrustPolicy(trusting(arns))).to.deep.equal([
      { arn: arns[0], accountId: "111111111111", kind: "role", name: "hub" },
      { arn: arns[1], accountId: "222222222222", kind: "user", name: "bob" },
    ]);
  });
});
