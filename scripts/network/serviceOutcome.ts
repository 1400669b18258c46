import type { Network } from "./network.js";
import { drawOf } from "./requestDraw.js";

/** The draw of a request's key that decides whether an operator's response verifies: beyond those of any try. */
const VERIFICATION_DRAW = 1 << 20;

/** Seconds a request holds a place once started. */
export function holdSeconds(network: Network, cell: number, inputTokens: number, outputTokens: number): number {
  const tokens = outputTokens > 1 ? outputTokens - 1 : 0;
  return (
    (network.ttftBase[cell] as number) +
    (network.prefill[cell] as number) * inputTokens +
    (network.tpot[cell] as number) * tokens +
    (network.verify[cell] as number)
  );
}

/** Whether an operator meets the class's latency targets when the request waits `wait` seconds for a place. */
export function isInTime(
  network: Network,
  cell: number,
  classIndex: number,
  inputTokens: number,
  wait: number,
): boolean {
  return (
    wait + (network.ttftBase[cell] as number) + (network.prefill[cell] as number) * inputTokens <=
      (network.ttftTarget[classIndex] as number) &&
    (network.tpot[cell] as number) <= (network.tpotTarget[classIndex] as number)
  );
}

/** Whether the operator's response to the request with this key verifies. */
export function isVerified(network: Network, cell: number, operator: number, key: number): boolean {
  const faulty = network.faulty[cell] as number;
  return faulty === 0 || drawOf(key, VERIFICATION_DRAW + operator) >= faulty;
}
