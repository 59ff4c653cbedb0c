import * as pulumi from "@pulumi/pulumi";

/** A resource as the engine would have been asked for it. */
export interface RegisteredResource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** Names of the resources it was told to wait for. */
  waitsFor: string[];
}

/** What a mocked program did. */
export interface ProgramResult<T> {
  value: T;
  resources: RegisteredResource[];
  /** What was told to the engine as errors of the update. */
  errors: string[];
  /** The only resource of a type; fails when there are none or several. */
  only(type: string): RegisteredResource;
}

type Answer = (inputs: Record<string, unknown>) => Record<string, unknown>;

/**
 * Runs component code without an engine: resources are only recorded, so it proves what is asked for, not that AWS takes it.
 *
 * @param program Makes components inside the options it gets, and answers with the outputs to look at.
 * @param answers Outputs by resource type, and invoke results by function token.
 */
export async function runMocked<T>(
  program: (options: pulumi.ComponentResourceOptions) => T,
  answers: Record<string, Answer> = {},
): Promise<ProgramResult<pulumi.Unwrap<T>>> {
  const resources: RegisteredResource[] = [];
  const waits = new Map<string, string[]>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        resources.push({ type, name, inputs, waitsFor: waits.get(name) ?? [] });
        const arn = `arn:aws:iam::111111111111:${type.split("/").at(-1)?.split(":")[0]}/${inputs.name}`;
        return { id: `${name}-id`, state: { arn, ...inputs, ...answers[type]?.(inputs) } };
      },
      call: ({ token, inputs }) => {
        const answer = answers[token];
        if (answer === undefined) {
          throw new Error(`the test has no answer for ${token}`);
        }
        return answer(inputs);
      },
    },
    "project",
    "stack",
    false,
  );
  const noteWaits: pulumi.ResourceTransformation = ({ name, opts }) => {
    const dependsOn = [opts.dependsOn ?? []].flat() as pulumi.Resource[];
    waits.set(
      name,
      dependsOn.map((resource) => resource.constructor.name),
    );
    return undefined;
  };
  const errors: string[] = [];
  const stopListening = listenToErrors(errors);
  try {
    const value = program({ transformations: [noteWaits] });
    const resolved = (await settle(pulumi.output(value))) as pulumi.Unwrap<T>;
    await pulumi.runtime.disconnect();
    return { value: resolved, resources, errors, only: (type) => findOnly(resources, type) };
  } finally {
    stopListening();
  }
}

/** Without an engine, the runtime writes errors of the update to stderr. */
function listenToErrors(errors: string[]): () => void {
  const write = process.stderr.write;
  process.stderr.write = (chunk: Uint8Array | string) => {
    errors.push(String(chunk));
    return true;
  };
  return () => {
    process.stderr.write = write;
  };
}

/** The value of an output, or its failure; outputs hide their promise from the types. */
function settle<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

/** A refusal as the engine reports it for a function call. */
export function refusedCall(details: string): Error {
  return Object.assign(new Error(details), { code: 2, details });
}

function findOnly(resources: RegisteredResource[], type: string): RegisteredResource {
  const [found, ...more] = resources.filter((resource) => resource.type === type);
  if (found === undefined || more.length > 0) {
    throw new Error(`expected one ${type} among ${resources.map((resource) => resource.type).join(", ")}`);
  }
  return found;
}
