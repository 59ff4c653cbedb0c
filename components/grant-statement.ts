/** One statement of a permission policy, as a settings file holds it. */
export interface GrantStatementArgs {
  /** Name of the statement: letters and digits. */
  sid?: string;
  /** `Allow` or `Deny`. @default "Allow" */
  effect?: string;
  /** Actions such as `ec2:DescribeInstances`. */
  actions: string[];
  /** ARNs the actions are for. @default ["*"] */
  resources?: string[];
  /** Conditions as in a policy document. */
  conditions?: Record<string, Record<string, string[]>>;
}
