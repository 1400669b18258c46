import type { Network } from "./network.js";
import type { OperatorSets } from "./operatorSets.js";
import { isInTime } from "./serviceOutcome.js";
import type { Tally } from "./tally.js";

/** Cells of the operators able to serve the current request; as many as there can be operators. */
const able = new Int32Array(65_536);

/**
 * Counts in the tally which operators could have served a request at this moment: they fit its class, are up, have a
 * place, and would be in time.
 *
 * @example recordAble({ network, sets, tally, classIndex: 3, inputTokens: 500 })
 */
export function recordAble(parameters: {
  network: Network;
  sets: OperatorSets;
  tally: Tally;
  classIndex: number;
  inputTokens: number;
}): void {
  const { network, sets, tally, classIndex, inputTokens } = parameters;
  const { operators, classes } = network;
  const { shapley, pivotal, ableCount } = tally;
  let count = 0;
  for (let word = 0; word < sets.words; word++) {
    let bits = (sets.fitting[classIndex * sets.words + word] as number) & sets.freeWord(word);
    while (bits !== 0) {
      const cell = ((word << 5) + 31 - Math.clz32(bits & -bits)) * classes + classIndex;
      bits &= bits - 1;
      if (isInTime(network, cell, classIndex, inputTokens, 0)) able[count++] = cell;
    }
  }
  const bin = classIndex * (operators + 1) + count;
  ableCount[bin] = (ableCount[bin] as number) + 1;
  if (count === 1) {
    const only = able[0] as number;
    pivotal[only] = (pivotal[only] as number) + 1;
  }
  const part = 1 / count;
  for (let k = 0; k < count; k++) {
    const cell = able[k] as number;
    shapley[cell] = (shapley[cell] as number) + part;
  }
}
