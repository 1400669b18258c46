import { TargetShare__factory } from "../../../typechain-types/index.js";
import type { OfferTable } from "../../agents/pricing/offerTable.js";
import type { ChainDriver } from "../../chain/ChainDriver.js";
import { toBillionths } from "../../common/units.js";
import type { Scenario } from "../../simulation/scenario.js";
import { familyOf } from "./familyShares.js";

/** The largest bound that the contract takes, and how far a coefficient may rise from where it starts, as by default. */
const MOST = 16;
const ROOM = 4;

/**
 * Coefficients as governance would set them: every model family's best rig earns the same per USD of list price at the start,
 * and may be steered up to four times that. By `setBounds` on the deployed TargetShare, in blocks of the run's own time.
 */
export async function calibrateTargetShare(parameters: {
  chain: ChainDriver;
  scenario: Scenario;
  table: OfferTable;
}): Promise<void> {
  const { chain, scenario, table } = parameters;
  const contract = chain.deployment.policies.get("TargetShare");
  if (contract === undefined) throw new RangeError("only TargetShare has coefficients to calibrate");
  const policy = TargetShare__factory.connect(await contract.getAddress(), chain.deployment.deployer);
  const best = requestsPerUsd(scenario, table);
  const least = Math.min(...best.values());
  let time = chain.start + chain.elapsed;
  for (const [c, { modelFamily }] of scenario.classes.entries()) {
    const max = (MOST * least) / (best.get(modelFamily) ?? least);
    const [low, high] = [toBillionths(max / ROOM), toBillionths(max)];
    // The first call takes the coefficient down to its lower bound, the second gives it room.
    for (const bound of [low, high]) {
      time += 1;
      await chain.rpc("evm_setNextBlockTimestamp", [time]);
      await (await policy.setBounds(c + 1, low, bound)).wait();
    }
  }
}

/** Of every family the most requests a day that a USD of list price can carry, over its classes together. */
function requestsPerUsd(scenario: Scenario, table: OfferTable): Map<string, number> {
  const best = new Map<string, number>();
  scenario.strategies.forEach((strategy, k) => {
    let requests = 0;
    for (let entry = table.starts[k] ?? 0; entry < (table.starts[k + 1] ?? 0); entry++) {
      requests += (table.capacityRatio[entry] ?? 0) * (table.requests[table.classOf[entry] ?? 0] ?? 0);
    }
    if (requests === 0) return;
    const family = familyOf(strategy);
    best.set(family, Math.max(best.get(family) ?? 0, requests / strategy.usdPerDay));
  });
  return best;
}
