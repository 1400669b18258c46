import { readRows } from "../readRows.js";
import type { TraceRow } from "./traceRow.js";

/** Header of the format. */
export const BURSTGPT_HEADER = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type";

/**
 * BurstGPT (HPMLL/BurstGPT), time from its first row. A response of 0 tokens is a request that its service failed: it
 * is kept, since it was demand.
 *
 * @throws UserError that names file, line and field; also when the total is not the sum of its parts.
 * @example for await (const { model } of burstgptRows("BurstGPT_1.csv")) count(model); // ChatGPT, GPT-4
 */
export async function* burstgptRows(path: string): AsyncGenerator<TraceRow> {
  let first: number | undefined;
  for await (const row of readRows(path)) {
    const timestamp = row.number("Timestamp", { from: 0 });
    first ??= timestamp;
    const inputTokens = row.number("Request tokens", { from: 0, integer: true });
    const outputTokens = row.number("Response tokens", { from: 0, integer: true });
    const total = row.number("Total tokens", { from: 0, integer: true });
    if (total !== inputTokens + outputTokens) {
      row.fail("Total tokens", `${total} is not ${inputTokens} + ${outputTokens}`);
    }
    row.text("Log Type");
    yield { line: row.line, time: timestamp - first, model: row.text("Model"), inputTokens, outputTokens };
  }
}
