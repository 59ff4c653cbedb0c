import type * as pulumi from "@pulumi/pulumi";
import type { SpaceliftApiKeySource } from "../../providers";
import type { PermissionStatementArgs } from "../permission-documents";
import type { SpaceliftExternalIds } from "./external-ids";

/** What a SpaceliftIntegration and the grant to Spacelift are told in the same words. */
export interface SpaceliftAccessArgs {
  /** Stacks and modules that work through the role. @default none: attach them by hand, or by label with autoattach */
  stacks?: SpaceliftStackArgs[];
  /** How closely the role is bound to what Spacelift presents; a wildcard only when asked for. @default "exact" */
  externalIds?: SpaceliftExternalIds;
  /** Private workers that assume the role as themselves; Spacelift never does then. @default Spacelift assumes the role */
  worker?: SpaceliftWorkerArgs;
  /** True to let Spacelift tag its sessions with run, stack and space. @default false */
  tagSessions?: boolean;
  /** True to attach the integration to stacks by its `autoattach:<label>` labels. @default false */
  autoattach?: boolean;
  /** Labels of the integration. @default none */
  labels?: string[];
  /** Name of the role. @default "SpaceliftRole" */
  roleName?: string;
  /** IAM path of role and policies. @default "/" */
  rolePath?: string;
}

/** Arguments of a SpaceliftIntegration. */
export interface SpaceliftIntegrationArgs extends SpaceliftAccessArgs {
  /** The AWS account it is in: twelve digits. */
  accountId: string;
  /** Address of your Spacelift account, such as `https://acme.app.spacelift.io`. */
  endpoint: pulumi.Input<string>;
  /**
   * Where id and secret of the API key of a Space Admin are read from, when it is used; never the key itself.
   * @default the variables SPACELIFT_API_KEY_ID and SPACELIFT_API_KEY_SECRET
   */
  apiKey?: pulumi.Input<SpaceliftApiKeySource>;
  /** Name of the integration at Spacelift. @default "aws-<accountId>" */
  integrationName?: pulumi.Input<string>;
  /** Id of the space the integration is in. @default the one Spacelift puts it in */
  space?: pulumi.Input<string>;
  /** Region whose STS endpoint Spacelift uses. @default Spacelift's own */
  stsRegion?: pulumi.Input<string>;
  /** Seconds the credentials of a run last, 900 to 3,600; Spacelift's Terraform provider gives 900. @default 3600 */
  durationSeconds?: pulumi.Input<number>;
  /** What the runs may do; put into managed policies of its own. @default nothing */
  permissions?: PermissionStatementArgs[];
  /** ARNs of existing managed policies to attach. @default none */
  managedPolicyArns?: pulumi.Input<string>[];
  /** ARN of the managed policy that bounds what the role can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** AWS accounts Spacelift enters from, for FedRAMP and self-hosted. @default the one Spacelift's API names, if it is a known one */
  principals?: string[];
  /** True to leave the integration at Spacelift when this is deleted. @default false */
  retain?: pulumi.Input<boolean>;
  /** Tags of the role and its policies. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A stack or module that works through the role of a SpaceliftIntegration. */
export interface SpaceliftStackArgs {
  /** Id (slug) of the stack or module. */
  stackId: string;
  /** True to use the role for runs that only read, such as plans. @default true */
  read?: boolean;
  /** True to use the role for runs that change things. @default true */
  write?: boolean;
}

/** Private workers that assume the role of a SpaceliftIntegration as themselves. */
export interface SpaceliftWorkerArgs {
  /** ARNs of the roles the workers run as. */
  principals: string[];
  /** External id the workers present. @default none */
  externalId?: string;
}
