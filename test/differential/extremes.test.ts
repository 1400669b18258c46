import { expect } from "chai";
import { encodeAvailability, encodeServices } from "../../scripts/chain/reportCodec.js";
import type { Profile } from "../../scripts/reference/state.js";
import { compare } from "./compare.js";
import { CURVES, type Shape } from "./curves.js";
import { newHistory, send } from "./history.js";
import { BILLION, MIN_STAKE, newSystem, type System } from "./system.js";
import { Tally } from "./tally.js";

const HUGE = 2n ** 64n - 1n;
/** {s} 365.25 days each. */
const TEN_YEARS = 315_576_000n;

/** Four operators, in domains 0, 1, 2 and 3, all serve every class of the case. */
interface Extreme {
  readonly name: string;
  /** {1e-9} By operator. */
  readonly u?: readonly bigint[];
  readonly x?: readonly bigint[];
  /** {1e-9} In every class, by domain. */
  readonly r?: readonly bigint[];
  readonly curves?: readonly Shape[];
  readonly weights?: readonly bigint[];
  /** {wei/s} */
  readonly rate?: bigint;
  /** {wei} Beside the 10,000 tokens that are there. */
  readonly funds?: bigint;
  readonly seconds?: bigint;
  /** Nobody is paid for coverage. */
  readonly unpaid?: boolean;
}

const all = (value: bigint) => [value, value, value, value];

const EXTREMES: readonly Extreme[] = [
  { name: "u = 0", u: all(0n), unpaid: true },
  { name: "u = 0 beside others", u: [0n, 900_000_000n, 800_000_000n, 0n] },
  { name: "u = 1e-9", u: all(1n) },
  { name: "u = 0.999", u: all(999_000_000n) },
  { name: "u = 1, recorded as 0.999", u: all(1_000_000_000n) },
  { name: "x = 0", x: all(0n), unpaid: true },
  { name: "x = 0 beside others", x: [0n, BILLION, 0n, BILLION] },
  { name: "x = 1e-9", x: all(1n) },
  { name: "x = 2^64 - 1, 18 billion times the demand", x: all(HUGE) },
  { name: "x = 1e-9 beside x = 2^64 - 1", x: [1n, HUGE, 1n, HUGE] },
  { name: "u = 1e-9 and x = 1e-9", u: all(1n), x: all(1n) },
  { name: "u = 0.999 and x = 2^64 - 1", u: all(999_000_000n), x: all(HUGE) },
  { name: "r = 0.9999", r: all(999_900_000n) },
  { name: "r = 1e-9", r: all(1n) },
  { name: "r = 0.9999, u = 0.999 and x = 2^64 - 1", r: all(999_900_000n), u: all(999_000_000n), x: all(HUGE) },
  ...Object.entries(CURVES).map(([name, curve]) => ({ name: `curve ${name}`, curves: [curve] })),
  { name: "all curves at once", curves: Object.values(CURVES) },
  { name: "demand weights of 1 wei", weights: [1n, 1n, 1n] },
  { name: "a demand weight of 1 wei beside 2^55", weights: [1n, 2n ** 55n, 2n ** 54n] },
  { name: "one class of weight 1 wei", weights: [1n], curves: [CURVES.alternating] },
  { name: "all demand weights 0", weights: [0n, 0n, 0n], unpaid: true },
  { name: "one second", seconds: 1n },
  { name: "one second at 1 wei a second", seconds: 1n, rate: 1n, unpaid: true },
  { name: "ten years", seconds: TEN_YEARS, rate: 1_000_000_000_000n },
  { name: "ten years at 1 wei a second", seconds: TEN_YEARS, rate: 1n },
  { name: "ten years of 900 million tokens", seconds: TEN_YEARS, rate: 28n * 10n ** 17n, funds: 9n * 10n ** 26n },
];

