import type { HistoryEvent } from "../../scripts/reference/history.js";
import { Replay } from "../../scripts/reference/replay.js";

/**
 * Price integrals reach 10^21 wei per wei of stake (nobody but 1 wei staked) and lose 10^-39 of it; times 10^22 wei of
 * stake, through some dozens of events, 10^-15 of a wei may be lost.
 */
export const WEI_DUST = "1e-15";

/** The history played, and time let pass until `time`. */
export function replayed(events: readonly HistoryEvent[], time: bigint): Replay {
  const replay = new Replay(events);
  replay.advanceTo(time);
  return replay;
}
