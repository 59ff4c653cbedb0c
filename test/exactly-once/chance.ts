import { seededNumbers } from "../../examples/sandbox/faults/faults";

/** Decisions that a seed repeats. */
export class Chance {
  private readonly draw: () => number;

  constructor(seed: number) {
    this.draw = seededNumbers(seed);
  }

  /** True with this probability. */
  happens(probability: number): boolean {
    return this.draw() < probability;
  }

  /** A whole number between both, these included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.draw() * (most - least + 1));
  }

  /** One of them. */
  pick<Item>(items: readonly Item[]): Item {
    const picked = items[this.between(0, items.length - 1)];
    if (picked === undefined) throw new Error("There is nothing to pick from.");
    return picked;
  }
}
