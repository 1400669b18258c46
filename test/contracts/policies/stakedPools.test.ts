import { expect } from "chai";
import { newChain } from "../../helpers/chain.js";
import { newWorld, STAKE } from "../../helpers/world.js";

const connection = await newChain();
/** States of a policy in the hub. */
const SHADOW = 2n;
const STALE = 5n;

/** What a top-up of an operator that serves `classes` classes costs {gas}, and what becomes of the rule by it. */
async function topUp(rule: "ClassWeighted" | "SignalAllocated", classes: number, role: "paid" | "shadow") {
  const world = await newWorld(connection, role === "paid" ? { paid: rule } : { paid: "EqualShare", shadows: [rule] });
  const ann = world.operator(0);
  await world.register(ann);
  for (let classId = 1; classId <= classes; classId++) {
    await world.addClass({ weight: 1n });
    await world.measure(ann, classId);
  }
  await world.advance(10);
  await world.provide(ann, STAKE);
  const { gasUsed } = await world.do(() => world.system.registry.connect(ann).topUp(STAKE));
  return { gas: Number(gasUsed), state: await world.system.ledger.policyState(world.policy(rule)) };
}

describe("a change of stake under rules that weigh it in every class served", () => {
  for (const rule of ["ClassWeighted", "SignalAllocated"] as const) {
    it(`${rule} > costs the same for each class: below 36,000`, async () => {
      const [few, some, many] = [
        await topUp(rule, 2, "paid"),
        await topUp(rule, 12, "paid"),
        await topUp(rule, 22, "paid"),
      ];
      const [first, second] = [(some.gas - few.gas) / 10, (many.gas - some.gas) / 10];
      expect(second / first).to.be.within(0.97, 1.03);
      expect(second).to.be.below(36_000);
    });

    it(`${rule} as a shadow > hears it with 16 classes, and is dropped, blocking nobody, with 30`, async () => {
      expect((await topUp(rule, 16, "shadow")).state).to.equal(SHADOW);
      expect((await topUp(rule, 30, "shadow")).state).to.equal(STALE);
    });
  }
});
