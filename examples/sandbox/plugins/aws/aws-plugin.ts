import type { Plugin } from "../kernel/plugin";
import { checkConfiguration, parseConfiguration } from "./connection/configuration";
import type { AwsEnvironment } from "./connection/environment";
import { type AwsSession, openSession } from "./connection/session";
import { getAccountAlias } from "./functions/get-account-alias";
import { getCallerIdentity } from "./functions/get-caller-identity";
import { getPolicyDocument } from "./functions/get-policy-document";
import { getRole } from "./functions/get-role";
import { accessKeyType } from "./resources/access-key";
import { bucketType } from "./resources/bucket";
import { bucketPolicyType } from "./resources/bucket-policy";
import { bucketPublicAccessBlockType } from "./resources/bucket-public-access-block";
import { bucketVersioningType } from "./resources/bucket-versioning";
import { instanceProfileType } from "./resources/instance-profile";
import { policyType } from "./resources/policy";
import { roleType } from "./resources/role";
import { rolePolicyType } from "./resources/role-policy";
import { rolePolicyAttachmentType } from "./resources/role-policy-attachment";
import { serviceLinkedRoleType } from "./resources/service-linked-role";
import { userType } from "./resources/user";
import { userPolicyType } from "./resources/user-policy";
import { userPolicyAttachmentType } from "./resources/user-policy-attachment";

/**
 * The stand-in of the `aws` plugin: the part of IAM and S3 that this package uses, against an emulator on loopback.
 *
 * It is as strict as AWS where the emulator is not, and refuses what it does not implement.
 */
export function awsPlugin(environment: AwsEnvironment): Plugin<AwsSession> {
  return {
    name: "aws",
    version: "7.48.0",
    checkConfiguration: (given) => checkConfiguration(given, environment),
    configure: async (given) => openSession(parseConfiguration(given, environment), environment),
    resources: [
      accessKeyType,
      bucketPolicyType,
      bucketPublicAccessBlockType,
      bucketType,
      bucketVersioningType,
      instanceProfileType,
      policyType,
      rolePolicyAttachmentType,
      rolePolicyType,
      roleType,
      serviceLinkedRoleType,
      userPolicyAttachmentType,
      userPolicyType,
      userType,
    ],
    functions: [getAccountAlias, getCallerIdentity, getPolicyDocument, getRole],
  };
}
