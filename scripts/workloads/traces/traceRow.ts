/** One request of a trace, whatever its format. */
export interface TraceRow {
  /** Line in the file, 1 for the first. */
  readonly line: number;
  /** Seconds from the start of the trace. */
  readonly time: number;
  /** What names the model in the file, or the trace's own name where no row does; see `familyOf` in data/models.json. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}
