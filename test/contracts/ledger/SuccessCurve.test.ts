import { expect } from "chai";
import fc from "fast-check";
import { SuccessCurve__factory } from "../../../typechain-types/factories/contracts/libraries/index.js";
import { newChain } from "../../helpers/chain.js";
import { BILLION, newWorld } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const curveErrors = { interface: SuccessCurve__factory.createInterface() };
const MAX = 1_000n * BILLION;

async function fixture() {
  const world = await newWorld(connection);
  await world.addClass({ kappas: [BILLION, 2n * BILLION], alphas: [BILLION, 0n] });
  return { world, ledger: world.system.ledger };
}

interface Curve {
  readonly kappas: readonly bigint[];
  readonly alphas: readonly bigint[];
}

/** h(X) = sum of alpha kappa^2 e^(-kappa X) = -S''(X), in plain floating point. */
function curvature({ kappas, alphas }: Curve, point: number): number {
  return kappas.reduce((sum, each, m) => {
    const kappa = Number(each) / 1e9;
    return sum + (Number(alphas[m]) / 1e9) * kappa ** 2 * Math.exp(-kappa * point);
  }, 0);
}

const THREE_KAPPAS = [BILLION, 2n * BILLION, 3n * BILLION];
/** c = (2, -3, 3/2): its partial sums fall to -1, its nested sums never below 0. With y = e^-X, h = y (2 - 3y + 3/2 y^2). */
const NESTED = { kappas: THREE_KAPPAS, alphas: [1_411_764_707n, -529_411_765n, 117_647_058n] };
/** c = (1, -3/2, 4): h = y (1 - 3/2 y + 4 y^2) is above 0, but neither test can show it. */
const UNPROVED = { kappas: THREE_KAPPAS, alphas: [935_064_935n, -350_649_351n, 415_584_416n] };

