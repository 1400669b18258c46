import type { TopLevelSpec } from "vega-lite";
import type { TextTable } from "../../common/textTable.js";
import type { ChartSize } from "../../report/charts/chartSize.js";
import { drawFigure } from "../../report/drawFigure.js";
import { fieldReport } from "../../report/fieldReport.js";
import { policyLegend } from "../../report/legend.js";
import type { Row } from "../../report/rows.js";
import { type CellContext, type CellResult, declareExperiment, type Experiment } from "../experiment.js";
import { compact } from "../learning/outcomeTable.js";
import { commitOf } from "../runner/commitOf.js";
import type { CellOf, Parameter } from "../runner/parameter.js";

/** A statement, written before any result; those about the field say whether it is reproduced. */
export interface FieldHypothesis {
  readonly text: string;
  /** Whether it restates what was seen in the field. */
  readonly field: boolean;
  /** What became of it: begins with Held, Refuted, Not settled or Not tested. */
  readonly verdict: (rows: readonly Row[]) => string;
}

/** A field experiment: what a rule did in a real network, put to the same rule here. */
export interface FieldDeclaration<P extends readonly Parameter[]> {
  readonly name: string;
  readonly question: string;
  readonly parameters: P;
  readonly seeds: number;
  readonly keep?: (cell: CellOf<P>) => boolean;
  readonly runCell: (cell: CellOf<P>, context: CellContext) => Promise<CellResult>;
  /** The table of the results that hypotheses, tables and chart are made from. */
  readonly table: string;
  readonly hypotheses: readonly FieldHypothesis[];
  readonly tables: (rows: readonly Row[]) => readonly (TextTable & { readonly title: string })[];
  readonly chart: (rows: readonly Row[], size: ChartSize) => TopLevelSpec;
  /** The lines of the chart, in the order of their colours. */
  readonly series: (rows: readonly Row[]) => readonly string[];
  readonly caption: string;
  /** What happened, how it is put here, and what that cannot say. */
  readonly happened: readonly string[];
  readonly model: readonly string[];
  readonly limits: readonly string[];
}

/**
 * Whether the field's behaviour is reproduced, from the verdicts of the statements about it.
 *
 * @example fieldAnswer(["Held: 90%.", "Refuted: 3%."]) // "Only partly reproduced"
 */
export function fieldAnswer(verdicts: readonly string[]): string {
  const are = (word: string): boolean => verdicts.every((verdict) => verdict.startsWith(word));
  if (verdicts.length === 0 || are("Not")) return "Not settled";
  if (are("Held")) return "Reproduced";
  return are("Refuted") ? "Refuted" : "Only partly reproduced";
}

/** An experiment for the runner, with its tables, its answer and its report page. */
export function fieldExperiment<const P extends readonly Parameter[]>(field: FieldDeclaration<P>): Experiment {
  const { name, question, parameters, seeds, keep, runCell, hypotheses } = field;
  const texts = hypotheses.map(({ text }) => text);
  const verdictsOf = (rows: readonly Row[]): string[] => hypotheses.map(({ verdict }) => verdict(rows));
  const answerOf = (verdicts: readonly string[]): string => {
    const own = verdicts.filter((_, i) => hypotheses[i]?.field === true);
    return `${fieldAnswer(own)}. ${own.map((verdict, i) => `(${i + 1}) ${verdict}`).join(" ")}`;
  };
  return declareExperiment({
    name,
    question,
    hypotheses: texts,
    parameters,
    seeds,
    ...(keep !== undefined && { keep }),
    runCell,
    async summarise(results) {
      const rows = await results.rows(field.table);
      const verdicts = verdictsOf(rows);
      return {
        tables: [
          ...field.tables(rows).map((each) => ({ ...each, rows: compact(each.rows.map((row) => row.map(String))) })),
          {
            title: `Hypotheses, written before the results, and what became of them. ${fieldAnswer(verdicts.filter((_, i) => hypotheses[i]?.field === true))}`,
            head: ["hypothesis", "result"],
            rows: texts.map((text, i) => [text, verdicts[i] ?? ""]),
            widths: [52, 44],
          },
        ],
        json: { rows, verdicts: texts.map((hypothesis, i) => ({ hypothesis, result: verdicts[i] ?? "" })) },
      };
    },
    async report({ results, manifest }) {
      const rows = await results.rows(field.table);
      const verdicts = verdictsOf(rows);
      const figure = await drawFigure({
        spec: (size) => field.chart(rows, size),
        legend: policyLegend(field.series(rows), true),
        description: question,
        caption: field.caption,
      });
      const html = fieldReport({
        name,
        question,
        answer: answerOf(verdicts),
        field: field.happened,
        model: field.model,
        hypotheses: texts,
        verdicts,
        figure,
        tables: field.tables(rows).map(({ title, head, rows: cells }) => ({
          title,
          head,
          rows: cells.map((row) => row.map(String)),
        })),
        limits: field.limits,
        commit: commitOf(manifest),
      });
      return { "report.html": html };
    },
  });
}
