import { UserError } from "../common/errors.js";

/**
 * How far an operator can go with a class, whatever its load: the first gate that stops it, in their order. `tooSlow`
 * has the model and the hardware need, and cannot bring a mean request in time. Only who `fits` lists the class.
 */
export const FIT = { noModel: 0, incompatibleHardware: 1, tooSlow: 2, unverified: 3, fits: 4 } as const;

/**
 * Operators and classes as columns, all that the request simulator knows. Tables per (operator, class) are row-major:
 * index `operator * classes + class`. Built from rigs by `buildNetwork`, or by hand in tests.
 *
 * A request that a machine takes holds one of its places for
 * `ttftBase + input x prefill + (output - 1) x tpot + verify` seconds. `tpot` is the step time of a full batch: an
 * operator's places are its largest batch, and a request is charged for it whatever the batch is when it comes
 * (an assumption, on the slow side; it makes service times independent of load).
 */
export interface Network {
  readonly operators: number;
  readonly classes: number;
  /** The failure domain each operator declares. */
  readonly domains: number;
  readonly domainOf: Int32Array;
  /** Identities on one machine share its places; usually operator i is machine i. */
  readonly machineOf: Int32Array;
  /** Requests worked on at once, per machine, at least 1. */
  readonly slots: Int32Array;
  /** Requests that may wait, per machine, first come first served; 0 refuses when full. */
  readonly waiting: Int32Array;
  /** One of `FIT` per (operator, class). */
  readonly fit: Uint8Array;
  /** Seconds, per (operator, class). */
  readonly ttftBase: Float64Array;
  /** Seconds per input token. */
  readonly prefill: Float64Array;
  /** Seconds per output token after the first. */
  readonly tpot: Float64Array;
  /** Seconds after the last token. */
  readonly verify: Float64Array;
  /** Probability that a response in time does not verify, per (operator, class). */
  readonly faulty: Float64Array;
  /** Time to the first token at most, seconds, per class. */
  readonly ttftTarget: Float64Array;
  /** Time per output token at most, seconds, per class. */
  readonly tpotTarget: Float64Array;
}

/** A network of `operators` machines that fit no class yet: what is not given is 0, targets are unlimited. */
export function emptyNetwork(size: { operators: number; classes: number; domains: number }): Network {
  const { operators, classes, domains } = size;
  for (const [name, value] of Object.entries(size)) {
    if (!Number.isInteger(value) || value < 1 || value > 65_535) {
      throw new UserError(`${name} must be an integer in 1..65535, got ${value}`);
    }
  }
  const cells = operators * classes;
  return {
    operators,
    classes,
    domains,
    domainOf: new Int32Array(operators),
    machineOf: Int32Array.from({ length: operators }, (_, operator) => operator),
    slots: new Int32Array(operators).fill(1),
    waiting: new Int32Array(operators),
    fit: new Uint8Array(cells),
    ttftBase: new Float64Array(cells),
    prefill: new Float64Array(cells),
    tpot: new Float64Array(cells),
    verify: new Float64Array(cells),
    faulty: new Float64Array(cells),
    ttftTarget: new Float64Array(classes).fill(Number.POSITIVE_INFINITY),
    tpotTarget: new Float64Array(classes).fill(Number.POSITIVE_INFINITY),
  };
}
