import { convergencePage } from "../../scripts/experiments/learning/convergencePage.js";
import type { Row } from "../../scripts/report/rows.js";

/** The report page made from these tables, as a run writes it. */
export async function pageOf(tables: Readonly<Record<string, readonly Row[]>>): Promise<string> {
  const { "report.html": html = "" } = await convergencePage({
    results: { cells: [], rows: async (name) => [...(tables[name] ?? [])] },
    summary: { tables: [], json: {} },
    manifest: { experiment: "convergence", code: { commit: "0123456789abcdef", dirty: false } },
  });
  return html;
}
