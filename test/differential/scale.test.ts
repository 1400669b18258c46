import { expect } from "chai";
import Table from "cli-table3";
import { encodeServices, type ServiceReport } from "../../scripts/chain/reportCodec.js";
import type { Profile } from "../../scripts/reference/state.js";
import { Crowd__factory } from "../../typechain-types/index.js";
import { compare, type OfferOf } from "./compare.js";
import { CURVES, type Shape } from "./curves.js";
import { type History, newHistory, send } from "./history.js";
import type { RawLog } from "./rawChain.js";
import { BILLION, MIN_STAKE, newSystem, parsed, type System } from "./system.js";
import { Tally } from "./tally.js";

const DEEP = process.env.BREADTH_DEEP === "1";
const SIZES = [10, 100, 1_000, 10_000];
/** {1} With large p nobody is worth a wei any more from some hundred operators on; only the deep run goes further. */
const MOST_OF_LARGE = DEEP ? 10_000 : 1_000;
const DOMAINS = 4;
/** {1} Joins in one transaction (the hub keeps gas for the shadow's share of a run of 16), and operators registered in one. */
const BATCH = 32;
const REGISTERED_AT_ONCE = 40;
const SAMPLE = 12;
const CROWD = Crowd__factory.createInterface();

interface Crowded {
  readonly name: string;
  readonly curve: Shape;
  /** {1e-9} */
  readonly capacity: (i: number) => bigint;
}

/** Small capacities: 10,000 operators together carry five times the demand. Large ones: three operators would do. */
const small = (i: number): bigint => BigInt(250_000 + 50 * (i % 10_000));
const large = (i: number): bigint => 2n * BILLION + BigInt(i);

const CLASSES: readonly Crowded[] = [
  { name: "one layer, small p", curve: CURVES.oneLayer, capacity: small },
  { name: "one layer, large p", curve: CURVES.oneLayer, capacity: large },
  { name: "two layers, small p", curve: CURVES.edge, capacity: small },
  { name: "two layers, large p", curve: CURVES.edge, capacity: large },
];

/** {1e-9} From 0.5 to 0.999. */
const reliability = (i: number): bigint => 500_000_000n + BigInt((i * 7_919) % 499_001) * 1_000n;

/** Everybody joins class 1, a batch in each transaction. */
async function join(history: History, members: readonly string[], capacity: (i: number) => bigint): Promise<void> {
  for (let first = 0; first < members.length; first += BATCH) {
    const entries = members.slice(first, first + BATCH).map((operator, k): ServiceReport => {
      const i = first + k;
      return { operator, classId: 1, u: reliability(i), x: capacity(i), served: BigInt(i % 17) };
    });
    await send(history, "ledger", "reportServices", [encodeServices(entries)]);
  }
}

/** A newcomer and two members offer the class from a domain of their own choice, with little and with much capacity. */
function offersBy(operators: readonly string[]): OfferOf[] {
  return operators.slice(0, 3).map((operator, i) => {
    const services: Profile["services"] = new Map([
      [1n, { u: 900_000_000n, x: i === 1 ? BILLION : 300_000n, served: 5n }],
    ]);
    return { operator, offer: { stake: MIN_STAKE, domain: BigInt(i), services } };
  });
}

describe("up to 10,000 operators in one class, on chain and in the reference", () => {
  const table = new Table({
    head: ["class", "operators", "quantity", "compared", "largest error", "its bound", "worst / bound"],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  const members: string[] = [];
  let system: System;
  let past: { time: bigint; logs: readonly RawLog[] }[];
  let crowd: string;

  /** Registers operators until there are `size`, spread over the four domains; reads who they are off the events. */
  async function grow(size: number): Promise<void> {
    while (members.length < size) {
      const count = Math.min(size - members.length, REGISTERED_AT_ONCE);
      const data = CROWD.encodeFunctionData("grow", [system.registry, count, MIN_STAKE, DOMAINS]);
      const logs = await system.chain.send({ from: system.deployer, to: crowd, data });
      past.push({ time: system.chain.time, logs });
      for (const log of logs.filter(({ address }) => address === system.registry)) {
        const found = parsed("registry", log);
        if (found?.name === "OperatorRegistered") members.push((found.args.operator as string).toLowerCase());
      }
    }
  }

  before(async () => {
    system = await newSystem("MarginalCoverage", ["FlatMarginalCoverage"]);
    const { chain, deployment } = system;
    crowd = await (await chain.connection.ethers.deployContract("Crowd")).getAddress();
    await deployment.token.transfer(crowd, BigInt(SIZES.at(-1) ?? 0) * MIN_STAKE);
    await chain.syncTime();
    past = [...system.past];
  });

  for (const size of SIZES) {
    it(`given ${size} operators > earned, liability, coverage and quotes agree within the bound`, async () => {
      await grow(size);
      const step = Math.max(1, Math.floor(size / SAMPLE));
      const operators = members.filter((_, k) => k % step === 0).slice(0, SAMPLE);
      for (const { name, curve, capacity } of CLASSES) {
        if (capacity === large && size > MOST_OF_LARGE) continue;
        const snapshot = await system.chain.snapshot();
        const start = system.chain.time;
        const tally = new Tally();
        const history = newHistory({ system: { ...system, operators, past }, seed: "scale", label: name, tally });
        await send(history, "ledger", "addClass", [curve, 1_000_000n]);
        const limits = { minReliability: 0n, maxAge: 21_600n, reliabilityRise: BILLION, capacityRise: 2n ** 62n };
        await send(history, "ledger", "setLimits", [limits]);
        system.chain.time += 10n;
        await join(history, members, capacity);
        system.chain.time += 86_400n;
        await compare({ history, offers: offersBy([system.deployer, ...operators]) });
        expect(tally.worst).to.be.at.most(1);
        for (const row of tally.rows().filter(({ rule }) => rule === "MarginalCoverage" || rule === "")) {
          const [largest, bound] = [row.largest, row.bound].map((value) => value.toExponential(2));
          table.push([name, size, row.quantity, row.comparisons, largest, bound, row.worst.toFixed(4)]);
        }
        await system.chain.revert(snapshot);
        system.chain.time = start;
      }
    }).timeout(600_000);
  }

  after(() => {
    console.log(table.toString());
  });
});
