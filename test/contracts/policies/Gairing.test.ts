import { expect } from "chai";
import { SEMIVALUE_WORDS } from "../../../scripts/agents/pricing/semivalueNodes.js";
import { quadratureErrorBound, SHARE_UNIT } from "../../../scripts/reference/errorBound.js";
import { Exact, ONE, ZERO } from "../../../scripts/reference/exact.js";
import { newChain } from "../../helpers/chain.js";
import { reliable, SemivalueStand } from "../../helpers/semivalueStand.js";

const connection = await newChain();
const SURE = reliable(999_000_000n);
const E = ONE.exp();

async function newStand() {
  return SemivalueStand.create(connection, "Gairing");
}

/** The series of the rule's definition, term by term: 1/(e - 1) sum over j of (k-1)!/(k+j)!. */
function series(k: number): number {
  let sum = ZERO;
  for (let j = 0; j < 40; j++) sum = sum.plus(factorial(k - 1).div(factorial(k + j)));
  return sum.div(E.minus(1)).toNumber();
}

function factorial(n: number) {
  let product = new Exact(1);
  for (let i = 2; i <= n; i++) product = product.times(i);
  return product;
}

/** What one of `n` members with `p` each is paid in the mean: p times f(1 + how many of the others are up). */
function expected(n: number, p: number): number {
  let sum = 0;
  let ways = 1;
  for (let up = 0; up < n; up++) {
    sum += ways * p ** up * (1 - p) ** (n - 1 - up) * series(up + 1);
    ways = (ways * (n - 1 - up)) / (up + 1);
  }
  return p * sum;
}

describe("Gairing on chain", () => {
  it("holds the nodes and weights that the reference recomputes", async () => {
    const { policy } = await newStand();
    const [nodes, weights]: [bigint[], bigint[]] = await policy.getFunction("quadrature")();
    expect(nodes.map((node, m) => (node << 64n) | (weights[m] ?? 0n))).to.deep.equal(SEMIVALUE_WORDS.Gairing);
  });

  it("given n members that are nearly always up > each is paid the series f(k) in the mean, f(1) = 1, f(2) = 0.418", async () => {
    const stand = await newStand();
    expect(series(1)).to.be.within(1 - 1e-15, 1 + 1e-15);
    expect(series(2)).to.be.within(0.418, 0.4181);
    for (let n = 1; n <= 20; n++) {
      await stand.join(SURE);
      const [share = 0] = await stand.shares([0]);
      const exact = expected(n, 0.999);
      const rounding = (2 * n + 2) * SHARE_UNIT + 1e-14;
      expect(share, `${n}`).to.be.within(exact - rounding - quadratureErrorBound(n), exact + rounding);
      // f(n) itself is as near as 0.1% of failures let it come.
      expect(share / series(n), `${n}`).to.be.within(0.998, 1.002);
    }
  });

  it("given n members > leaves 0.1%, 16%, 24% ... of the class unpaid, up to 42%: visible as what is not owed", async () => {
    const stand = await newStand();
    const left: number[] = [];
    for (let n = 1; n <= 10; n++) {
      await stand.join(SURE);
      const paid = (await stand.shares()).reduce((all, share) => all + share, 0);
      expect(await stand.earnedShare()).to.be.within(paid - 1e-15, paid + 1e-9);
      left.push(1 - paid);
    }
    expect(left[0]).to.be.within(0.000_999, 0.001_001);
    expect(left[1]).to.be.within(0.163, 0.165);
    expect(left[9]).to.be.within(0.36, 0.361);
    await stand.multiply(100n);
    const [share = 0] = await stand.shares([0]);
    expect(1 - 1_000 * share).to.be.within(0.417, 0.419);
  });

  it("given one operator as two identities beside one rival > gains less than under equal shares: 1.21 times, not 1.33", async () => {
    const stand = await newStand();
    await stand.join(SURE, SURE);
    const [honest = 0] = await stand.shares([0]);
    await stand.join(SURE);
    const [a = 0, b = 0] = await stand.shares([0, 1]);
    // 2 f(3) / f(2) = 2 (2e - 5) / (e - 2) = 1.2155
    expect((a + b) / honest).to.be.within(1.214, 1.217);
  });
});
