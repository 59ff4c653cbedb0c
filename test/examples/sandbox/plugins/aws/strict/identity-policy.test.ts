import { expect } from "chai";
import { assertIdentityPolicy } from "../../../../../../examples/sandbox/plugins/aws/strict/identity-policy";

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const policy = (change: object, rest: object = { Version: "2012-10-17" }) =>
  JSON.stringify({ ...rest, Statement: [{ ...statement, ...change }] });

const syntax = "Syntax errors in policy.";
const refused: [what: string, document: string, text: string][] = [
  ["text that is not JSON", "{", syntax],
  ["a list", "[]", syntax],
  ["an empty object", "{}", syntax],
  ["no statement", '{"Version":"2012-10-17","Statement":[]}', syntax],
  ["an element that no policy has", policy({}, { Version: "2012-10-17", Extra: 1 }), syntax],
  ["an element that no statement has", policy({ Actions: "s3:*" }), syntax],
  ["a version that does not exist", policy({}, { Version: "2012-10-18" }), syntax],
  ["no version", policy({}, {}), "Policy document must be version 2012-10-17 or greater."],
  ["the old version", policy({}, { Version: "2008-10-17" }), "Policy document must be version 2012-10-17 or greater."],
  ["no effect", policy({ Effect: undefined }), syntax],
  ["another effect", policy({ Effect: "Permit" }), syntax],
  ["an effect in small letters", policy({ Effect: "allow" }), "The policy failed legacy parsing"],
  ["a principal", policy({ Principal: "*" }), "Policy document should not specify a principal."],
  ["an action and its opposite", policy({ NotAction: "s3:*" }), syntax],
  ["a resource and its opposite", policy({ NotResource: "*" }), syntax],
  ["no action", policy({ Action: undefined }), "Policy statement must contain actions."],
  ["an empty list of actions", policy({ Action: [] }), "Policy statement must contain actions."],
  ["an action that is a number", policy({ Action: 1 }), syntax],
  [
    "an action without service",
    policy({ Action: "GetObject" }),
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  ],
  ["an action with two colons", policy({ Action: "s3:Get:Object" }), "Actions/Condition can contain only one colon."],
  ["a service with a space", policy({ Action: "s 3:GetObject" }), "Vendor s 3 is not valid"],
  ["no resource", policy({ Resource: undefined }), "Policy statement must contain resources."],
  ["a resource that is no ARN", policy({ Resource: "bucket" }), 'Resource bucket must be in ARN format or "*".'],
  [
    "a resource of no partition",
    policy({ Resource: "arn:azure:s3:::b" }),
    'Partition "azure" is not valid for resource "arn:azure:s3:::b".',
  ],
  ["a resource cut short", policy({ Resource: "arn:aws:s3" }), "The policy failed legacy parsing"],
  [
    "an IAM resource with a region",
    policy({ Resource: "arn:aws:iam:us-east-1:1:role/x" }),
    "IAM resource arn:aws:iam:us-east-1:1:role/x cannot contain region information.",
  ],
  ["an unknown condition operator", policy({ Condition: { StringEqual: { "aws:x": "1" } } }), syntax],
  ["a condition without keys", policy({ Condition: { StringEquals: "x" } }), syntax],
  [
    "a statement id with a dash",
    policy({ Sid: "a-b" }),
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
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
    "Statement IDs (SID) in a single policy must be unique.",
  ],
];

describe("a policy of permissions", () => {
  for (const [what, document, text] of refused) {
    it(`is malformed with ${what}`, () => {
      expect(() => assertIdentityPolicy(document)).to.throw(`MalformedPolicyDocument: ${text}`);
    });
  }

  for (const [what, document] of [
    ["one statement outside of a list", JSON.stringify({ Version: "2012-10-17", Statement: statement })],
    ["everything allowed", policy({ Action: "*" })],
    [
      "opposites alone",
      policy({ Action: undefined, NotAction: "iam:*", Resource: undefined, NotResource: "arn:aws:s3:::b/*" }),
    ],
    [
      "a condition on sets",
      policy({
        Condition: {
          "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": ["a", "b"] },
          Bool: { "aws:SecureTransport": true },
        },
      }),
    ],
    ["a resource of another partition", policy({ Resource: "arn:aws-us-gov:s3:::b" })],
    [
      "empty statement ids",
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { ...statement, Sid: "" },
          { ...statement, Sid: "" },
        ],
      }),
    ],
  ] as const) {
    it(`is well formed with ${what}`, () => {
      expect(() => assertIdentityPolicy(document)).not.to.throw();
    });
  }
});
