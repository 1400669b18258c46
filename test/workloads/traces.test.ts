import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { UserError } from "../../scripts/common/errors.js";
import type { Demand } from "../../scripts/workloads/demand.js";
import { openTrace } from "../../scripts/workloads/traces/openTrace.js";
import { servegenWindows } from "../../scripts/workloads/traces/servegenWindows.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";
import { needsSharedData } from "./sharedData.js";

const classes = workloadClasses();

interface Row {
  time: number;
  family: string;
  input: number;
  output: number;
}

async function rowsOf(demand: Demand): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of demand.batches()) {
    for (let row = 0; row < batch.length; row += 1) {
      rows.push({
        time: batch.time[row] ?? -1,
        family: classes[batch.classIndex[row] ?? -1]?.modelFamily ?? "none",
        input: batch.inputTokens[row] ?? -1,
        output: batch.outputTokens[row] ?? -1,
      });
    }
  }
  return rows;
}

/** Message of the error that the promise must end in; only UserError is for the person at the terminal. */
async function userError(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("no error");
}

const AZURE = [
  "TIMESTAMP,ContextTokens,GeneratedTokens",
  "2023-11-16 18:17:03.9799600,4808,10",
  "2023-11-16 18:17:04.0319600,3180,8",
  "2023-11-16 18:18:03.9799600,110,27",
];
const ROWS = [
  "t_ms,category,model,client,input_tokens,output_tokens,reason_ratio,image_count,len_src",
  "2732,language,m-small,5,23,2,,0,pool",
  "2893,language,m-mid,36,151,5,,0,pool",
  "9000,reason,deepseek-r1,3,200,900,0.7,0,client",
  "9001,multimodal,mm-image,3,700,90,,1,client",
];
const BURSTGPT = [
  "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type",
  "5,ChatGPT,472,18,490,Conversation log",
  "45,ChatGPT,1087,0,1087,Conversation log",
  "118,GPT-4,417,276,693,API log",
];
const MOONCAKE = [
  '{"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1, 2]}',
  '{"timestamp": 27482, "input_length": 7319, "output_length": 490, "hash_ids": [0, 14]}',
];
const WINDOWS = [
  "category,model,client,window_start_s,rate_rps,iat_cv,iat_dist,iat_shape,iat_scale_s",
  "language,m-small,0,600,50,2,Gamma,0.25,0.08",
  "language,m-mid,0,0,20,1.5,Weibull,0.7,0.03",
  "language,m-small,0,0,30,1,Gamma,1,0.033",
];

