import { isMap, type Properties, sameValue } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";

/** A tag as IAM's API has it. */
export interface Tag {
  Key: string;
  Value: string;
}

/** `tagsAll` for the inputs of a resource. */
export function deriveTags(inputs: Properties, session: AwsSession): Properties {
  return { tagsAll: { ...session.defaultTags, ...textMap(inputs.tags) } };
}

/** The tags to make a resource with; undefined for none. */
export function tagsToMake(inputs: Properties): Tag[] | undefined {
  const tags = tagList(textMap(inputs.tagsAll));
  return tags.length > 0 ? tags : undefined;
}

/** The state of a resource's tags. Those that the provider adds by itself are no tags of the resource's own. */
export function tagState(found: { Key?: string; Value?: string }[] | undefined, session: AwsSession): Properties {
  const tagsAll = Object.fromEntries((found ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  const own = Object.entries(tagsAll).filter(([key, value]) => session.defaultTags[key] !== value);
  return { tags: Object.fromEntries(own), tagsAll };
}

/** Brings tags from one state to another: takes off what is not wanted any more, then puts on what is new. */
export async function syncTags(
  from: Properties,
  to: Properties,
  calls: { untag(keys: string[]): Promise<unknown>; tag(tags: Tag[]): Promise<unknown> },
): Promise<void> {
  const [before, wanted] = [textMap(from.tagsAll), textMap(to.tagsAll)];
  const dropped = Object.keys(before).filter((key) => !(key in wanted));
  const added = tagList(wanted).filter(({ Key, Value }) => !sameValue(before[Key], Value));
  if (dropped.length > 0) await calls.untag(dropped);
  if (added.length > 0) await calls.tag(added);
}

function tagList(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function textMap(value: Properties[string] | undefined): Record<string, string> {
  if (!isMap(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}
