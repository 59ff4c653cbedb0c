import type { Properties, PropertyValue } from "./property-values";

/** The shape an input must have. */
export type InputKind = "string" | "integer" | "boolean" | "text-map" | "json-text";

/** What a resource type says about one of its inputs. */
export interface InputRule {
  /** `json-text` takes an object too and makes text of it. */
  kind: InputKind;
  required?: boolean;
  /** Used when the program gives none, and remembered as a default. */
  default?: PropertyValue;
  /** A change of this input makes a new resource. */
  replaces?: boolean;
  /** Filled in by {@link ResourceType.derive}; a program may not set it. */
  derived?: boolean;
  /** Known to Pulumi alone: what is found in the cloud says nothing about it. */
  local?: boolean;
  /** What is wrong with a known value of the right kind, in a person's words; undefined when nothing is. */
  complaint?(value: PropertyValue, property: string): string | undefined;
  /** Whether two values mean the same; default: they are equal. */
  same?(left: PropertyValue, right: PropertyValue): boolean;
}

/** How a resource type makes names for those who give none. */
export interface NamingRule {
  /** The longest name; a logical name that leads to a longer one is refused. */
  maxLength: number;
  /** The type also takes `namePrefix`, which excludes `name`. */
  takesPrefix?: boolean;
}

/** A resource as it was created or found. */
export interface Found {
  id: string;
  /** All of its state: the inputs as they are now and what the cloud added. */
  state: Properties;
}

/** A change to a resource that exists. */
export interface Change {
  id: string;
  /** The state before. */
  from: Properties;
  /** The inputs wanted now. */
  to: Properties;
  /** Whether an input means something else than the state before. */
  changed(property: string): boolean;
}

/** One resource type of a plugin: an entry of its table. */
export interface ResourceType<Session> {
  /** The type token, such as `aws:iam/role:Role`. */
  token: string;
  inputs: Readonly<Record<string, InputRule>>;
  /** What only the cloud knows: not known in a preview of the creation. */
  outputs: readonly string[];
  naming?: NamingRule;
  /** Inputs that follow from others and from the plugin's configuration. */
  derive?(inputs: Properties, session: Session): Properties;
  /** What is wrong with inputs that are each right. */
  complaints?(inputs: Properties): string[];
  /** @throws CreatedInPart when the resource exists but is not as wanted. */
  create(inputs: Properties, session: Session): Promise<Found>;
  /** Finds the resource; `known` is the state remembered, empty on an import. Undefined when it is gone. */
  read(id: string, known: Properties, session: Session): Promise<Found | undefined>;
  /** Makes the change and returns the whole state; absent when every input replaces. */
  update?(change: Change, session: Session): Promise<Properties>;
  /** Succeeds when the resource is gone already. */
  delete(id: string, state: Properties, session: Session): Promise<void>;
}

/** One function of a plugin, called by a program with `invoke`. */
export interface PluginFunction<Session> {
  /** The function's token, such as `aws:iam/getRole:getRole`. */
  token: string;
  /** Arguments it takes; any other one is refused. */
  takes: readonly string[];
  call(args: Properties, session: Session): Promise<Properties>;
}

/** Inputs or configuration after checking, or what is wrong with them. */
export interface CheckOutcome {
  inputs: Properties;
  problems: { property: string; reason: string }[];
}

/** A plugin: its configuration, resource types and functions. */
export interface Plugin<Session> {
  name: string;
  /** The version it says it is; the engine warns when a program's SDK is of another one. */
  version: string;
  /** Checks the configuration without using it; values may be unknown in a preview. */
  checkConfiguration(given: Properties): CheckOutcome;
  /** Takes the configuration of one provider instance into use. */
  configure(given: Properties): Promise<Session>;
  resources: readonly ResourceType<Session>[];
  functions: readonly PluginFunction<Session>[];
}
