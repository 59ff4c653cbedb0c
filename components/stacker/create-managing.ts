import type * as pulumi from "@pulumi/pulumi";
import type { GrantSite } from "../grant-site";
import type { ManagingOutcome } from "../managing-outcome";
import type { StackerManaging } from "./managing";
import { StackerBucket } from "./stacker-bucket";

/** Makes stacker's bucket. @internal */
export function createStackerManaging(
  { name, tags, parent }: GrantSite,
  managing: StackerManaging,
): pulumi.Output<ManagingOutcome> {
  const bucket = new StackerBucket(`${name}-stacker-bucket`, { ...managing, tags }, { parent });
  return bucket.bucketName.apply((bucketName) => ({ party: "stacker", bucketName }));
}
