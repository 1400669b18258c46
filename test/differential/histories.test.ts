import { expect } from "chai";
import { CORE_POLICIES, POLICY_NAMES, type PolicyName } from "../../ignition/modules/Breadth.js";
import type { RandomStream } from "../../scripts/common/random.js";
import type { Profile } from "../../scripts/reference/state.js";
import { addClass, DOMAINS, measure, step } from "./actions.js";
import { compare, type OfferOf } from "./compare.js";
import { draw, type History, newHistory, send } from "./history.js";
import { BILLION, MIN_STAKE, newSystem, type System } from "./system.js";
import { Tally } from "./tally.js";

const DEEP = process.env.BREADTH_DEEP === "1";
/** Histories for each rule that is paid while the others of its group listen. */
const historiesOf = (paid: PolicyName): number => (DEEP ? 500 : CORE_POLICIES.includes(paid) ? 400 : 60);
const STEPS = DEEP ? 24 : 8;

/** Slow limits clamp reports, wide ones let them through; with no minimum every u above 0 counts. */
const LIMITS = [
  { minReliability: 500_000_000n, maxAge: 21_600n, reliabilityRise: BILLION, capacityRise: 2n ** 62n },
  { minReliability: 0n, maxAge: 3_600n, reliabilityRise: BILLION, capacityRise: 2n ** 62n },
  { minReliability: 500_000_000n, maxAge: 21_600n, reliabilityRise: 1_111_111n, capacityRise: 100_000n },
];

/** A random whole profile: any classes, any domain. */
function randomOffer(stream: RandomStream, classCount: number): Profile {
  const services = new Map<bigint, { u: bigint; x: bigint; served: bigint }>();
  for (let classId = 1n; classId <= BigInt(classCount); classId++) {
    if (stream.next() < 0.6)
      services.set(classId, { u: draw.u(stream), x: draw.x(stream), served: draw.served(stream) });
  }
  return { stake: MIN_STAKE * BigInt(1 + stream.below(100)), domain: BigInt(stream.below(DOMAINS)), services };
}

/** One offer; the deployer is an outsider, which never serves. */
function randomOffers({ stream, system, mirror }: History): OfferOf[] {
  const operator = stream.pick([...system.operators, system.deployer]);
  return [{ operator, offer: randomOffer(stream, mirror.classCount) }];
}

async function play(system: System, index: number, tally: Tally, paid: PolicyName): Promise<void> {
  const history = newHistory({ system, seed: "histories", label: `${paid}/${index}`, tally });
  const { stream, mirror } = history;
  await send(history, "ledger", "setLimits", [stream.pick(LIMITS)]);
  for (let i = 1 + stream.below(3); i > 0; i--) await addClass(history);
  system.chain.time += 1n + BigInt(stream.below(600));
  await measure(history);
  for (let i = 1 + stream.below(2 * STEPS); i > 0; i--) {
    await step(history);
    if (stream.next() < 0.03) await compare({ history, offers: randomOffers(history) });
  }
  system.chain.time += draw.wait(stream);
  await compare({ history, offers: randomOffers(history) });
  tally.counts.histories++;
  tally.counts.events += mirror.events;
  tally.counts.exchanges += mirror.paying.length - 1;
}

describe("random histories, on chain and in the reference", () => {
  const tally = new Tally();

  for (const paid of POLICY_NAMES) {
    it(`given ${paid} is paid and the others listen > ${historiesOf(paid)} histories agree for every policy`, async () => {
      const system = await newSystem(paid);
      const start = system.chain.time;
      let snapshot = await system.chain.snapshot();
      for (let index = 0; index < historiesOf(paid); index++) {
        try {
          await play(system, index, tally, paid);
        } catch (error) {
          throw new Error(`${paid}/${index}`, { cause: error });
        }
        await system.chain.revert(snapshot);
        system.chain.time = start;
        snapshot = await system.chain.snapshot();
      }
      expect(tally.worst).to.be.at.most(1);
    }).timeout(0);
  }

  after(() => {
    const { histories, events, transactions, refused, exchanges } = tally.counts;
    console.log(
      `    ${histories} histories, ${transactions} transactions (${refused} more refused), ${events} events, ${exchanges} policies exchanged, ${tally.comparisons} comparisons; largest error ${tally.worst.toFixed(4)} of its bound`,
    );
    for (const line of tally.lines()) console.log(`    ${line}`);
    console.log(`    done: ${[...tally.actions].map(([name, count]) => `${name} ${count}`).join(", ")}`);
  });
});