describe("SuccessCurve, as the ledger accepts it", () => {
  const refused: readonly [title: string, curve: Curve, error: string, args: readonly unknown[]][] = [
    ["no layer", { kappas: [], alphas: [] }, "CurveLayersInvalid", [0, 0]],
    ["five layers", { kappas: [1n, 2n, 3n, 4n, 5n], alphas: [BILLION, 0n, 0n, 0n, 0n] }, "CurveLayersInvalid", [5, 5]],
    ["an alpha too few", { kappas: [1n, 2n], alphas: [BILLION] }, "CurveLayersInvalid", [2, 1]],
    ["a kappa of 0", { kappas: [0n], alphas: [BILLION] }, "CurveKappaInvalid", [0, 0n]],
    ["a kappa above 1,000", { kappas: [MAX + 1n], alphas: [BILLION] }, "CurveKappaInvalid", [0, MAX + 1n]],
    ["a kappa of 2^64 - 1", { kappas: [2n ** 64n - 1n], alphas: [BILLION] }, "CurveKappaInvalid", [0, 2n ** 64n - 1n]],
    ["equal kappas", { kappas: [5n, 5n], alphas: [BILLION, 0n] }, "CurveKappaInvalid", [1, 5n]],
    ["descending kappas", { kappas: [5n, 4n], alphas: [BILLION, 0n] }, "CurveKappaInvalid", [1, 4n]],
    [
      "an alpha above 32",
      { kappas: [1n, 2n], alphas: [32n * BILLION + 1n, -31n * BILLION - 1n] },
      "CurveAlphaTooLarge",
      [0, 32n * BILLION + 1n],
    ],
    [
      "an alpha below -32",
      { kappas: [1n, 2n], alphas: [BILLION, -(2n ** 39n)] },
      "CurveAlphaTooLarge",
      [1, -(2n ** 39n)],
    ],
    ["a sum above 1", { kappas: [BILLION], alphas: [BILLION + 1n] }, "CurveSumInvalid", [BILLION + 1n]],
    ["a sum of 0", { kappas: [1n, 2n], alphas: [BILLION, -BILLION] }, "CurveSumInvalid", [0n]],
    [
      "a first layer that falls",
      { kappas: [BILLION, 2n * BILLION], alphas: [-1n, BILLION + 1n] },
      "CurveNotConcave",
      [0, -(BILLION ** 2n)],
    ],
  ];
  for (const [title, { kappas, alphas }, error, args] of refused) {
    it(`given ${title} > reverts with ${error}`, async () => {
      const { world, ledger } = await loadFixture(fixture);
      const curve = { kappas: [...kappas], alphas: [...alphas] };
      await expect(world.do(() => ledger.addClass(curve, 1)))
        .to.be.revertedWithCustomError(curveErrors, error)
        .withArgs(...args);
      expect(await ledger.classCount()).to.equal(1n);
    });
  }

  it("given the edge of concavity, S = 1 - 4/3 e^-X + 1/3 e^-2X > accepted; one billionth beyond > not", async () => {
    const { world, ledger } = await loadFixture(fixture);
    const kappas = [BILLION, 2n * BILLION];
    await world.do(() => ledger.addClass({ kappas, alphas: [1_333_333_333n, -333_333_333n] }, 1));
    await expect(
      world.do(() => ledger.addClass({ kappas, alphas: [1_333_333_334n, -333_333_334n] }, 1)),
    ).to.be.revertedWithCustomError(curveErrors, "CurveNotConcave");
  });

  it("given a good curve whose partial sums fall below 0 > accepted by its nested sums", async () => {
    const { world, ledger } = await loadFixture(fixture);
    await world.do(() => ledger.addClass(NESTED, 1));
    expect(await ledger.classCount()).to.equal(2n);
    for (let point = 0; point < 20; point += 0.01) expect(curvature(NESTED, point)).to.be.at.least(0);
  });

  it("given a good curve that neither test can show > refused: the check errs on the safe side", async () => {
    const { world, ledger } = await loadFixture(fixture);
    for (let point = 0; point < 20; point += 0.01) expect(curvature(UNPROVED, point)).to.be.at.least(0);
    await expect(world.do(() => ledger.addClass(UNPROVED, 1))).to.be.revertedWithCustomError(
      curveErrors,
      "CurveNotConcave",
    );
  });

  it("given a convex curve > refused", async () => {
    const { world, ledger } = await loadFixture(fixture);
    const convex = { kappas: [BILLION, 2n * BILLION], alphas: [2n * BILLION, -BILLION] };
    expect(curvature(convex, 0)).to.equal(-2);
    await expect(world.do(() => ledger.addClass(convex, 1)))
      .to.be.revertedWithCustomError(curveErrors, "CurveNotConcave")
      .withArgs(1, -2n * BILLION ** 3n);
  });

  it("given other layer weights > setAlphas holds them to the same test and keeps the old ones if they fail", async () => {
    const { world, ledger } = await loadFixture(fixture);
    await expect(world.do(() => ledger.setAlphas(1, [2n * BILLION, -BILLION]))).to.be.revertedWithCustomError(
      curveErrors,
      "CurveNotConcave",
    );
    await expect(world.do(() => ledger.setAlphas(1, [BILLION]))).to.be.revertedWithCustomError(
      curveErrors,
      "CurveLayersInvalid",
    );
    expect((await ledger.curveOf(1)).alphas).to.deep.equal([BILLION, 0n]);
    await expect(world.do(() => ledger.setAlphas(1, [0n, BILLION])))
      .to.emit(ledger, "AlphasChanged")
      .withArgs(1, [0n, BILLION]);
  });

  it("given any accepted curve > S is increasing and concave on a fine grid", async () => {
    const { ledger } = await loadFixture(fixture);
    const layers = fc.integer({ min: 1, max: 4 });
    const some = layers.chain((count) =>
      fc.record({
        steps: fc.array(fc.bigInt(1n, 5n * BILLION), { minLength: count, maxLength: count }),
        weights: fc.array(fc.bigInt(-3n * BILLION, 3n * BILLION), { minLength: count - 1, maxLength: count - 1 }),
      }),
    );
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(some, async ({ steps, weights }) => {
        let kappa = 0n;
        const kappas = steps.map((step) => {
          kappa += step;
          return kappa;
        });
        const alphas = [BILLION - weights.reduce((sum, each) => sum + each, 0n), ...weights];
        const valid = await ledger.addClass.staticCall({ kappas, alphas }, 1).then(
          () => true,
          () => false,
        );
        if (!valid) return;
        accepted++;
        let slope = 0;
        for (let point = 40; point >= 0; point -= 0.05) {
          const bend = curvature({ kappas, alphas }, point);
          // Floating point of terms up to 3 x 20^2.
          expect(bend, `${kappas} ${alphas} at ${point}`).to.be.at.least(-1e-9);
          slope += bend;
        }
        expect(slope).to.be.at.least(-1e-9);
      }),
      { numRuns: 300 },
    );
    expect(accepted, "curves that were accepted").to.be.above(40);
  });
});
