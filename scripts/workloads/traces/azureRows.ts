import { readRows } from "../readRows.js";
import type { TraceRow } from "./traceRow.js";

/** Header of the format. */
export const AZURE_HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";

const TIMESTAMP = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,7})?$/;

/**
 * Azure LLM inference trace 2023 (Azure/AzurePublicDataset; Patel et al., Splitwise, ISCA 2024), time from its first row.
 *
 * @throws UserError that names file, line and field.
 * @example for await (const { inputTokens } of azureRows("AzureLLMInferenceTrace_conv.csv.gz")) sum += inputTokens;
 */
export async function* azureRows(path: string): AsyncGenerator<TraceRow> {
  let first: { whole: number; fraction: number } | undefined;
  for await (const row of readRows(path)) {
    const text = row.text("TIMESTAMP");
    const parts = TIMESTAMP.exec(text);
    const whole = Date.parse(`${parts?.[1]}T${parts?.[2]}Z`) / 1000;
    if (parts === null || Number.isNaN(whole)) {
      row.fail("TIMESTAMP", `"${text}" is not a time like 2023-11-16 18:17:03.9799600`);
    }
    const fraction = Number(parts?.[3] ?? 0);
    first ??= { whole, fraction };
    yield {
      line: row.line,
      // Whole seconds and fractions apart: their sum would lose the 100 ns of the timestamp.
      time: whole - first.whole + (fraction - first.fraction),
      model: "azure-llm-2023",
      inputTokens: row.number("ContextTokens", { from: 0, integer: true }),
      outputTokens: row.number("GeneratedTokens", { from: 0, integer: true }),
    };
  }
}
