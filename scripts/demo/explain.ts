import { formatPercent } from "../common/formatPercent.js";
import type { ClassOutcome, DemoOutcome, OperatorOutcome } from "./outcome.js";

/** Why an operator earns what it earns under marginal coverage at the end of the day. */
export interface Explanation {
  /** D_i as a share of the emission. */
  share: number;
  /** The class with the largest part of D_i, if it has any. */
  workload: string | undefined;
  /** One sentence. */
  sentence: string;
}

/** Explains an operator's pay from what the chain says about it and about the others. */
export function explain(operator: OperatorOutcome, outcome: DemoOutcome): Explanation {
  const share = [...operator.marginal.values()].reduce((sum, part) => sum + part, 0);
  const [best] = [...operator.marginal].sort(([, a], [, b]) => b - a);
  const { ended, reliability } = operator;
  if (ended !== undefined) {
    const what = ended.reason === "jailed" ? "Jailed" : "Not measured any more and expired";
    return {
      share,
      workload: undefined,
      sentence: `${what} at hour ${ended.hour}: earns nothing since, keeps the rest.`,
    };
  }
  if (best === undefined || reliability === undefined) {
    return { share, workload: undefined, sentence: "Not measured in any class." };
  }
  if (reliability < outcome.minReliability) {
    const least = formatPercent(outcome.minReliability, 0);
    const sentence = `Succeeds ${formatPercent(reliability, 0)} of the time; below ${least} nothing is paid by any rule.`;
    return { share, workload: undefined, sentence };
  }
  const [workload, part] = best;
  const served = outcome.classes.find(({ name }) => name === workload);
  if (served === undefined) throw new Error(`there is no class ${workload}`);
  return { share, workload, sentence: sentenceOf({ operator, part, served, outcome }) };
}

interface SentenceOptions {
  operator: OperatorOutcome;
  part: number;
  served: ClassOutcome;
  outcome: DemoOutcome;
}

function sentenceOf({ operator, part, served, outcome }: SentenceOptions): string {
  const { name, share, coverageLast, servers } = served;
  // P1: what is paid for a class is what its success rate would lose, weighted by its share of demand.
  const without = Math.max(0, coverageLast - part / share);
  const decimals = coverageLast - without < 0.001 ? 2 : 1;
  const fall = `${formatPercent(coverageLast, decimals)} of ${name} succeeds, ${formatPercent(without, decimals)} without it`;
  const others = servers.filter((server) => server !== operator.name);
  if (others.length === 0) return `${fall}: nobody else serves it.`;
  const beside = outcome.operators.filter((o) => others.includes(o.name) && o.domain === operator.domain).length;
  const where = beside === 0 ? "none of them" : beside === others.length ? "all of them" : `${beside} of them`;
  return `${fall}: ${others.length} ${others.length === 1 ? "other serves" : "others serve"} it, ${where} in ${operator.domain}.`;
}
