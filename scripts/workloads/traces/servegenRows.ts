import { readRows } from "../readRows.js";
import type { TraceRow } from "./traceRow.js";

/** First columns of the format. */
export const SERVEGEN_ROWS_HEADER = "t_ms,category,model,client,input_tokens,output_tokens";

/**
 * Requests resampled from ServeGen's windows (thinning took the bursts under 10 minutes; `servegenWindows` keeps them).
 *
 * @throws UserError that names file, line and field.
 * @example for await (const { model } of servegenRows("servegen_day0_1in500.csv.gz")) count(model);
 */
export async function* servegenRows(path: string): AsyncGenerator<TraceRow> {
  for await (const row of readRows(path)) {
    yield {
      line: row.line,
      time: row.number("t_ms", { from: 0 }) / 1000,
      model: row.text("model"),
      inputTokens: row.number("input_tokens", { from: 0, integer: true }),
      outputTokens: row.number("output_tokens", { from: 0, integer: true }),
    };
  }
}
