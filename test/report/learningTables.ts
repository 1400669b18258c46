import { LEARNING_PARAMETERS } from "../../scripts/experiments/learning/learningParameters.js";
import type { ConvergenceTable } from "../../scripts/report/convergenceResults.js";
import type { Row } from "../../scripts/report/rows.js";

export const POLICIES = ["MarginalCoverage", "FlatMarginalCoverage", "EqualShare", "StakeWeighted", "ServedVolume"];
export const SEEDS = [1, 2, 3];
export const EPOCHS = 5;
export const DOMAINS = ["vast/APAC", "io.net/Middle East & Africa"];
/** Workload classes with their share of requests. */
export const CLASSES = new Map([
  ["mid/interactive/VANILLA/APAC", 0.5],
  ["mid/relaxed/VANILLA/APAC", 0.25],
  ["small/interactive/TEE/Europe", 0.25],
]);

/** The 97.5% quantile of Student's t with 2 degrees of freedom, from its closed form (2p - 1) / sqrt(2p(1 - p)): 4.3027. */
export const T_OF_THREE = 0.95 / Math.sqrt(2 * 0.975 * 0.025);

/** Half of the 95% interval of three seeds at m - d, m, m + d. */
export const halfOfThree = (d: number): number => (T_OF_THREE * d) / Math.sqrt(3);

/** Success per policy in the mean over seeds; seeds lie 0.02 apart. */
export const SUCCESS = [0.9, 0.8, 0.4, 0.3, 0.7];
/** Of the five policies in turn: coverage of the first class in the first domain. */
export const COVERED = [0, 0.25, 0.5, 0.75, 1];

/**
 * Result tables of a made-up run of five policies with round numbers: three seeds at the mean and to both sides of it.
 *
 * @param rename for policies with other names
 */
export function learningTables(
  rename: (policy: string) => string = (policy) => policy,
): Record<ConvergenceTable, Row[]> {
  const tables: Record<ConvergenceTable, Row[]> = {
    epochs: [],
    operators: [],
    classes: [],
    shares: [],
    heat: [],
    summary: [],
    shocks: [],
    disagreement: [],
  };
  for (const [p, name] of POLICIES.entries()) {
    for (const seed of SEEDS) {
      const off = seed - 2;
      const cell = { policy: rename(name), ...SETTINGS, seed };
      const success = (SUCCESS[p] ?? 0) + 0.02 * off;
      const measures = {
        success,
        worstSuccess: 0.5 * success,
        coverage: success,
        worstCoverage: 0.5 * success,
        active: 10 - p,
        strategiesEffective: 4 + p + off,
        domainsEffective: 1.5,
        hardwareEffective: 2,
        domainsUsed: 2,
        similarity: 0.5,
        hhiOperator: 0.1,
        hhiDomain: 0.5,
        nakamotoOperator: 3,
        nakamotoDomain: 1,
        giniPay: 0.25,
        emitted: 1000,
        paid: 500 + 100 * p + 10 * off,
        cost: 300,
        surplus: 200 + 100 * p + 10 * off,
        welfare: 1000 * success - 300,
        servedWelfare: 1000 * success - 300,
        moves: 40,
        falls: p,
        gas: 1e6,
        transactions: 100,
      };
      for (let epoch = 0; epoch < EPOCHS; epoch++) {
        tables.epochs.push({ ...cell, epoch, ...measures });
        tables.shares.push(
          { ...cell, epoch, strategy: "1xL4 small/int4 VANILLA", domain: "vast/APAC", count: 4 + epoch },
          { ...cell, epoch, strategy: "1xL4 small/int4 VANILLA", domain: "io.net/Middle East & Africa", count: 1 },
          { ...cell, epoch, strategy: "out", domain: null, count: 5 - epoch },
        );
      }
      tables.summary.push({
        ...cell,
        ...measures,
        valuePerDay: 1000,
        welfareLower: 800,
        welfareUpper: 1000,
        welfareShare: (1000 * success - 300) / 800,
        epsilon: 1 + off,
        epsilonShare: 0.1,
        nashConv: 5,
        wanting: 2,
        epsilonFree: 3,
        nashConvFree: 7,
        priced: 1000,
        quoted: 520,
        quoteError: seed * 1e-13,
        quoteErrorBound: 2e-10,
        ending: seed === 1 ? "wandering" : "converged",
        converged: seed === 1 ? -1 : 10 * seed,
        cycle: 0,
        alignment: name === "EqualShare" ? null : 0.5 + 0.1 * off,
        alignmentRank: name === "EqualShare" ? null : 0.6,
        level: 2,
      });
      for (const [c, [id, share]] of [...CLASSES].entries()) {
        // Of the 100 requests of a class 10 find no model and 5 (p + 1) no capacity.
        const noCapacity = 5 * (p + 1);
        const counts = { requests: 100, served: 90 - noCapacity, noModel: 10, incompatibleHardware: 0, noCapacity };
        tables.classes.push({
          ...cell,
          class: id,
          share,
          ...counts,
          misrouted: 0,
          tooSlow: 0,
          unverified: 0,
          coverage: 0.5,
        });
        for (const [g, domain] of DOMAINS.entries()) {
          const coverage = c === 0 && g === 0 ? (COVERED[p] ?? 0) : 0;
          tables.heat.push({ ...cell, class: id, domain, coverage });
        }
        const bias = { biasReliability: 0.01, biasCapacityRatio: -0.1 };
        const distance = {
          meanReliability: 0.1 * c,
          largestReliability: 0.2 * c,
          meanCapacityRatio: 0.5,
          largestCapacityRatio: 1,
        };
        tables.disagreement.push({ ...cell, listing: c + 1, class: id, ...distance, ...bias });
      }
      for (let operator = 0; operator < 10; operator++) {
        const here = { operator, strategy: "s", rig: "1xL4", gpu: "L4", gpus: 1, models: "small", mode: "VANILLA" };
        const pay = name === "EqualShare" ? 10 : 5 * operator;
        const money = { domain: "vast/APAC", pay, cost: 3, net: pay - 3, marginalCoverage: 0.01 };
        tables.operators.push({
          ...cell,
          ...here,
          ...money,
          marginalRequests: operator === 9 ? null : 0.01 * operator,
          stake: 1,
        });
      }
      tables.shocks.push({ ...cell, shock: "gpu:L4", hit: 2, success: 0.2 + 0.01 * off, coverage: 0.2 });
      if (p === 0) tables.shocks.push({ ...cell, shock: "tee:all", hit: 1, success: 0.6, coverage: 0.2 });
    }
  }
  return tables;
}

/** The experiment's own parameters, so that a new one needs no change here, and a small size. */
const SETTINGS: Row = {
  ...Object.fromEntries(
    LEARNING_PARAMETERS.filter(({ name }) => name !== "policy").map((parameter) => [
      parameter.name,
      parameter.default[0],
    ]),
  ),
  operators: 10,
  epochs: EPOCHS,
  domains: DOMAINS.length,
};
