import type { CellContext, CellResult } from "../experiment.js";
import { boundCases } from "./boundCases.js";
import { costCases } from "./costCases.js";
import { randomGames } from "./randomGames.js";

/** Parts of the experiment. The first two are the same for every seed. */
export const PARTS = ["bounds", "costs", "random"] as const;

/** Operators of rings and stars. */
const SIZES = [2, 4, 8, 12, 16] as const;

export interface AnarchySettings {
  readonly part: string;
  readonly cost: number;
  readonly games: number;
  readonly certified: number;
  readonly seed: number;
}

/**
 * One part of the experiment: worst cases without or with participation cost, each certified on the deployed contracts, or
 * random games of which some are.
 *
 * @param sizes numbers of operators of rings and stars, each from 2 to 16
 */
export async function anarchyCell(
  settings: AnarchySettings,
  context: CellContext,
  sizes: readonly number[] = SIZES,
): Promise<CellResult> {
  switch (settings.part) {
    case "bounds":
      return { tables: { cases: await boundCases(sizes, context) } };
    case "costs":
      return { tables: { cases: await costCases(context) } };
    default:
      return { tables: { ...(await randomGames(settings, context)) } };
  }
}
