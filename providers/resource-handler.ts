/** Plain property bag as Pulumi hands it over: no outputs, no secrets wrappers. */
export type Properties = Record<string, unknown>;

/** What changed between the stored state and the wanted inputs of one vendor resource. */
export interface ResourceDiff {
  changes: boolean;
  /** Names of the inputs whose change needs a new resource. */
  replaces?: string[];
  /** True when the old resource must go before the new one can be made. */
  deleteBeforeReplace?: boolean;
}

/** One input that is not acceptable, found before anything is changed. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/**
 * The life of one kind of vendor resource, free of Pulumi: the stock dynamic provider and the vendor gateway both call it.
 *
 * Every method may be repeated after a crash: `create` is find-or-create, `delete` of something absent succeeds. A method
 * rejects with an `Error` whose message a person can act on. A create or update that got half way rejects with a
 * {@link PartialFailure}, so that what exists is recorded.
 */
export interface ResourceHandler {
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }>;
  diff(id: string, olds: Properties, news: Properties): Promise<ResourceDiff>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  /** Answers without an id when the resource no longer exists; `inputs` only where it is imported by its id. */
  read(id: string, props: Properties): Promise<{ id?: string; props?: Properties; inputs?: Properties }>;
  /**
   * What a person imports by the vendor's id alone: inputs that fit it, and what is stored of it. Undefined when the vendor
   * has no such thing. Kinds without this method cannot be imported.
   */
  find?(id: string): Promise<{ inputs: Properties; outs: Properties } | undefined>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(id: string, props: Properties): Promise<void>;
}

/** Thrown when a resource exists but is not yet what it should be; the engine records it and calls `update` next time. */
export class PartialFailure extends Error {
  // The stock dynamic provider reads exactly these three fields of a thrown error.
  readonly reasons: string[];

  constructor(
    readonly id: string,
    readonly properties: Properties,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = "PartialFailure";
    this.reasons = [reason];
  }
}
