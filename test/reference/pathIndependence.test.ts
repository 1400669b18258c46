import { expect } from "chai";
import fc from "fast-check";
import type { HistoryEvent } from "../../scripts/reference/history.js";
import { Replay } from "../../scripts/reference/replay.js";
import { CLASS_IDS, history, OPERATORS, POLICIES, serviceLevel } from "./arbitraries.js";
import { expectClose } from "./closeTo.js";
import { replayed, WEI_DUST } from "./replayed.js";

const TOKEN = 10n ** 18n;

describe("P6 path independence", () => {
  it("given any history > looking often or seldom, and settling anybody at any time, pays the same", () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat({ max: 9 }), { minLength: 1 }), (events, pokes) => {
        const until = (events.at(-1)?.time ?? 0n) + 100n;
        const [plain, poked] = [replayed(events, until), new Replay()];
        events.forEach((event, i) => {
          const wait = event.time - poked.now;
          poked.advanceTo(poked.now + (wait * BigInt(pokes[i % pokes.length] ?? 0)) / 10n);
          // A poke: an operator reports the very profile it has.
          const who = OPERATORS[i % OPERATORS.length] ?? "ann";
          const profile = poked.state.operators.get(who);
          if (profile) {
            const { domain, stake } = profile;
            poked.apply({ type: "operatorChanged", operator: who, domain, stake, time: poked.now });
          }
          poked.apply(event);
        });
        poked.advanceTo(until);
        for (const policy of POLICIES) {
          for (const operator of OPERATORS) {
            expectClose(poked.accrued(policy, operator), plain.accrued(policy, operator), WEI_DUST);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("given updates of the same second in another order > the same balances ever after", () => {
    const updates = fc
      .array(
        fc.record({
          operator: fc.constantFrom(...OPERATORS),
          classId: fc.constantFrom(...CLASS_IDS),
          level: serviceLevel,
        }),
        { maxLength: 10 },
      )
      // One report for each operator and class: of two, the later counts, so their order would matter.
      .map((all) => [...new Map(all.map((one) => [`${one.operator} ${one.classId}`, one])).values()])
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(history, updates, (events, orders) => {
        const time = (events.at(-1)?.time ?? 0n) + 50n;
        const [one, other] = orders.map((order) => {
          const reports = order.map(({ operator, classId, level }): HistoryEvent => {
            return { type: "serviceChanged", operator, classId, ...level, time };
          });
          return replayed([...events, ...reports], time + 1_000n);
        });
        for (const policy of POLICIES) {
          for (const operator of OPERATORS) {
            expectClose(one?.accrued(policy, operator) ?? 0, other?.accrued(policy, operator) ?? 0, WEI_DUST);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("given an operator that joins and leaves in one second > it earns nothing and changes nobody's pay", () => {
    fc.assert(
      fc.property(history, serviceLevel, (events, level) => {
        const time = (events.at(-1)?.time ?? 0n) + 50n;
        const visit: HistoryEvent[] = [
          { type: "operatorChanged", operator: "guest", domain: 1n, stake: TOKEN, time },
          { type: "serviceChanged", operator: "guest", classId: 1n, ...level, time },
          { type: "serviceChanged", operator: "guest", classId: 1n, u: 0n, x: 0n, served: 0n, time },
        ];
        const [plain, visited] = [replayed(events, time + 100n), replayed([...events, ...visit], time + 100n)];
        for (const policy of POLICIES) {
          expect(visited.accrued(policy, "guest").toString()).to.equal("0");
          for (const operator of OPERATORS) {
            expectClose(visited.accrued(policy, operator), plain.accrued(policy, operator), WEI_DUST);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
