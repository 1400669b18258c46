import { countBy } from "../../metrics/countBy.js";
import { rigKind } from "../../metrics/rigKind.js";
import type { Row } from "../../report/rows.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import type { Scenario } from "../../simulation/scenario.js";
import { playedBy } from "./playedBy.js";

/** Rows of the table `shares`: how many operators run each rig in each domain, staying out included. */
export function shareRows(scenario: Scenario, { epoch, strategies }: EpochRecord): Row[] {
  const playing = playedBy(scenario, strategies);
  const counts = countBy(playing, ({ rig, domain }) => `${domain}|${rig === undefined ? "out" : rigKind(rig)}`);
  return [...counts].map(([key, count]) => {
    const bar = key.indexOf("|");
    const domain = scenario.domains[Number(key.slice(0, bar))];
    return { epoch, strategy: key.slice(bar + 1), domain: domain?.id ?? null, count };
  });
}