describe("openTrace", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "breadth-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function file(name: string, lines: string[]): string {
    const path = join(folder, name);
    const text = `${lines.join("\n")}\n`;
    writeFileSync(path, name.endsWith(".gz") ? gzipSync(text) : text);
    return path;
  }

  const open = (path: string, more: { thinning?: number; family?: string; seed?: number } = {}) =>
    openTrace({ path, classes, seed: 1, ...more });

  describe("formats", () => {
    it("reads Azure LLM 2023, time from the first row to 100 ns", async () => {
      const rows = await rowsOf(await open(file("azure.csv", AZURE)));
      expect(rows.map(({ family, input, output }) => [family, input, output])).to.deep.equal([
        ["large", 4808, 10],
        ["large", 3180, 8],
        ["large", 110, 27],
      ]);
      expect(rows[0]?.time).to.equal(0);
      expect(rows[1]?.time).to.be.within(0.052 - 1e-9, 0.052 + 1e-9);
      expect(rows[2]?.time).to.be.within(60 - 1e-9, 60 + 1e-9);
    });

    it("reads ServeGen rows with the family of each model", async () => {
      expect(await rowsOf(await open(file("rows.csv", ROWS)))).to.deep.equal([
        { time: 2.732, family: "small", input: 23, output: 2 },
        { time: 2.893, family: "mid", input: 151, output: 5 },
        { time: 9, family: "reason", input: 200, output: 900 },
        { time: 9.001, family: "vision", input: 700, output: 90 },
      ]);
    });

    it("reads BurstGPT and keeps the requests that its service failed", async () => {
      expect(await rowsOf(await open(file("burst.csv", BURSTGPT)))).to.deep.equal([
        { time: 0, family: "mid", input: 472, output: 18 },
        { time: 40, family: "mid", input: 1087, output: 0 },
        { time: 113, family: "large", input: 417, output: 276 },
      ]);
    });

    it("reads Mooncake JSONL", async () => {
      expect(await rowsOf(await open(file("mooncake.jsonl", MOONCAKE)))).to.deep.equal([
        { time: 0, family: "large", input: 6758, output: 500 },
        { time: 27.482, family: "large", input: 7319, output: 490 },
      ]);
    });

    it("reads the same from gzip, with CRLF, and a second time", async () => {
      const plain = await rowsOf(await open(file("rows.csv", ROWS)));
      const zipped = await open(file("rows.csv.gz", ROWS));
      expect(await rowsOf(zipped)).to.deep.equal(plain);
      expect(await rowsOf(zipped)).to.deep.equal(plain);
      const crlf = ROWS.map((line) => `${line}\r`);
      expect(await rowsOf(await open(file("crlf.csv", crlf)))).to.deep.equal(plain);
    });

    it("reads a file larger than one chunk and one batch, line by line", async () => {
      const lines = Array.from({ length: 70_000 }, (_, row) => `${row},language,m-small,5,${row % 1000},2,,0,pool`);
      const rows = await rowsOf(await open(file("long.csv.gz", [ROWS[0] ?? "", ...lines])));
      expect(rows).to.have.length(70_000);
      expect(rows.every(({ time, input }, row) => time === row / 1000 && input === row % 1000)).to.equal(true);
    });

    it("gives every row to the family asked for", async () => {
      const rows = await rowsOf(await open(file("rows.csv", ROWS), { family: "image" }));
      expect(new Set(rows.map(({ family }) => family))).to.deep.equal(new Set(["image"]));
    });

    it("expands ServeGen windows in order of time at the measured rate times the thinning", async () => {
      // (20 + 30) x 600 + 50 x 600 = 60,000 requests; cv of the counts a few percent.
      const rows = await rowsOf(await open(file("windows.csv", WINDOWS)));
      expect(rows.length).to.be.within(58_000, 62_000);
      expect(rows.every(({ time }, index) => time >= (rows[index - 1]?.time ?? 0))).to.equal(true);
      const firstHalf = rows.filter(({ time }) => time < 600);
      expect(firstHalf.filter(({ family }) => family === "small").length).to.be.within(17_300, 18_700);
      const thinned = await rowsOf(await open(file("windows.csv", WINDOWS), { thinning: 0.1 }));
      expect(thinned.length).to.be.within(5_300, 6_700);
    });

    it("assigns classes within the family by share, the same for the same seed", async () => {
      const path = file("windows.csv", WINDOWS);
      const classesOf = async (seed: number): Promise<string> => {
        const found: number[] = [];
        for await (const batch of (await open(path, { thinning: 0.05, seed })).batches())
          found.push(...batch.classIndex);
        return found.join();
      };
      expect(await classesOf(1)).to.equal(await classesOf(1));
      expect(await classesOf(1)).to.not.equal(await classesOf(2));
    });
  });

  describe("malformed input", () => {
    const broken = (lines: string[], line: number, change: (text: string) => string): string[] =>
      lines.map((text, index) => (index + 1 === line ? change(text) : text));
    const errorOf = async (name: string, lines: string[], more = {}): Promise<string> =>
      (await userError(open(file(name, lines), more).then(rowsOf))).replace(folder, "");

    it("is named by file, line and field", async () => {
      expect(
        await errorOf(
          "a.csv",
          broken(AZURE, 3, (text) => text.replace("3180", "many")),
        ),
      ).to.equal('/a.csv:3: field ContextTokens: "many" is not an integer');
      expect(
        await errorOf(
          "b.csv",
          broken(AZURE, 2, (text) => text.replace("2023-11-16", "16.11.2023")),
        ),
      ).to.match(/^\/b.csv:2: field TIMESTAMP: "16.11.2023 18.* is not a time like/);
      expect(
        await errorOf(
          "c.csv",
          broken(ROWS, 4, (text) => text.replace(",900,", ",-900,")),
        ),
      ).to.equal("/c.csv:4: field output_tokens: -900 is outside 0 to Infinity");
      expect(
        await errorOf(
          "d.csv.gz",
          broken(ROWS, 5, () => "9001,multimodal,mm-image"),
        ),
      ).to.equal("/d.csv.gz:5: field input_tokens: missing; the row has 3 of 9 fields");
      expect(
        await errorOf(
          "e.csv",
          broken(BURSTGPT, 4, (text) => text.replace("693", "694")),
        ),
      ).to.equal("/e.csv:4: field Total tokens: 694 is not 417 + 276");
      expect(
        await errorOf(
          "f.jsonl",
          broken(MOONCAKE, 2, (text) => text.replace('"output_length": 490, ', "")),
        ),
      ).to.equal("/f.jsonl:2: field output_length: missing");
      expect(
        await errorOf(
          "g.jsonl",
          broken(MOONCAKE, 2, (text) => text.slice(0, 30)),
        ),
      ).to.equal("/g.jsonl:2: field (row): not a JSON object");
      expect(
        await errorOf(
          "h.jsonl",
          broken(MOONCAKE, 1, (text) => text.replace("[0, 1, 2]", '"0"')),
        ),
      ).to.equal("/h.jsonl:1: field hash_ids: not a list of integers");
      expect(
        await errorOf(
          "i.csv",
          broken(WINDOWS, 3, (text) => text.replace("Weibull", "Pareto")),
        ),
      ).to.equal('/i.csv:3: field iat_dist: "Pareto" is not allowed; allowed: Gamma, Weibull');
    });

    it("includes a row that goes back in time and a model that nothing stands for", async () => {
      expect(
        await errorOf(
          "a.csv",
          broken(ROWS, 3, (text) => text.replace("2893", "1893")),
        ),
      ).to.equal("/a.csv:3: field time: 1.893 s is before the row above (2.732 s)");
      expect(
        await errorOf(
          "b.csv",
          broken(ROWS, 3, (text) => text.replace("m-mid", "m-huge")),
        ),
      ).to.match(/^\/b.csv:3: field model: unknown model "m-huge"; allowed: m-small, m-mid/);
    });

    it("includes an unknown format, an empty or missing file, damaged gzip and a thinning out of range", async () => {
      expect(await errorOf("a.csv", ["time,tokens", "1,2"])).to.equal(
        "/a.csv:1: not a known trace; allowed: Azure LLM 2023, ServeGen rows, BurstGPT, ServeGen windows, Mooncake JSONL",
      );
      writeFileSync(join(folder, "empty.csv"), "");
      expect((await userError(open(join(folder, "empty.csv")))).replace(folder, "")).to.equal(
        "/empty.csv: the file is empty",
      );
      expect((await userError(open(join(folder, "none.csv")))).replace(folder, "")).to.equal("/none.csv: no such file");
      writeFileSync(join(folder, "damaged.csv.gz"), "not gzip");
      expect((await userError(open(join(folder, "damaged.csv.gz")))).replace(folder, "")).to.match(
        /^\/damaged.csv.gz: cannot be read \(incorrect header check\)/,
      );
      expect(await errorOf("rows.csv", ROWS, { thinning: 0 })).to.equal(
        "thinning must be above 0 and at most 1, got 0",
      );
      expect(await errorOf("rows.csv", ROWS, { thinning: 0.5 })).to.equal(
        "/rows.csv: thinning is only for ServeGen window files; rows are read whole",
      );
      expect(await errorOf("rows.csv", ROWS, { family: "huge" })).to.match(/^\/?.*no workload class of family "huge"/);
    });
  });
});

