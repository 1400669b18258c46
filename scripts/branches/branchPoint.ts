/** Where the code goes one way or another. */
export type BranchKind = "if" | "loop" | "ternary" | "operand" | "try";

/** A place in a source file at which two outcomes are possible. */
export interface BranchPoint {
  /** From the project's root. */
  readonly file: string;
  readonly kind: BranchKind;
  /** Line of the condition, from 1. */
  readonly line: number;
  /** The condition as it is written, on one line. */
  readonly text: string;
  /** {bytes} Of the condition; of the two blocks of a try statement, the place after each opening brace. */
  readonly start: number;
  readonly end: number;
}
