import type { StateEvent } from "./history.js";
import type { RuleName } from "./rules.js";
import type { ClassId, DomainId, ServiceLevel } from "./state.js";

/** A small network with round numbers: what goes in, and what every implementation must make of it. */
export interface WorkedExample {
  readonly classes: readonly {
    readonly name: string;
    readonly id: ClassId;
    readonly weight: bigint;
    readonly kappas: readonly bigint[];
    readonly alphas: readonly bigint[];
  }[];
  /** The same availability in every class. */
  readonly domains: readonly { readonly name: string; readonly id: DomainId; readonly availability: bigint }[];
  readonly operators: readonly {
    readonly name: string;
    readonly domain: DomainId;
    readonly stake: bigint;
    readonly services: readonly (ServiceLevel & { readonly classId: ClassId })[];
  }[];
  readonly expected: {
    /** C of the whole, and the sum of all marginal coverages. */
    readonly coverage: string;
    readonly marginalSum: string;
    /** Shares of the emission by rule and operator, as decimals. */
    readonly shares: Partial<Record<RuleName, Readonly<Record<string, string>>>>;
    /** Decimals to which they hold: all of them, or those that ln 2 in parts per billion leaves. */
    readonly decimals: number;
  };
}

const ONE = 1_000_000_000n;
const TOKEN = 10n ** 18n;
const THREE_QUARTERS = 750_000_000n;
/** So much capacity that e^-x is nothing: what is left is "somebody able is up". */
const PLENTY = 1_000n * ONE;
const LN_2 = 693_147_181n;
const CHAT = 1n;
const CODE = 2n;
const UNLISTED = 0n;
const EAST = 1n;
const WEST = 2n;
const ONE_LAYER = { kappas: [ONE], alphas: [ONE] };
const RELIABLE = { u: THREE_QUARTERS, x: PLENTY };

/**
 * The example of README, docs/mechanism.md and the tests. Two classes (chat has 4/5 of the demand, code 1/5), two
 * domains with r = 0.8 and the unlisted one with r = 0.5; every service has u = 0.75 and plenty of capacity. Ann and Bob
 * are perfect copies in one domain, Cyd serves both classes from another, Dee serves code from an unlisted place.
 * Everything is a short decimal: with 1,000 tokens emitted, marginal coverage pays 48, 48, 195 and 30.
 */
export const WORKED_EXAMPLE: WorkedExample = {
  classes: [
    { name: "chat", id: CHAT, weight: 4n, ...ONE_LAYER },
    { name: "code", id: CODE, weight: 1n, ...ONE_LAYER },
  ],
  domains: [
    { name: "unlisted", id: UNLISTED, availability: 500_000_000n },
    { name: "east", id: EAST, availability: 800_000_000n },
    { name: "west", id: WEST, availability: 800_000_000n },
  ],
  operators: [
    { name: "Ann", domain: EAST, stake: 400n * TOKEN, services: [{ classId: CHAT, ...RELIABLE, served: 250n }] },
    { name: "Bob", domain: EAST, stake: 300n * TOKEN, services: [{ classId: CHAT, ...RELIABLE, served: 150n }] },
    {
      name: "Cyd",
      domain: WEST,
      stake: 200n * TOKEN,
      services: [
        { classId: CHAT, ...RELIABLE, served: 400n },
        { classId: CODE, ...RELIABLE, served: 100n },
      ],
    },
    { name: "Dee", domain: UNLISTED, stake: 100n * TOKEN, services: [{ classId: CODE, ...RELIABLE, served: 100n }] },
  ],
  expected: {
    coverage: "0.87",
    marginalSum: "0.321",
    shares: {
      MarginalCoverage: { Ann: "0.048", Bob: "0.048", Cyd: "0.195", Dee: "0.03" },
      FlatMarginalCoverage: { Ann: "0.0375", Bob: "0.0375", Cyd: "0.075", Dee: "0.0375" },
      EqualShare: { Ann: "0.25", Bob: "0.25", Cyd: "0.25", Dee: "0.25" },
      StakeWeighted: { Ann: "0.4", Bob: "0.3", Cyd: "0.2", Dee: "0.1" },
      ServedVolume: { Ann: "0.25", Bob: "0.15", Cyd: "0.5", Dee: "0.1" },
      CapacityWeighted: { Ann: "0.2", Bob: "0.2", Cyd: "0.4", Dee: "0.2" },
      // Chat has 4/5 for stakes of 400, 300 and 200, code 1/5 for 200 and 100.
      ClassWeighted: {
        Ann: `0.3${"5".repeat(59)}`,
        Bob: `0.2${"6".repeat(59)}`,
        Cyd: `0.3${"1".repeat(59)}`,
        Dee: `0.0${"6".repeat(59)}`,
      },
      SignalAllocated: { Ann: "0.4", Bob: "0.3", Cyd: "0.2", Dee: "0.1" },
      WitnessDecay: { Ann: "0.2", Bob: "0.2", Cyd: "0.4", Dee: "0.2" },
      // Stakes that back the default fee of 0.0026 well: by volume, but for Cyd's e^(-0.6 x 200 / 1.3) = 8.2e-41.
      QueryRebate: {
        Ann: "0.25",
        Bob: "0.15",
        Cyd: "0.499999999999999999999999999999999999999959238646372849271326",
        Dee: "0.1",
      },
      // By volume 0.72; Ann opened chat and Cyd code, 0.04 each; of 0.2, 1 for Cyd's two classes and 2^-1.3 for one.
      DistinctBreadth: {
        Ann: "0.256614687788525592670619594008931586054228506781348772570841",
        Bob: "0.144614687788525592670619594008931586054228506781348772570841",
        Cyd: "0.490155936634423221988141217973205241837314479655953682287478",
        Dee: "0.108614687788525592670619594008931586054228506781348772570841",
      },
      // Capacity in requests: 4, 4, 4 + 1 and 1, of 14; 1/14 = 0.0(714285).
      TargetShare: {
        Ann: `0.${"285714".repeat(10)}`,
        Bob: `0.${"285714".repeat(10)}`,
        Cyd: `0.3${"571428".repeat(10)}`,
        Dee: `0.0${"714285".repeat(10)}`,
      },
      // Both classes are clipped at 1 (two of them reach the target, and N is 2): thirds of chat, halves of code, by 2.
      HexDensity: {
        Ann: `0.1${"6".repeat(59)}`,
        Bob: `0.1${"6".repeat(59)}`,
        Cyd: `0.41${"6".repeat(58)}`,
        Dee: "0.25",
      },
      // Chat counts 4, 3, 1 quarters and code 4, 3, of 15.
      RankMultiplier: { Ann: `0.2${"6".repeat(59)}`, Bob: "0.2", Cyd: `0.${"3".repeat(60)}`, Dee: "0.2" },
      // f(1) = 1, f(2) = (e - 2)/(e - 1), f(3) = (2e - 5)/(e - 1).
      Gairing: {
        Ann: "0.21730382524920854982356001867759819629824923991919728137",
        Bob: "0.21730382524920854982356001867759819629824923991919728137",
        Cyd: "0.30183144572640932708024729310283439596172644354821521604",
        Dee: "0.08452762047720077725668727442523619966347720362901793467",
      },
      Shapley: { Ann: "0.2625", Bob: "0.2625", Cyd: "0.35625", Dee: "0.09375" },
    },
    decimals: 50,
  },
};

