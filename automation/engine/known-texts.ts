/** A text of the Pulumi CLI, what it means, and what to do about it. */
export interface KnownText {
  pattern: RegExp;
  kind: string;
  instruction: string;
}

/** What to do about a program that threw where nothing catches it. */
export const crashInstruction =
  "The program threw where nothing catches it; run again to see whether it was its own fault.";

/** Texts measured on CLI 3.246.0; most come before the update begins, on stderr alone. The first that fits counts. */
export const knownTexts: readonly KnownText[] = [
  {
    pattern: /currently locked by|Another update is currently in progress/,
    kind: "locked",
    instruction:
      "Wait for the other operation to end; when its process is gone for good, release the stack with `pulumi cancel`.",
  },
  {
    pattern: /incorrect passphrase|passphrase must be set/,
    kind: "state",
    instruction:
      "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase this state was made with.",
  },
  {
    // A state that was cut off ends with another text: this one is about the notes beside it.
    pattern: /failed to load checkpoint: EOF/,
    kind: "state",
    instruction:
      "A process of another machine holds the stack and is writing its state, or was killed at that: try again in a minute; when that process is gone for good, release the stack with `pulumi cancel`.",
  },
  {
    pattern:
      /failed to load checkpoint|unsupported checkpoint version|snapshot integrity failure|unexpected end of JSON input/,
    kind: "state",
    instruction:
      "The state of this stack is damaged: put back the last good copy from .pulumi/backups or the .json.bak beside it.",
  },
  {
    pattern: /no space left on device|read-only file system|permission denied/,
    kind: "state",
    instruction:
      "Make the folder of the state writable and give it room; nothing that was made is lost, run again afterwards.",
  },
  {
    pattern:
      /no stack named|connection refused|no such host|(could not|unable to) open bucket|did not answer within|invalid access token/i,
    kind: "state",
    instruction: "Check that the state backend can be reached from here and that its credentials are valid.",
  },
  {
    pattern: /no resource plugin|could not load plugin|did not begin responding to RPC connections/,
    kind: "plugin",
    instruction: "A provider plugin is missing or did not start; `pulumi plugin ls` shows those that are installed.",
  },
  {
    pattern: /One or more errors occurred/,
    kind: "crash",
    instruction: crashInstruction,
  },
];
