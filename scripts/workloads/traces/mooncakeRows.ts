import { UserError } from "../../common/errors.js";
import { readLines } from "../readLines.js";
import { parseNumber } from "../readRows.js";
import type { TraceRow } from "./traceRow.js";

/**
 * Mooncake traces (kvcache-ai/Mooncake): one JSON object a line with timestamp (ms), input_length, output_length and
 * hash_ids (one per 512-token block of the prompt; checked, not used: the simulator has no prefix cache).
 *
 * @throws UserError that names file, line and field.
 * @example for await (const { time } of mooncakeRows("conversation_trace.jsonl")) last = time;
 */
export async function* mooncakeRows(path: string): AsyncGenerator<TraceRow> {
  let line = 0;
  for await (const content of readLines(path)) {
    line += 1;
    if (content.trim() === "") continue;
    const fail = (field: string, problem: string): never => {
      throw new UserError(`${path}:${line}: field ${field}: ${problem}`);
    };
    const row = parseObject(content);
    if (row === undefined) return fail("(row)", "not a JSON object");
    const number = (field: string, integer: boolean): number =>
      field in row
        ? parseNumber(row[field], { from: 0, integer }, (problem) => fail(field, problem))
        : fail(field, "missing");
    const hashes = row.hash_ids;
    if (!Array.isArray(hashes) || !hashes.every(Number.isInteger)) fail("hash_ids", "not a list of integers");
    yield {
      line,
      time: number("timestamp", false) / 1000,
      model: "mooncake",
      inputTokens: number("input_length", true),
      outputTokens: number("output_length", true),
    };
  }
}

function parseObject(content: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