/** Capacity counts: one class, one domain, Fay could carry ln 2 of the demand and Gil twice that. */
export const CAPACITY_EXAMPLE: WorkedExample = {
  classes: [{ name: "chat", id: CHAT, weight: 1n, ...ONE_LAYER }],
  domains: [{ name: "east", id: EAST, availability: 800_000_000n }],
  operators: [
    { name: "Fay", domain: EAST, stake: 0n, services: [{ classId: CHAT, u: THREE_QUARTERS, x: LN_2, served: 0n }] },
    {
      name: "Gil",
      domain: EAST,
      stake: 0n,
      services: [{ classId: CHAT, u: THREE_QUARTERS, x: 2n * LN_2, served: 0n }],
    },
  ],
  expected: {
    coverage: "0.58125",
    marginalSum: "0.4125",
    shares: { MarginalCoverage: { Fay: "0.13125", Gil: "0.28125" } },
    decimals: 8,
  },
};

/** Two layers, one with a negative weight: S(X) = 1 - 1.25 e^-X + 0.25 e^-2X; one operator in each of two domains. */
export const LAYERS_EXAMPLE: WorkedExample = {
  classes: [{ name: "chat", id: CHAT, weight: 1n, kappas: [ONE, 2n * ONE], alphas: [1_250_000_000n, -250_000_000n] }],
  domains: [
    { name: "east", id: EAST, availability: 800_000_000n },
    { name: "west", id: WEST, availability: 800_000_000n },
  ],
  operators: [
    { name: "Hal", domain: EAST, stake: 0n, services: [{ classId: CHAT, u: THREE_QUARTERS, x: LN_2, served: 0n }] },
    { name: "Ivy", domain: WEST, stake: 0n, services: [{ classId: CHAT, u: THREE_QUARTERS, x: LN_2, served: 0n }] },
  ],
  expected: {
    coverage: "0.463125",
    marginalSum: "0.40125",
    shares: { MarginalCoverage: { Hal: "0.200625", Ivy: "0.200625" } },
    decimals: 8,
  },
};

/**
 * The events that build an example.
 *
 * @example exampleEvents(WORKED_EXAMPLE).reduce(applyEvent, EMPTY_STATE)
 */
export function exampleEvents({ classes, domains, operators }: WorkedExample): StateEvent[] {
  return [
    ...classes.map(({ id, weight, kappas, alphas }): StateEvent => {
      return { type: "classAdded", classId: id, weight, kappas, alphas };
    }),
    ...classes.flatMap(({ id: classId }) =>
      domains.map(({ id: domain, availability }): StateEvent => {
        return { type: "availabilityChanged", domain, classId, availability };
      }),
    ),
    ...operators.flatMap(({ name: operator, domain, stake, services }): StateEvent[] => [
      { type: "operatorChanged", operator, domain, stake },
      ...services.map((service): StateEvent => ({ type: "serviceChanged", operator, ...service })),
    ]),
  ];
}
