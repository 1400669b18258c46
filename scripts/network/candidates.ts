import { FIT, type Network } from "./network.js";

/** The operators that fit each class: those of class c are `list[first[c]]` to `list[first[c + 1] - 1]`, ascending. */
export interface Candidates {
  readonly first: Int32Array;
  readonly list: Int32Array;
}

/** @example candidatesOf(network) */
export function candidatesOf(network: Network): Candidates {
  const { operators, classes, fit } = network;
  const first = new Int32Array(classes + 1);
  const list: number[] = [];
  for (let c = 0; c < classes; c++) {
    for (let operator = 0; operator < operators; operator++) {
      if (fit[operator * classes + c] === FIT.fits) list.push(operator);
    }
    first[c + 1] = list.length;
  }
  return { first, list: Int32Array.from(list) };
}
