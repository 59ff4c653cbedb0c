const secretName = /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|PRIVATE_KEY|API_KEY/i;
const hidden = "[hidden]";

// Shorter values would turn up by chance in harmless text.
const shortestSecret = 8;

// The CLI repeats the URL of a backend in its errors.
const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/@:]*:(?<password>[^/@]+)@/i;

/** Makes a function that hides the values of all variables whose name says that they are secret, and passwords in URLs. */
export function createRedactor(env: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(
      ([name, value]) => secretName.test(name) && !name.endsWith("_FILE") && (value?.length ?? 0) >= shortestSecret,
    )
    .map(([, value]) => value as string)
    .sort((a, b) => b.length - a.length);
  const passwords = Object.values(env).flatMap((value) => passwordInUrl.exec(value ?? "")?.groups?.password ?? []);
  const replacements = [
    ...secrets.map((secret) => ({ text: secret, by: hidden })),
    ...passwords.map((password) => ({ text: `:${password}@`, by: `:${hidden}@` })),
  ];
  return (text) =>
    replacements.reduce((redacted, replacement) => redacted.replaceAll(replacement.text, replacement.by), text);
}

/** A command line fit for messages: configuration values are hidden, whether they are said to be secret or not. */
export function describeCommand(args: readonly string[]): string {
  const shown = args.map((argument, index) => {
    const holdsValue = index > 0 && valueFlags.has(args[index - 1] ?? "");
    if (holdsValue) return hidden;
    return argument.replace(/^(--(?:secret|plaintext|config))=.*/s, `$1=${hidden}`);
  });
  const setsOneValue = args[0] === "config" && args[1] === "set";
  return ["pulumi", ...(setsOneValue ? ["config", "set", hidden] : shown)].join(" ");
}

const valueFlags = new Set(["--secret", "--plaintext", "--config", "-c"]);
