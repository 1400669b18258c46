import { expect } from "chai";
import { Decimal } from "decimal.js";
import hre from "hardhat";
import { type RandomStream, randomStream } from "../../../scripts/common/random.js";
import { type LibraryHarness, LibraryHarness__factory } from "../../../typechain-types/index.js";

// The oracle: decimal.js at 60 digits, which shares nothing with the contracts' arithmetic.
const Exact = Decimal.clone({ precision: 60, toExpNeg: -1000, toExpPos: 1000 });
const exact = (value: bigint): Decimal => new Exact(value.toString());
const WAD = new Exact(10).pow(18);
const X120 = new Exact(2).pow(120);
const X56 = new Exact(2).pow(56);
const BILLION = new Exact(10).pow(9);

const POINTS = process.env.BREADTH_DEEP === "1" ? 40_000 : 4_000;
const CHUNK = 500;

/** Uniform over `bits` bits. */
const randomBits = (random: RandomStream, bits: number): bigint => {
  let value = 0n;
  for (let done = 0; done < bits; done += 32) value = (value << 32n) | BigInt(random.below(4_294_967_296));
  return value & ((1n << BigInt(bits)) - 1n);
};

/** Uniform in the number of bits, so that every magnitude below 2^bits is tried. */
const anyMagnitude = (random: RandomStream, bits: number): bigint => randomBits(random, 1 + random.below(bits));

const points = <T>(name: string, extremes: readonly T[], draw: (random: RandomStream) => T): T[] => {
  const random = randomStream(1, `coverageMath/${name}`);
  return [...extremes, ...Array.from({ length: POINTS }, () => draw(random))];
};

/** Calls with a chunk of the inputs at a time, and hands every input with its place in the outputs to `check`. */
async function inChunks<T>(inputs: readonly T[], call: (chunk: T[]) => Promise<(input: T, place: number) => void>) {
  for (let start = 0; start < inputs.length; start += CHUNK) {
    const chunk = inputs.slice(start, start + CHUNK);
    const check = await call(chunk);
    chunk.forEach(check);
  }
}

const at = (values: readonly bigint[], place: number): bigint => {
  const value = values[place];
  if (value === undefined) throw new RangeError(`no value at ${place}`);
  return value;
};

const reliability = (random: RandomStream): bigint =>
  random.below(8) === 0 ? random.pick([0n, 1n, 500_000_000n, 999_000_000n]) : BigInt(random.below(999_000_001));
const availability = (random: RandomStream): bigint =>
  random.below(8) === 0 ? random.pick([1n, 999_900_000n]) : BigInt(1 + random.below(999_900_000));

