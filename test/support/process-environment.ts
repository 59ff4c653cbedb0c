/** Lets the tests of a suite run with these variables in the environment of this process, as whoever embeds the package has them. */
export function useProcessEnvironment(variables: () => Record<string, string>): void {
  let before: NodeJS.ProcessEnv = {};
  beforeEach(() => {
    before = { ...process.env };
    Object.assign(process.env, variables());
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });
}
