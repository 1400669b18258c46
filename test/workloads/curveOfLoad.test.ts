import { expect } from "chai";
import { acceptedCurve } from "../../scripts/reference/acceptedCurve.js";
import { type CurveFile, curveOfLoad, LOAD_STEP } from "../../scripts/workloads/curveOfLoad.js";
import { fitSuccessCurve } from "../../scripts/workloads/fitSuccessCurve.js";
import { readData } from "../../scripts/workloads/readData.js";
import { curveValue } from "../../scripts/workloads/successCurve.js";

/** Largest difference of two curves up to three times the capacity needed. */
function distance(a: Parameters<typeof curveValue>[0], b: Parameters<typeof curveValue>[0]): number {
  return Math.max(
    ...Array.from({ length: 31 }, (_, step) => Math.abs(curveValue(a, step / 10) - curveValue(b, step / 10))),
  );
}

describe("curveOfLoad", () => {
  it("is the fit of the nearest load of the table: powers 9.6 and 10.4 of the step are taken as 10", () => {
    const { curve } = fitSuccessCurve({ load: LOAD_STEP ** 10, layers: 1 });
    expect(curveOfLoad({ load: LOAD_STEP ** 10.4, layers: 1 })).to.deep.equal(curve);
    expect(curveOfLoad({ load: LOAD_STEP ** 9.6, layers: 1 })).to.deep.equal(curve);
    expect(curveOfLoad({ load: LOAD_STEP ** 10.6, layers: 1 })).to.not.deep.equal(curve);
  });

  it("tells no load from 0.01 Erlangs", () => {
    expect(curveOfLoad({ load: 0, layers: 1 })).to.equal(curveOfLoad({ load: 0.01, layers: 1 }));
  });

  it("tabulates what the fit gives, within 0.000001 of success", () => {
    for (const [power, layers] of [
      [-5, 2],
      [10, 2],
      [15, 3],
      [20, 4],
    ] as const) {
      const load = LOAD_STEP ** power;
      expect(distance(curveOfLoad({ load, layers }), fitSuccessCurve({ load, layers }).curve)).to.be.below(1e-6);
    }
  });

  it("tabulates curves that the ledger accepts: 52 loads of 2, 3 and 4 layers at most", () => {
    const file = readData<CurveFile>("curves.json");
    expect(Object.keys(file)).to.deep.equal(["2", "3", "4"]);
    for (const [layers, rows] of Object.entries(file)) {
      expect(Object.keys(rows)).to.have.length(52);
      for (const { kappas, alphas } of Object.values(rows)) {
        expect(kappas.length).to.be.at.most(Number(layers));
        expect(acceptedCurve({ kappas: kappas.map(BigInt), alphas: alphas.map(BigInt) })).to.equal(true);
      }
    }
  });
});
