import { FIT, type Network } from "./network.js";

/** Sets of operators as bits, 32 to a word: who is up, who has a place, who fits which class how far. */
export class OperatorSets {
  readonly words: number;
  readonly up: Int32Array;
  readonly hasPlace: Int32Array;
  /** Per class: those that have a model; also the hardware; also are in time; also offer the mode. */
  readonly withModel: Int32Array;
  readonly withHardware: Int32Array;
  readonly inTime: Int32Array;
  readonly fitting: Int32Array;

  /** All operators up and with a place, but `absent`, which is in no set. */
  constructor(network: Network, absent: number) {
    const { operators, classes, fit } = network;
    this.words = (operators + 31) >> 5;
    this.up = new Int32Array(this.words);
    this.hasPlace = new Int32Array(this.words);
    this.withModel = new Int32Array(classes * this.words);
    this.withHardware = new Int32Array(classes * this.words);
    this.inTime = new Int32Array(classes * this.words);
    this.fitting = new Int32Array(classes * this.words);
    for (let operator = 0; operator < operators; operator++) {
      if (operator === absent) continue;
      add(this.up, 0, operator);
      add(this.hasPlace, 0, operator);
      for (let c = 0; c < classes; c++) {
        const how = fit[operator * classes + c] as number;
        if (how >= FIT.incompatibleHardware) add(this.withModel, c * this.words, operator);
        if (how >= FIT.tooSlow) add(this.withHardware, c * this.words, operator);
        if (how >= FIT.unverified) add(this.inTime, c * this.words, operator);
        if (how === FIT.fits) add(this.fitting, c * this.words, operator);
      }
    }
  }

  /** Puts an operator into a set or takes it out. */
  set(which: Int32Array, operator: number, isMember: boolean): void {
    const word = operator >> 5;
    const bit = 1 << (operator & 31);
    which[word] = isMember ? (which[word] as number) | bit : (which[word] as number) & ~bit;
  }

  /** Whether anyone who is up is in the class's set. */
  anyUp(which: Int32Array, classIndex: number): boolean {
    for (let word = 0; word < this.words; word++) {
      if (((which[classIndex * this.words + word] as number) & (this.up[word] as number)) !== 0) return true;
    }
    return false;
  }

  /** Whether anyone who is up and has a place is in the class's set. */
  anyFree(which: Int32Array, classIndex: number): boolean {
    for (let word = 0; word < this.words; word++) {
      if (((which[classIndex * this.words + word] as number) & this.freeWord(word)) !== 0) return true;
    }
    return false;
  }

  /** Those of word `word` who are up and have a place. */
  freeWord(word: number): number {
    return (this.up[word] as number) & (this.hasPlace[word] as number);
  }
}

function add(bits: Int32Array, offset: number, operator: number): void {
  const index = offset + (operator >> 5);
  bits[index] = (bits[index] as number) | (1 << (operator & 31));
}
