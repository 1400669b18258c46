// Fits the success curves of data/curves.json again: node --import tsx scripts/workloads/tabulateCurves.ts (minutes)
import { writeFileSync } from "node:fs";
import { type CurveFile, LOAD_STEP } from "./curveOfLoad.js";
import { fitSuccessCurve } from "./fitSuccessCurve.js";

/** 0.009 to 808 Erlangs. */
const [LEAST, MOST] = [-21, 30];

const file: CurveFile = {};
for (const layers of [2, 3, 4] as const) {
  const rows: CurveFile[string] = {};
  for (let power = LEAST; power <= MOST; power++) {
    const { curve } = fitSuccessCurve({ load: LOAD_STEP ** power, layers });
    rows[power] = { kappas: curve.kappas.map(String), alphas: curve.alphas.map(String) };
  }
  file[layers] = rows;
}
writeFileSync(new URL("../../data/curves.json", import.meta.url), `${JSON.stringify(file, null, 1)}\n`);