describe("real traces", () => {
  const mean = (rows: Row[], field: "input" | "output"): number =>
    rows.reduce((sum, row) => sum + row[field], 0) / rows.length;

  it("read Azure conversations and code as the shared statistics do", async function () {
    for (const [kind, n, span, input, output] of [
      ["code", 8819, 3435.948056, 2047.848, 27.8825],
      ["conv", 19_366, 3501.721937, 1154.697, 211.1259],
    ] as const) {
      const path = needsSharedData(this, `azure2023/AzureLLMInferenceTrace_${kind}.csv.gz`);
      const rows = await rowsOf(await openTrace({ path, classes, seed: 1 }));
      expect(rows).to.have.length(n);
      expect(rows.at(-1)?.time).to.be.within(span - 1e-5, span + 1e-5);
      expect(mean(rows, "input")).to.be.within(input - 1e-3, input + 1e-3);
      expect(mean(rows, "output")).to.be.within(output - 1e-3, output + 1e-3);
    }
  });

  it("read the ServeGen day at 1 in 500", async function () {
    const path = needsSharedData(this, "servegen/servegen_day0_1in500.csv.gz");
    let rows = 0;
    let last = 0;
    for await (const batch of (await openTrace({ path, classes, seed: 1 })).batches()) {
      rows += batch.length;
      last = batch.time[batch.length - 1] ?? 0;
    }
    expect(rows).to.equal(453_792);
    expect(last).to.be.within(86_390, 86_400);
  });

  it("expand the ServeGen windows to their measured volume, with bursts that thinning does not remove", async function () {
    const path = needsSharedData(this, "servegen/servegen_client_rates.csv.gz");
    const thinning = 1 / 2000;
    const { windows } = await servegenWindows(path);
    const volume = windows.reduce(
      (sum, { clients }) => sum + clients.reduce((part, { rate }) => part + 600 * rate, 0),
      0,
    );
    // stats.json: 1,420,558,786 + 2,165,253,970 + 236,892,826 + 1,383,669 + 818,610 requests.
    expect(volume).to.be.within(3_824_907_861 - 1000, 3_824_907_861 + 1000);
    let rows = 0;
    const perMinute = new Float64Array(14 * 1440);
    for await (const batch of (await openTrace({ path, classes, seed: 1, thinning })).batches()) {
      rows += batch.length;
      for (let row = 0; row < batch.length; row += 1) {
        const minute = Math.floor((batch.time[row] ?? 0) / 60);
        perMinute[minute] = (perMinute[minute] ?? 0) + 1;
      }
    }
    console.log(`      ${rows} requests at 1 in 2000, ${Math.round(volume * thinning)} measured`);
    expect(rows / (volume * thinning)).to.be.within(0.98, 1.02);
    // Dispersion of minutes about their own 10 minutes, where the measured rate is constant: Poisson thinning gives 1.
    let within = 0;
    for (let start = 0; start < perMinute.length; start += 10) {
      const minutes = [...perMinute.subarray(start, start + 10)];
      const level = minutes.reduce((sum, value) => sum + value, 0) / 10;
      if (level > 0) within += minutes.reduce((sum, value) => sum + (value - level) ** 2, 0) / 9 / level;
    }
    const dispersion = within / (perMinute.length / 10);
    console.log(
      `      index of dispersion of minutes within their 10 minutes: ${dispersion.toFixed(1)} (independent thinning: 1)`,
    );
    expect(dispersion).to.be.greaterThan(3);
  });
});
