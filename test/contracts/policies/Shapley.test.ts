import { expect } from "chai";
import { SEMIVALUE_WORDS } from "../../../scripts/agents/pricing/semivalueNodes.js";
import { quadratureErrorBound, SHARE_UNIT } from "../../../scripts/reference/errorBound.js";
import { newChain } from "../../helpers/chain.js";
import { reliable, SemivalueStand } from "../../helpers/semivalueStand.js";

const connection = await newChain();
const HALF = reliable(500_000_000n);
const QUARTER = reliable(250_000_000n);
const SURE = reliable(999_000_000n);

async function newStand() {
  return SemivalueStand.create(connection, "Shapley");
}

/** Never above the exact share but by rounding, below by the quadrature at most. */
function expectShare(actual: number, exact: number, members: number, what = "share"): void {
  const rounding = (2 * members + 2) * SHARE_UNIT + 2 ** -50;
  expect(actual, what).to.be.within(exact - rounding - quadratureErrorBound(members), exact + rounding);
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

describe("Shapley on chain", () => {
  it("holds the nodes and weights that the reference recomputes", async () => {
    const { policy } = await newStand();
    const [nodes, weights]: [bigint[], bigint[]] = await policy.getFunction("quadrature")();
    expect(nodes.map((node, m) => (node << 64n) | (weights[m] ?? 0n))).to.deep.equal(SEMIVALUE_WORDS.Shapley);
  });

  describe("given hand-worked sequences", () => {
    it("Ann p = 1/2 alone > 1/2; Bob p = 1/4 joins > 7/16, 3/16; Cyd p = 1/2 joins > 1/3, 7/48, 1/3", async () => {
      const stand = await newStand();
      await stand.join(HALF);
      expectShare((await stand.shares())[0] ?? 0, 1 / 2, 1);
      await stand.join(QUARTER);
      const two = await stand.shares();
      for (const [i, exact] of [7 / 16, 3 / 16].entries()) expectShare(two[i] ?? 0, exact, 2);
      // Ann: others up 0, 1, 2 with 3/8, 4/8, 1/8; 1/2 (3/8 + 1/2 4/8 + 1/3 1/8) = 1/3. Bob: 1/4 (1/4 + 1/2 1/2 + 1/3 1/4) = 7/48.
      await stand.join(HALF);
      const three = await stand.shares();
      for (const [i, exact] of [1 / 3, 7 / 48, 1 / 3].entries()) expectShare(three[i] ?? 0, exact, 3);
    });

    it("Bob leaves again > Ann is paid what she was before, to the last bit", async () => {
      const stand = await newStand();
      await stand.join(HALF);
      const alone = await stand.shares([0]);
      await stand.join(QUARTER);
      await stand.change(1);
      expect(await stand.shares([0])).to.deep.equal(alone);
    });
  });

  describe("given members that are all nearly always up", () => {
    it("n of them > 1/n each, together all of the class, and never more than it", async () => {
      const stand = await newStand();
      for (let n = 1; n <= 40; n++) {
        await stand.join(SURE);
        const all = 1 - 0.001 ** n;
        const [first = 0, last = 0] = await stand.shares([0, n - 1]);
        expectShare(first, all / n, n, `${n}`);
        expect(last, `${n}`).to.be.within(first * (1 - 1e-15), first * (1 + 1e-15));
        // R rounds up to 2^-32 of the weight and never passes it: the backstop stays off.
        expect(await stand.earnedShare(), `${n}`).to.be.within(all - 1e-9 - n * quadratureErrorBound(n), 1);
      }
      const engaged = await stand.policy.queryFilter(stand.policy.getEvent("BackstopEngaged"));
      expect(engaged).to.have.length(0);
    });
  });

  describe("attacks", () => {
    it("one operator with p = 0.9 as c identities beside one rival with p = 0.9 > takes 1/2, 2/3, 3/4 ... of what both were paid", async () => {
      const stand = await newStand();
      const rival = reliable(900_000_000n);
      await stand.join(rival, rival);
      const honest = (await stand.shares([0]))[0] ?? 0;
      expectShare(honest, 0.495, 2);
      for (let c = 2; c <= 8; c++) {
        await stand.join(rival);
        const shares = await stand.shares();
        const own = sum(shares.slice(1));
        expectShare(shares[0] ?? 0, (1 - 0.1 ** (c + 1)) / (c + 1), c + 1, `${c}`);
        // A copy that shares one machine adds nothing to coverage and 30% and more to its owner's pay.
        expect(own, `${c}`).to.be.above(honest * 1.3);
      }
    });

    it("splitting capacity x into c parts of x/c (u = 1 in effect) > also gains: 33% by two, beside two rivals", async () => {
      const stand = await newStand();
      const whole = { u: 999_000_000n, x: 4_000_000_000n };
      await stand.join(whole, whole, whole);
      const honest = (await stand.shares([2]))[0] ?? 0;
      await stand.change(2, { ...whole, x: 2_000_000_000n });
      await stand.join({ ...whole, x: 2_000_000_000n });
      const gain = sum(await stand.shares([2, 3])) / honest;
      expect(gain).to.be.within(1.25, 1.4);
    });

    it("the n-th copy of an operator > each is paid less than the one before, all together never more than the class", async () => {
      const stand = await newStand();
      let before = 1;
      for (let n = 1; n <= 12; n++) {
        await stand.join(HALF);
        const [share = 0] = await stand.shares([n - 1]);
        expect(share).to.be.below(before);
        before = share;
        expect(share * n).to.be.below(1 - 0.5 ** n);
      }
    });
  });

  it("the first join of a class, which writes every word for the first time > within what a listener may use", async () => {
    const stand = await newStand();
    const first = await stand.join(HALF);
    expect(first).to.be.below(600_000);
    expect(await stand.join(HALF), "the second").to.be.below(first / 2);
  });

  describe("given 10,000 members", () => {
    it("p = 0.01 each > all together are paid 1 - 0.99^n; join, change and claim cost what they cost among ten", async () => {
      const stand = await newStand();
      const service = reliable(10_000_000n);
      await stand.joinAlike(9, service);
      const few = await costs(stand, service);
      await stand.joinAlike(40, service);
      await stand.multiply(200n);
      const many = await costs(stand, service);
      few.forEach((gas, i) => {
        expect((many[i] ?? 0) / gas, `${gas} and ${many[i]}`).to.be.within(0.98, 1.02);
      });
      // 200 times 50, one that came and went, and the one of `costs`.
      const n = 10_001;
      const exact = (1 - 0.99 ** n) / n;
      const [share = 0] = await stand.shares([0]);
      expectShare(share, exact, n);
      expect(share / exact).to.be.within(1 - 1e-6, 1);
      expect(await stand.earnedShare()).to.be.within(1 - 1e-6, 1);
    });

    it("p = 0.999 each > 8.75% of the class stay unpaid, which is the worst of all", async () => {
      const stand = await newStand();
      await stand.joinAlike(10, SURE);
      await stand.multiply(1_000n);
      const [share = 0] = await stand.shares([0]);
      expectShare(share, 1e-4, 10_000);
      expect(share * 10_000).to.be.within(0.912, 0.913);
      expect(await stand.earnedShare()).to.be.within(0.912, 0.913);
    });
  });
});

/** {gas} Of a join, a change and a claim. */
async function costs(stand: SemivalueStand, service: typeof HALF): Promise<number[]> {
  const [join, change] = [await stand.join(service), await stand.change(3, HALF)];
  await stand.change(3, service);
  await stand.shares([]);
  return [join, change, await stand.claim(3)];
}
