import type * as pulumi from "@pulumi/pulumi";

/** Where a grant is given: what every party's grant needs beside its own settings. @internal */
export interface GrantSite {
  /** Name that those of the grant's resources begin with. */
  name: string;
  /** The AWS account it is in. */
  accountId: string;
  /** Tags of everything that takes tags. */
  tags: Record<string, string> | undefined;
  /** The fleet it is given by, where that is to be told. */
  fleet: string | undefined;
  /** Component the grant's own is a child of. */
  parent: pulumi.Resource;
}
