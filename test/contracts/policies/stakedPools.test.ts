import { expect } from "chai";
import { encodeServices } from "../../../scripts/chain/reportCodec.js";
import { newChain } from "../../helpers/chain.js";
import { BILLION, newWorld, STAKE } from "../../helpers/world.js";

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

describe("leaving all classes at once under SignalAllocated", () => {
  it("given k classes > spreads the stake k times over the rest: below k (60,000 + 3,000 k); one by one never dearer than joining", async () => {
    for (const classes of [6, 19, 40]) {
      const world = await newWorld(connection, { paid: "SignalAllocated" });
      const ann = world.operator(0);
      await world.register(ann);
      const classIds = Array.from({ length: classes }, (_, c) => c + 1);
      for (const _ of [0, ...classIds]) await world.addClass({ weight: 1n });
      for (const classId of classIds) await world.measure(ann, classId);
      await world.advance(10);
      const last = encodeServices([
        { operator: ann.address, classId: classes + 1, u: BILLION, x: BILLION, served: 0n },
      ]);
      const join = await world.do(() => world.system.ledger.reportServices(last));
      await world.advance(10);
      const leave = (classIds: number[]) => world.do(() => world.system.registry.connect(ann).leaveClasses(classIds));
      expect((await leave([classes + 1])).gasUsed).to.be.below(join.gasUsed);
      await world.advance(10);
      const { gasUsed } = await leave(classIds);
      expect(Number(gasUsed)).to.be.below(classes * (60_000 + 3_000 * classes));
    }
  });
});
