import { matrixReport } from "../../report/matrixReport.js";
import { textIn } from "../../report/rows.js";
import type { ReportInput } from "../experiment.js";
import { commitOf } from "../runner/commitOf.js";
import { MATRIX_HYPOTHESES } from "./hypotheses.js";
import { MANIPULATIONS, type Manipulation } from "./manipulations.js";
import { matrixAnswer } from "./matrixAnswer.js";
import { MATRIX_COLUMNS } from "./matrixColumns.js";
import { combinationsOf } from "./matrixTables.js";
import { matrixVerdicts } from "./matrixVerdicts.js";
import { NETWORKS } from "./networks.js";
import { withGrowth } from "./withGrowth.js";

/** What manipulations are called in charts. */
const NAMES: Readonly<Record<Manipulation, string>> = {
  split: "split",
  undivided: "split, undivided",
  copy: "copy best paid",
  answers: "answers probes",
  forged: "forged",
  fresh: "fresh domain",
  takeDown: "rival down",
};

/** What not to lean on. */
export const SHAKY = [
  "Manipulations are priced one operator at a time in the state that the run ended with; nobody answers them, and nothing is charged for a lie or an attack. A rule with a small gain here may still unravel when all do it.",
  "A forged measurement forges u and x, not requests served: rules that pay for volume look safe because the volume was not forged too. Buying or faking requests is not in the matrix.",
  "Splitting and taking a rival down change several operators at once, which the contract's quote cannot be asked; they are priced in plain arithmetic, and a test carries both out on chain.",
  "Rules with a controller or a queue (coefficients steered by the day, claim order) are priced as of the moment; what their next step would do is not followed.",
  "Log-linear learning never rests: its rows are averages of a moving population, and epsilon there measures the noise.",
  "Alignment is undefined where all are paid alike, and says little where operators are near copies of each other: then what one of them adds is chance.",
  "Three seeds give wide intervals, above all in the small network, where one operator more or less in a domain is a twelfth of it.",
  "Success is measured on a few simulated minutes; gas on the operations that a run has, so that a rule's dearest case (a threshold crossed, a queue promoted) may not be in it.",
  "Growth compares single steady operations in a small and a larger network: it finds loops over operators, not what a class more or a domain more costs.",
] as const;

/** Writes `report.html` of the policy matrix. */
export async function matrixPage({ results, manifest }: ReportInput): Promise<Record<string, string>> {
  const summary = withGrowth(await results.rows("summary"));
  const [first] = summary;
  if (first === undefined) return {};
  const seeds = [...new Set(summary.map((row) => textIn(row, "seed")))];
  const combinations = combinationsOf(summary);
  const main = combinations.find(({ network }) => network === "default") ?? combinations[0];
  const html = await matrixReport({
    question: "What does each reward rule buy, how can it be gamed, and what does it cost on chain?",
    answer: `${matrixAnswer(main?.rows ?? [])} (${main?.network} network, ${main?.rule}.)`,
    hypotheses: MATRIX_HYPOTHESES,
    verdicts: matrixVerdicts(summary),
    setUp: [
      ...NETWORKS.filter(({ name }) => combinations.some(({ network }) => network === name)).map(
        ({ name, text }) => `${name}: ${text}.`,
      ),
      `Offered load 0.7 everywhere, so that demand grows with the operators; ${textIn(first, "epochs")} epochs of one day, in each of which a share of ${textIn(first, "frequency")} of the operators decides anew, in random order; they start from strategies drawn at random.`,
      `The budget is ${textIn(first, "emission")} V a day. Every choice, report and claim is a transaction on a chain of the run's own; services are reported as the rig's specification says (the analytic model). Requests of the last ${textIn(first, "windows")} epochs are simulated, each also with every domain down.`,
      "Every rule meets the same operators, costs, requests and outages (paired seeds).",
      "At the end every deviation of every operator is priced, and the deployed contract's quote is asked for every operator's best one, for random ones, and for each distinct offer of those who copy, claim or declare a fresh domain; a difference beyond the stated bound stops the run.",
      `Seeds: ${seeds.join(", ")}.`,
    ],
    shaky: SHAKY,
    policies: [...new Set(summary.map((row) => textIn(row, "policy")))],
    columns: MATRIX_COLUMNS,
    manipulations: MANIPULATIONS.map((manipulation) => ({
      name: NAMES[manipulation],
      share: `${manipulation}Share`,
      largest: `${manipulation}LargestShare`,
    })),
    combinations,
    origin: `npx hardhat experiment run ${String(manifest.experiment)}; commit ${commitOf(manifest)}. Everything behind this page is in the folder it lies in; npx hardhat experiment verify re-runs and compares.`,
  });
  return { "report.html": html };
}
