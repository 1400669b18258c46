/** How many parts a table has: with 10,000 operators a change copies about 40 of them. */
const PARTS = 256;

/**
 * An immutable map from operator to whatever is known of it. A change copies one part and shares the others, so that
 * thousands of operators can join one by one.
 *
 * @example OperatorTable.empty<number>().with("ann", 1).get("ann") // 1
 */
export class OperatorTable<T> {
  readonly #parts: readonly ReadonlyMap<string, T>[];

  private constructor(parts: readonly ReadonlyMap<string, T>[]) {
    this.#parts = parts;
  }

  static empty<T>(): OperatorTable<T> {
    return new OperatorTable<T>(Array.from({ length: PARTS }, () => new Map()));
  }

  get(operator: string): T | undefined {
    return this.#parts[partOf(operator)]?.get(operator);
  }

  /** The table with this operator's entry set. */
  with(operator: string, value: T): OperatorTable<T> {
    const part = partOf(operator);
    return new OperatorTable(this.#parts.with(part, new Map(this.#parts[part]).set(operator, value)));
  }

  *keys(): Generator<string> {
    for (const part of this.#parts) yield* part.keys();
  }

  *[Symbol.iterator](): Generator<[string, T]> {
    for (const part of this.#parts) yield* part;
  }
}

function partOf(operator: string): number {
  let hash = 0;
  for (let i = 0; i < operator.length; i++) hash = (Math.imul(hash, 31) + operator.charCodeAt(i)) | 0;
  return (hash >>> 0) % PARTS;
}
