import { CORE_POLICIES, type PolicyName } from "../../ignition/modules/Breadth.js";
import { formatPercent } from "../common/formatPercent.js";
import { formatTokens } from "../common/formatTokens.js";
import { textTable } from "../common/textTable.js";
import { explain } from "./explain.js";
import type { DemoOutcome } from "./outcome.js";
import { PAID } from "./story.js";

/** Lays the day's result out for a terminal of 120 columns. */
export function printOutcome(outcome: DemoOutcome): string {
  return [
    "Who earned what in the day, in BRDTH, and its share of what the rule paid out (* is paid, the others are shadows)",
    payTable(outcome),
    "Why: what the network would lose without each operator, at hour 24 (share of all requests)",
    reasonTable(outcome),
    "Success rate by class",
    classTable(outcome),
    "Where the money is, in BRDTH",
    moneyTable(outcome),
  ].join("\n\n");
}

function payTable({ operators }: DemoOutcome): string {
  const totals = new Map<PolicyName, bigint>();
  for (const { earned } of operators) {
    for (const [rule, wei] of earned) totals.set(rule, (totals.get(rule) ?? 0n) + wei);
  }
  const cell = (rule: PolicyName, wei: bigint): string => {
    const total = totals.get(rule) ?? 0n;
    const percent = total === 0n ? 0 : Number((wei * 1_000n) / total) / 1_000;
    return `${formatTokens(wei)} ${formatPercent(percent, 0).padStart(4)}`;
  };
  const rules = CORE_POLICIES;
  return textTable({
    head: ["operator", "domain", "stake", ...rules.map((rule) => (rule === PAID ? `${rule} *` : short(rule)))],
    rows: [
      ...operators.map(({ name, domain, stake, earned }) => [
        name,
        domain,
        formatTokens(stake),
        ...rules.map((rule) => cell(rule, earned.get(rule) ?? 0n)),
      ]),
      ["all", "", "", ...rules.map((rule) => cell(rule, totals.get(rule) ?? 0n))],
    ],
    right: [2, 3, 4, 5, 6, 7],
  });
}

const short = (rule: PolicyName): string => rule.replace("FlatMarginalCoverage", "FlatMarginal");

function reasonTable(outcome: DemoOutcome): string {
  return textTable({
    head: ["operator", "D_i", "matters most in", "because"],
    rows: outcome.operators.map((operator) => {
      const { share, workload, sentence } = explain(operator, outcome);
      return [operator.name, formatPercent(share, 2), workload ?? "-", sentence];
    }),
    right: [1],
    widths: [10, 8, 17, 80],
  });
}

function classTable({ classes }: DemoOutcome): string {
  const mean = (of: "coverageFirst" | "coverageLast") =>
    classes.reduce((sum, entry) => sum + entry.share * entry[of], 0);
  return textTable({
    head: ["class", "demand", "layers", "hour 0", "hour 24", "served at the end by"],
    rows: [
      ...classes.map(({ name, share, layers, coverageFirst, coverageLast, servers }) => [
        name,
        formatPercent(share),
        layers,
        formatPercent(coverageFirst),
        formatPercent(coverageLast),
        servers.join(", ") || "nobody",
      ]),
      ["all", "100.0%", "", formatPercent(mean("coverageFirst")), formatPercent(mean("coverageLast")), ""],
    ],
    right: [1, 2, 3, 4],
  });
}

function moneyTable({ money }: DemoOutcome): string {
  const { funded, emitted, paid, owed, surplus, balance, claimable } = money;
  if (funded !== balance + paid) throw new Error(`the vault was given ${funded} wei and has ${balance} + ${paid}`);
  if (emitted !== paid + owed + surplus)
    throw new Error(`${emitted} wei emitted, ${paid} + ${owed} + ${surplus} found`);
  if (claimable > owed) throw new Error(`operators can claim ${claimable} wei, the vault owes ${owed}`);
  const earned = Number(((paid + owed) * 10_000n) / emitted) / 10_000;
  return textTable({
    head: ["", "amount", "of which"],
    rows: [
      ["funded", formatTokens(funded), `${formatTokens(balance)} still in the vault + ${formatTokens(paid)} paid`],
      [
        "emitted",
        formatTokens(emitted),
        `${formatTokens(paid)} paid + ${formatTokens(owed)} owed + ${formatTokens(surplus)} surplus`,
      ],
      ["earned", formatTokens(paid + owed), `${formatPercent(earned)} of the emission; the rest is surplus`],
      [
        "rounding",
        `${(owed - claimable).toLocaleString("en-US")} wei`,
        "owed, but lost to rounding down: stays in the vault",
      ],
    ],
    right: [1],
  });
}