const PRESENT: Required<Omit<Extreme, "name" | "unpaid">> = {
  u: [900_000_000n, 500_000_000n, 700_000_000n, 999_000_000n],
  x: [BILLION, BILLION / 10n, 3n * BILLION, BILLION / 2n],
  r: [500_000_000n, 999_900_000n, 900_000_000n, 990_000_000n],
  curves: [CURVES.oneLayer, CURVES.edge, CURVES.alternating],
  weights: [1_000n, 300n, 700n],
  rate: 10n ** 16n,
  funds: 0n,
  seconds: 86_400n,
};

/** Sets the case up with real transactions, lets the time pass, and compares everything with the reference. */
async function play(system: System, extreme: Extreme): Promise<Tally> {
  const { u, x, r, curves, weights, rate, funds, seconds } = { ...PRESENT, ...extreme };
  const tally = new Tally();
  const history = newHistory({ system, seed: "extremes", label: extreme.name, tally });
  const { chain, operators } = system;
  const limits = { minReliability: 0n, maxAge: 21_600n, reliabilityRise: BILLION, capacityRise: HUGE };
  await send(history, "ledger", "setLimits", [limits]);
  if (funds > 0n) await send(history, "vault", "fund", [funds]);
  await send(history, "vault", "setEmissionRate", [rate]);
  chain.time += 2n;
  for (const [i, curve] of curves.entries()) await send(history, "ledger", "addClass", [curve, weights[i] ?? 1n]);
  const classes = curves.map((_, i) => i + 1);
  const seen = classes.flatMap((classId) => r.map((availability, domain) => ({ domain, classId, availability })));
  await send(history, "ledger", "reportAvailability", [encodeAvailability(seen)]);
  for (const classId of classes) {
    const entries = operators.slice(0, 4).map((operator, i) => {
      return { operator, classId, u: u[i] ?? 0n, x: x[i] ?? 0n, served: BigInt(100 * i) };
    });
    await send(history, "ledger", "reportServices", [encodeServices(entries)]);
  }
  chain.time += seconds;
  // One operator leaves, half of what another earned is in its pocket.
  await send(history, "vault", "claim", [operators[1], classes.slice(0, 1)]);
  await send(history, "registry", "leaveClasses", [classes], operators[2]);
  const offers = [0, 4].map((i) => ({ operator: operators[i] ?? "", offer: offerOf({ u, x }, classes) }));
  await compare({ history, offers });
  chain.time += seconds;
  await compare({ history, offers });

  const paid = [...system.rules].find(([, rule]) => rule === "MarginalCoverage")?.[0] ?? "";
  const earned = history.mirror.replay
    .accrued(paid, operators[1] ?? "")
    .plus(history.mirror.replay.accrued(paid, operators[3] ?? ""));
  expect(earned.gte(1), `somebody is paid: ${earned}`).to.equal(extreme.unpaid !== true);
  return tally;
}

/** The extreme itself as a profile, from domain 3. */
function offerOf({ u, x }: { u: readonly bigint[]; x: readonly bigint[] }, classes: readonly number[]): Profile {
  const services = classes.map((classId, i) => {
    return [BigInt(classId), { u: u[i % 4] ?? 0n, x: x[i % 4] ?? 0n, served: 1n }] as const;
  });
  return { stake: MIN_STAKE, domain: 3n, services: new Map(services) };
}

describe("extremes, on chain and in the reference", () => {
  let system: System;
  let snapshot: string;
  let start: bigint;
  before(async () => {
    system = await newSystem("MarginalCoverage");
    start = system.chain.time;
  });
  beforeEach(async () => {
    system.chain.time = start;
    snapshot = await system.chain.snapshot();
  });
  afterEach(() => system.chain.revert(snapshot));

  for (const extreme of EXTREMES) {
    it(`given ${extreme.name} > every policy agrees within the bound`, async () => {
      const tally = await play(system, extreme);
      expect(tally.worst).to.be.at.most(1);
      const rows = tally.rows().filter(({ rule }) => rule === "MarginalCoverage" || rule === "");
      const worst = rows.map((row) => `${row.quantity} ${row.worst.toFixed(4)}`).join(", ");
      console.log(`        ${tally.comparisons} comparisons, of their bounds: ${worst}`);
    });
  }
});
