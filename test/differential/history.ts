import { type RandomStream, randomStream } from "../../scripts/common/random.js";
import { EventMirror } from "./eventMirror.js";
import { PUBLISHING } from "./published.js";
import { Refused } from "./rawChain.js";
import { BILLION, INTERFACES, type System } from "./system.js";
import type { Tally } from "./tally.js";

/** One history on its way: the chain, what its events say, and the stream that decides. */
export interface History {
  readonly system: System;
  readonly mirror: EventMirror;
  readonly stream: RandomStream;
  /** Says which history it is, so that it can be run again. */
  readonly label: string;
  readonly tally: Tally;
}

/** A history from the deployed system on, whose past the mirror takes in. */
export function newHistory({
  system,
  seed,
  label,
  tally,
}: {
  system: System;
  seed: string;
  label: string;
  tally: Tally;
}): History {
  const mirror = new EventMirror(system);
  for (const { time, logs } of system.past) mirror.take(time, logs);
  mirror.events = 0;
  return { system, mirror, stream: randomStream(seed, label), label, tally };
}

type Target = "vault" | "ledger" | "registry";

/** Sends calldata to any contract and lets the mirror see what it did. */
export async function sendTo(
  { system, mirror, tally }: History,
  to: string,
  data: string,
  from = system.deployer,
): Promise<void> {
  const logs = await system.chain.send({ from, to, data });
  tally.counts.transactions++;
  mirror.take(system.chain.time, logs);
}

/** Sends one call and lets the mirror see what it did. */
export async function send(
  history: History,
  target: Target,
  name: string,
  args: readonly unknown[],
  from?: string,
): Promise<void> {
  const { system } = history;
  await sendTo(history, system[target], INTERFACES[target].encodeFunctionData(name as never, args as never), from);
}

const KNOWN_ERRORS = [INTERFACES.ledger, INTERFACES.registry, INTERFACES.vault, ...Object.values(PUBLISHING)];
const PANIC = "0x4e487b71";

/**
 * Does something that the contracts may refuse: with an error of their own, never with a panic or without a word.
 *
 * @returns whether it was done
 */
export async function attempt({ tally, label }: History, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const named = KNOWN_ERRORS.some((known) => known.getError(error.data.slice(0, 10)) !== null);
    if (!named || error.data.startsWith(PANIC)) throw new Error(`${error.message}; ${label}`);
    tally.counts.refused++;
    return false;
  }
}

/** Values at the extremes in two cases out of five. */
export const draw = {
  /** {1e-9} */
  u: (stream: RandomStream): bigint =>
    stream.next() < 0.4
      ? stream.pick([0n, 1n, 499_999_999n, 500_000_000n, 999_000_000n, 1_000_000_000n])
      : BigInt(400_000_000 + stream.below(600_000_000)),
  /** {1e-9} */
  x: (stream: RandomStream): bigint =>
    stream.next() < 0.4
      ? stream.pick([0n, 1n, 1_000n, 1_000n * BILLION, 2n ** 64n - 1n])
      : BigInt(stream.below(4_000_000_000)),
  /** {1e-9} */
  availability: (stream: RandomStream): bigint =>
    stream.next() < 0.4 ? stream.pick([1n, 500_000_000n, 999_900_000n]) : BigInt(1 + stream.below(999_900_000)),
  weight: (stream: RandomStream): bigint =>
    stream.next() < 0.4
      ? stream.pick([0n, 1n, 2n, 2n ** 52n])
      : BigInt(stream.below(2 ** 32)) * 2n ** BigInt(stream.below(20)),
  /** {requests} */
  served: (stream: RandomStream): bigint => (stream.next() < 0.2 ? 0n : BigInt(stream.below(1_000_000))),
  /** {s} */
  wait: (stream: RandomStream): bigint =>
    stream.next() < 0.4
      ? stream.pick([0n, 0n, 1n, 12n, 315_576_000n])
      : BigInt(Math.ceil(stream.exponential(stream.pick([60, 3_600, 86_400])))),
};
