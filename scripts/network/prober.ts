import { type RandomStream, randomStream } from "../common/random.js";
import { FIT, type Network } from "./network.js";
import type { Outages } from "./outages.js";
import { drawOf, RequestDraw } from "./requestDraw.js";
import { holdSeconds, isInTime, isVerified } from "./serviceOutcome.js";
import { UpState } from "./upState.js";

/** What probing saw in a period. Tables per (operator, class) are indexed `operator * classes + class`. */
export interface ProbeTally {
  /** Times at which everybody was probed, seconds. */
  readonly times: number[];
  /** One row per look: 1 for each declared domain of which somebody answered. */
  readonly domainUp: Uint8Array[];
  /** Looks at which the operator's domain answered, and those at which it answered itself. */
  readonly looks: Int32Array;
  readonly answered: Int32Array;
  /** Most probes carried at once, over all classes, while everybody was probed. */
  readonly peak: Int32Array;
  /** Probes answered, and those served in time and verifiably. */
  readonly tried: Int32Array;
  readonly served: Int32Array;
  /** Seconds that a probe of the class's mean length takes; 0 where there was no answer. */
  readonly seconds: Float64Array;
}

/** Mean tokens per class, which probes imitate. */
export interface MeanTokens {
  readonly input: Float64Array;
  readonly output: Float64Array;
}

/** The draw of a probe's key that its prompt's length takes: beyond that of its verification. */
const LENGTH_DRAW = 1 << 21;

/**
 * Looks at all operators at the same random moments (a Poisson process, so that what is seen is the average over
 * time): one probe per class that an operator claims, then more until it refuses. Identities on one machine are filled
 * in turn, so together they show that machine's places once. A domain counts as up when any of its operators answers;
 * one whose single operator is down therefore counts as down itself. Probes are taken to be so short that they
 * displace no request (an assumption).
 *
 * @example const prober = new Prober({ network, outages, seed: 1, interval: 300, tokens }); prober.until(3600).answered
 */
export class Prober {
  readonly #network: Network;
  readonly #upState: UpState;
  readonly #stream: RandomStream;
  readonly #draws: RequestDraw;
  readonly #interval: number;
  readonly #tokens: MeanTokens;
  readonly #promptTokens: ((classIndex: number, point: number) => number) | undefined;
  #next: number;
  #count = 0;

  /**
   * @param interval mean seconds between looks
   * @param promptTokens the prompt length of a class at a point of [0, 1); default the mean. With the mean alone, a rig that
   * is too slow for a prompt of mean length fails every probe, though most prompts may be shorter.
   */
  constructor(options: {
    network: Network;
    outages: Outages;
    seed: number | string;
    interval: number;
    tokens: MeanTokens;
    promptTokens?: (classIndex: number, point: number) => number;
  }) {
    this.#network = options.network;
    this.#upState = new UpState(options.outages);
    this.#stream = randomStream(options.seed, "probes/times");
    this.#draws = new RequestDraw(options.seed, "probes/results");
    this.#interval = options.interval;
    this.#tokens = options.tokens;
    this.#promptTokens = options.promptTokens;
    this.#next = this.#stream.exponential(options.interval);
  }

  /** Looks until `end`, from where the last call stopped. */
  until(end: number): ProbeTally {
    const { operators, classes } = this.#network;
    const tally: ProbeTally = {
      times: [],
      domainUp: [],
      looks: new Int32Array(operators),
      answered: new Int32Array(operators),
      peak: new Int32Array(operators),
      tried: new Int32Array(operators * classes),
      served: new Int32Array(operators * classes),
      seconds: new Float64Array(operators * classes),
    };
    while (this.#next < end) {
      this.#upState.advance(this.#next);
      this.#look(tally);
      this.#next += this.#stream.exponential(this.#interval);
    }
    return tally;
  }

  #look(tally: ProbeTally): void {
    const { operators, domains, domainOf } = this.#network;
    const { up } = this.#upState;
    const domainUp = new Uint8Array(domains);
    for (let operator = 0; operator < operators; operator++) {
      if (up[operator] === 1) domainUp[domainOf[operator] as number] = 1;
    }
    tally.times.push(this.#next);
    tally.domainUp.push(domainUp);
    for (let operator = 0; operator < operators; operator++) {
      if (domainUp[domainOf[operator] as number] === 0) continue;
      tally.looks[operator] = (tally.looks[operator] as number) + 1;
      if (up[operator] === 0) continue;
      tally.answered[operator] = (tally.answered[operator] as number) + 1;
      this.#probe(tally, operator);
    }
    this.#fill(tally);
    this.#count += 1;
  }

  /** One probe per class. */
  #probe(tally: ProbeTally, operator: number): void {
    const network = this.#network;
    for (let c = 0; c < network.classes; c++) {
      const cell = operator * network.classes + c;
      if (network.fit[cell] !== FIT.fits) continue;
      const input = this.#tokens.input[c] as number;
      const output = this.#tokens.output[c] as number;
      tally.tried[cell] = (tally.tried[cell] as number) + 1;
      tally.seconds[cell] = holdSeconds(network, cell, input, output);
      const key = this.#draws.key(this.#count * network.classes + c);
      const prompt = this.#promptTokens?.(c, drawOf(key, LENGTH_DRAW)) ?? input;
      if (isInTime(network, cell, c, prompt, 0) && isVerified(network, cell, operator, key)) {
        tally.served[cell] = (tally.served[cell] as number) + 1;
      }
    }
  }

  /** Fills every machine that is up, its identities in turn, and notes what each carried in time. */
  #fill(tally: ProbeTally): void {
    const { machineOf, slots } = this.#network;
    const present: number[][] = Array.from(slots, () => []);
    for (let operator = 0; operator < machineOf.length; operator++) {
      if (this.#upState.up[operator] === 1 && this.#servesAny(operator)) {
        present[machineOf[operator] as number]?.push(operator);
      }
    }
    present.forEach((identities, machine) => {
      identities.forEach((operator, turn) => {
        const carried = Math.floor(((slots[machine] as number) + identities.length - 1 - turn) / identities.length);
        tally.peak[operator] = Math.max(tally.peak[operator] as number, carried);
      });
    });
  }

  /** Whether the operator serves a probe of any class in time. */
  #servesAny(operator: number): boolean {
    const network = this.#network;
    for (let c = 0; c < network.classes; c++) {
      const cell = operator * network.classes + c;
      if (network.fit[cell] === FIT.fits && isInTime(network, cell, c, this.#tokens.input[c] as number, 0)) return true;
    }
    return false;
  }
}
