import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Figures } from "./figures";
import { FleetStory } from "./fleet-story";

/** How much is to happen. */
export interface StoriesOptions {
  seed: number;
  /** Fleets side by side, each with a sandbox of its own. */
  fleets: number;
  /** Accounts of each fleet. */
  accounts: number;
  /** Most tries of one chapter while everything goes wrong. */
  tries: number;
  /** New chapters begin until so many processes were killed. */
  kills: number;
  onStep?(text: string): void;
}

/** Tells the stories of several fleets to their ends, each until something is not as it should be. */
export async function tellStories(options: StoriesOptions): Promise<Figures> {
  const { seed, fleets, accounts, tries, kills, onStep } = options;
  const stories: FleetStory[] = [];
  const allKills = () => stories.reduce((sum, { figures }) => sum + figures.allKills, 0);
  const tell = async (fleet: number) => {
    const dir = await mkdtemp(path.join(tmpdir(), "exactly-once-"));
    try {
      const step = (text: string) => onStep?.(`${allKills()} kills, fleet ${fleet + 1}: ${text}`);
      const story = await FleetStory.begin({ dir, seed: seed + 1000 * fleet, accounts, tries, onStep: step });
      stories.push(story);
      try {
        let isFine = true;
        while (isFine && allKills() < kills) isFine = await story.tellChapter();
        if (isFine) await story.tellEnd();
      } finally {
        await story.close();
      }
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: fleets }, (_, fleet) => tell(fleet)));
  const figures = new Figures();
  for (const story of stories) figures.add(story.figures);
  return figures;
}
