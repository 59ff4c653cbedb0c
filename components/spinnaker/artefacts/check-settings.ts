import { TrustError, type TrustProblem } from "../../trust/trust-problem";
import { partitionOf } from "../aws-services";
import { findAccountProblems, findRegionProblem } from "./check-account";
import { findSecretProblems } from "./check-secrets";
import { findServiceAccountProblems } from "./check-service-account";
import type { SpinnakerSettings } from "./spinnaker-settings";

/**
 * Lists why Spinnaker would refuse settings, drop an account, or silently do something else than they say.
 *
 * @param forClouddriver True for a file of clouddriver itself, where a secret may be a property of Spring, `${NAME}`, but none of Kubernetes.
 */
export function findSpinnakerProblems(settings: SpinnakerSettings, forClouddriver = false): TrustProblem[] {
  const { accounts, serviceAccount, accessKey, defaultRegions, iamRole } = settings;
  const chained = serviceAccount !== undefined;
  return [
    ...(accounts.length === 0 ? [{ path: "accounts", message: "is empty: name the accounts to deploy to" }] : []),
    ...accounts.flatMap((account, index) => findAccountProblems(account, `accounts[${index}]`, chained)),
    ...findRepeatedNames(settings),
    ...findPartitionProblems(settings),
    ...(serviceAccount !== undefined && accessKey !== undefined ? [{ path: "accessKey", message: keyBesideRole }] : []),
    ...(serviceAccount === undefined ? [] : findServiceAccountProblems(serviceAccount).map(under)),
    ...findSecretProblems(settings, forClouddriver),
    ...findPrimaryProblems(settings),
    ...(defaultRegions?.length === 0
      ? [{ path: "defaultRegions", message: "is empty: clouddriver drops every account" }]
      : []),
    ...(iamRole === undefined || /^[\w+=,.@{}-]{1,128}$/.test(iamRole)
      ? []
      : [{ path: "iamRole", message: `"${iamRole}" is not the name of an instance profile` }]),
    ...findBakeryProblems(settings),
  ];
}

/** Throws a TrustError with every problem of the settings. @internal */
export function assertSpinnakerSettings(settings: SpinnakerSettings, forClouddriver = false): void {
  const problems = findSpinnakerProblems(settings, forClouddriver);
  if (problems.length > 0) {
    throw new TrustError("The Spinnaker settings are refused", problems);
  }
}

function under({ path, message }: TrustProblem): TrustProblem {
  return { path: `serviceAccount.${path}`, message };
}

// Source: clouddriver-aws `AmazonBasicCredentialsLoader.java` makes them system properties, which come first in the SDK's chain.
const keyBesideRole =
  "cannot stand beside serviceAccount: clouddriver would use the key, and the role of the service account for nothing";

function findRepeatedNames({ accounts }: SpinnakerSettings): TrustProblem[] {
  const names = accounts.flatMap(({ name, ecsAccountName }, index) => [
    { path: `accounts[${index}].name`, name },
    ...(ecsAccountName === undefined ? [] : [{ path: `accounts[${index}].ecsAccountName`, name: ecsAccountName }]),
  ]);
  return names
    .filter(({ name }, index) => names.findIndex((other) => other.name === name) < index)
    .map(({ path, name }) => ({ path, message: `"${name}" is the name of another account` }));
}

function findPartitionProblems({ accounts, defaultRegions = [] }: SpinnakerSettings): TrustProblem[] {
  const partition = partitionOf(accounts[0]?.roleArn ?? "");
  const strangers = accounts.flatMap(({ roleArn }, index) =>
    partitionOf(roleArn) === partition
      ? []
      : [
          {
            path: `accounts[${index}].roleArn`,
            message: `is in another partition than the first (${partition}): no identity assumes both`,
          },
        ],
  );
  const regions = defaultRegions.map((region, index) => ({
    path: `defaultRegions[${index}]`,
    message: findRegionProblem(region, partition),
  }));
  return [...strangers, ...regions.flatMap(({ path, message }) => (message === undefined ? [] : [{ path, message }]))];
}

function findPrimaryProblems({ accounts, primaryAccount }: SpinnakerSettings): TrustProblem[] {
  return primaryAccount === undefined || accounts.some(({ name }) => name === primaryAccount)
    ? []
    : [
        {
          path: "primaryAccount",
          message: `"${primaryAccount}" is none of the accounts: Halyard would take the first`,
        },
      ];
}

function findBakeryProblems({ bakery }: SpinnakerSettings): TrustProblem[] {
  const type = bakery?.defaultVirtualizationType;
  return type === undefined || type === "hvm" || type === "pv"
    ? []
    : [{ path: "bakery.defaultVirtualizationType", message: `"${type}" is none of hvm, pv` }];
}
