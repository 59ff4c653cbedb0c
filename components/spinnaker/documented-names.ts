/**
 * Names as Spinnaker's and Armory's documentation has them; a set-up made by hand along it is recognized by them.
 *
 * Sources: github armory/docs `add-aws-account.md` and `aws-iam-roles-configure.md`; github spinnaker/spinnaker.io
 * `static/downloads/aws/managing.yaml`, `managed.yaml`; github spinnaker/spinnaker `spinnaker-kustomize/base/clouddriver`.
 */
export const spinnakerNames = {
  managingUser: "SpinnakerManagingAccount",
  managingRole: "SpinnakerAuthRole",
  managingPolicy: "SpinnakerManagingPolicy",
  managedRole: "spinnakerManaged",
  /** Also the name of an instance profile: it is what clouddriver passes when a deployment names no role. */
  baseRole: "BaseIAMRole",
  namespace: "spinnaker",
  serviceAccount: "clouddriver",
} as const;
