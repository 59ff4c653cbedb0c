import { z } from "zod";
import { spinnakerArtefactsSchema } from "./spinnaker-artefacts";
import { stackerArtefactsSchema } from "./stacker-artefacts";

/** Where artefacts are written and what they say beside what exists, as written in a fleet file. */
export const artefactsSchema = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .default("artefacts")
      .describe("Folder they are written to, one below it a party; a relative one begins at the folder of this file"),
    spinnaker: spinnakerArtefactsSchema.prefault({}),
    stacker: stackerArtefactsSchema.prefault({}),
  })
  .describe("Files by which the parties' tools are configured, written after the accounts");

/** The same after defaults. */
export type ArtefactSettings = z.output<typeof artefactsSchema>;
