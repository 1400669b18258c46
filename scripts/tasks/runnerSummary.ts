import { isResult } from "hardhat/utils/result";

interface RunnerSummary {
  passed: number;
  failed: number;
}

const hasSummary = (value: unknown): value is { summary: RunnerSummary } =>
  typeof value === "object" &&
  value !== null &&
  "summary" in value &&
  typeof value.summary === "object" &&
  value.summary !== null &&
  "passed" in value.summary &&
  "failed" in value.summary;

/** What a Hardhat test runner says it counted; throws when it says nothing, so that no total leaves a runner out. */
export function runnerSummary(result: unknown): RunnerSummary {
  if (isResult(result, hasSummary, hasSummary)) return (result.success ? result.value : result.error).summary;
  throw new Error("the test runner returned no summary to count");
}