describe("CoverageMath", () => {
  let math: LibraryHarness;

  before(async () => {
    const { ethers } = await hre.network.create();
    const [deployer] = await ethers.getSigners();
    math = await new LibraryHarness__factory(deployer).deploy();
  });

  describe("expNeg", () => {
    it("errs by less than 2.8e-19 of the value and one unit of 2^-120, and is exact at both ends", async () => {
      const extremes = [0n, 1n, 2n, 10n ** 18n, 83n * 10n ** 18n, 84n * 10n ** 18n, 84n * 10n ** 18n + 1n, 2n ** 104n];
      const inputs = points("exp", extremes, (random) =>
        random.below(2) === 0 ? anyMagnitude(random, 67) : randomBits(random, 64) * 5n,
      );
      await inChunks(inputs, async (chunk) => {
        const outputs = await math.expNeg(chunk);
        return (x, place) => {
          const expected = exact(x).div(WAD).neg().exp().mul(X120);
          const error = exact(at(outputs, place)).minus(expected).abs();
          expect(error.lte(expected.mul("2.8e-19").plus(1)), `e^-${x} wad is off by ${error}`).to.equal(true);
        };
      });
      expect(await math.expNeg([0n, 84n * 10n ** 18n + 1n])).to.deep.equal([2n ** 120n, 0n]);
    });
  });

  describe("lnNeg", () => {
    it("errs by less than 1.4e-18, is never negative and 0 at 1", async () => {
      const extremes = [1n, 2n, 2n ** 60n, 2n ** 119n, 2n ** 120n - 1n, 2n ** 120n - 2n ** 60n, 2n ** 120n];
      const inputs = points("ln", extremes, (random) =>
        random.below(2) === 0 ? 1n + anyMagnitude(random, 120) : 2n ** 120n - anyMagnitude(random, 119),
      );
      await inChunks(inputs, async (chunk) => {
        const outputs: bigint[] = await math.lnNeg(chunk);
        return (y, place) => {
          const expected = exact(y).div(X120).ln().neg().mul(WAD);
          const error = exact(at(outputs, place)).minus(expected).abs();
          expect(error.lte("1.4"), `-ln(${y} / 2^120) is off by ${error} wad`).to.equal(true);
        };
      });
      expect(await math.lnNeg([2n ** 120n])).to.deep.equal([0n]);
    });
  });

  describe("success, lnFailure, odds", () => {
    it("p is short of u (1 - e^(-kappa x)) by less than 1.1 units of 2^-56, never above it by 0.1; its logarithm and odds follow", async () => {
      const most = { u: 999_000_000n, x: 2n ** 64n - 1n, kappa: 10n ** 12n };
      const extremes = [0n, 1n, most.u].flatMap((u) =>
        [0n, 1n, 10n ** 9n, most.x].flatMap((x) => [1n, 10n ** 9n, most.kappa].map((kappa) => [u, x, kappa])),
      );
      const inputs = points("member", extremes, (random) => [
        reliability(random),
        anyMagnitude(random, 64),
        1n + anyMagnitude(random, 40) / 2n,
      ]);
      await inChunks(inputs, async (chunk) => {
        const { p, lnQ, odds } = await math.member(
          chunk.map(([u = 0n, x = 0n, kappa = 0n]) => [u, x, kappa] as [bigint, bigint, bigint]),
        );
        return ([u, x, kappa], place) => {
          const served = new Exact(1).minus(
            exact((kappa ?? 0n) * (x ?? 0n))
              .div(WAD)
              .neg()
              .exp(),
          );
          const expected = exact(u ?? 0n)
            .div(BILLION)
            .mul(served)
            .mul(X56);
          const known: bigint = at(p, place);
          const short = expected.minus(exact(known));
          expect(short.lt("1.1") && short.gt("-0.1"), `p of ${u}, ${x}, ${kappa} is short by ${short}`).to.equal(true);
          const failure = new Exact(1).minus(exact(known).div(X56));
          const off = exact(at(lnQ, place)).minus(failure.ln().neg().mul(WAD)).abs();
          expect(off.lte("1.4"), `-ln(1 - p) is off by ${off} wad`).to.equal(true);
          expect(at(odds, place)).to.equal((known << 56n) / (2n ** 56n - known));
          expect(at(odds, place) <= 999n << 56n, "odds of at most 999").to.equal(true);
        };
      });
    });
  });

  describe("failure, price", () => {
    it("f is 1 - r (1 - Q) with Q within expNeg's bound, at least 1e-4; b is r Q / f rounded down, at most r", async () => {
      const extremes = [0n, 1n, 84n * 10n ** 18n, 2n ** 88n - 1n].flatMap((lnQ) =>
        [1n, 500_000_000n, 999_900_000n].map((r) => [lnQ, r]),
      );
      const inputs = points("domain", extremes, (random) => [anyMagnitude(random, 70), availability(random)]);
      await inChunks(inputs, async (chunk) => {
        const { q, f, b } = await math.domain(chunk.map(([lnQ = 0n, r = 0n]) => [lnQ, r] as [bigint, bigint]));
        return ([lnQ, r], place) => {
          const share = exact(r ?? 0n).div(BILLION);
          const expectedQ = exact(lnQ ?? 0n)
            .div(WAD)
            .neg()
            .exp()
            .mul(X120);
          expect(exact(at(q, place)).minus(expectedQ).abs().lte(expectedQ.mul("2.8e-19").plus(1))).to.equal(true);
          // Given Q, f rounds up by less than one unit and b down by less than one unit and one of r Q.
          const f1 = X120.minus(share.mul(X120.minus(exact(at(q, place)))));
          const overF = exact(at(f, place)).minus(f1);
          expect(overF.gte(0) && overF.lt(1), `f is off by ${overF}`).to.equal(true);
          expect(at(f, place) * 10_000n >= 2n ** 120n, "f of at least 1e-4").to.equal(true);
          const expectedB = share
            .mul(exact(at(q, place)))
            .mul(X120)
            .div(exact(at(f, place)));
          const shortB = expectedB.minus(exact(at(b, place)));
          expect(shortB.gte(0) && shortB.lte(10_001), `b is short by ${shortB}`).to.equal(true);
          expect(at(b, place) * 10n ** 9n <= (r ?? 0n) << 120n, "b of at most r").to.equal(true);
        };
      });
    });
  });

  describe("layerWeight", () => {
    it("errs by less than 2.8e-19 of the value, |alpha| units of 2^-88 and one more", async () => {
      const most = 32n * 10n ** 9n;
      const inputs = points(
        "layer",
        [-most, -1n, 0n, 1n, 10n ** 9n, most].flatMap((alpha) =>
          [0n, 1n, 84n * 10n ** 18n].map((lnM) => ({ alpha, lnM })),
        ),
        (random) => ({ alpha: BigInt(random.below(4_294_967_296)) * 15n - most, lnM: anyMagnitude(random, 67) }),
      );
      await inChunks(inputs, async (chunk) => {
        const outputs: bigint[] = await math.layerWeight(
          chunk.map(({ alpha }) => alpha),
          chunk.map(({ lnM }) => lnM),
        );
        return ({ alpha, lnM }, place) => {
          const share = exact(alpha).div(BILLION);
          const expected = share.mul(exact(lnM).div(WAD).neg().exp()).mul(new Exact(2).pow(88));
          const error = exact(at(outputs, place)).minus(expected).abs();
          const bound = expected.abs().mul("2.8e-19").plus(share.abs().mul("1.0001")).plus(1);
          expect(error.lte(bound), `${alpha} e^-${lnM} is off by ${error}`).to.equal(true);
        };
      });
    });
  });

  describe("term, scaled", () => {
    it("term is b O rounded up, and scaled is value b rounded down, exactly", async () => {
      const b = (random: RandomStream): bigint => anyMagnitude(random, 120) % (2n ** 120n - 2n ** 106n);
      const inputs = points(
        "term",
        [
          { b: 0n, odds: 0n, value: 0n },
          { b: 2n ** 120n - 2n ** 106n, odds: 2n ** 96n - 1n, value: -(2n ** 133n) },
          { b: 1n, odds: 1n, value: -1n },
        ],
        (random) => ({
          b: b(random),
          odds: anyMagnitude(random, 96),
          value: anyMagnitude(random, 134) - anyMagnitude(random, 134),
        }),
      );
      await inChunks(inputs, async (chunk) => {
        const bs = chunk.map((input) => input.b);
        const terms: bigint[] = await math.term(
          bs,
          chunk.map(({ odds }) => odds),
        );
        const scaled: bigint[] = await math.scaled(
          chunk.map(({ value }) => value),
          bs,
        );
        return ({ b: price, odds, value }, place) => {
          const product = price * odds;
          expect(at(terms, place)).to.equal(product / 2n ** 146n + (product % 2n ** 146n === 0n ? 0n : 1n));
          const floor = new Exact((value * price).toString()).div(X120).floor();
          expect(at(scaled, place)).to.equal(BigInt(floor.toFixed(0)));
        };
      });
    });
  });
});
