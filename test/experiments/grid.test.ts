import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UserError } from "../../scripts/common/errors.js";
import { declareExperiment } from "../../scripts/experiments/experiment.js";
import { cellId } from "../../scripts/experiments/runner/cellId.js";
import { gridCells } from "../../scripts/experiments/runner/gridCells.js";
import { parseGrid } from "../../scripts/experiments/runner/parseGrid.js";
import { parseSeeds } from "../../scripts/experiments/runner/parseSeeds.js";
import toy from "./toy.js";

describe("the grid of an experiment", () => {
  describe("parseSeeds", () => {
    const read: [string, number[]][] = [
      ["1", [1]],
      ["3", [1, 2, 3]],
      ["3..5", [3, 4, 5]],
      ["7..7", [7]],
      ["9, 2", [9, 2]],
    ];
    for (const [text, seeds] of read) {
      it(`reads ${text}`, () => expect(parseSeeds(text)).to.deep.equal(seeds));
    }
    for (const text of ["", "0", "-1", "x", "1.5", "3..1", "1..2..3", "1,1", "1,", "10001", "1e3"]) {
      it(`refuses "${text}" and says what is allowed`, () => {
        expect(() => parseSeeds(text)).to.throw(UserError, /how many \(5\), a range \(3\.\.7\) or a list \(3,7\)/);
      });
    }
  });

  describe("parseGrid", () => {
    it("takes the declaration's values where nothing is said", () => {
      const { values } = parseGrid({ experiment: toy });
      expect(values).to.deep.equal({
        ...{ policy: ["up", "down"], epochs: [5], drift: [0.5], demand: ["generated"], wait: [0], fail: [0] },
      });
    });

    it("takes the full grid when asked, and an option before it", () => {
      expect(parseGrid({ experiment: toy, full: true }).values.drift).to.deep.equal([0.25, 0.5, 1]);
      expect(parseGrid({ experiment: toy, full: true, set: "drift=2" }).values.drift).to.deep.equal([2]);
    });

    it("reads the common options and the values of --set", () => {
      const { values } = parseGrid({ experiment: toy, policies: "down", epochs: "3,4", set: "drift=0.25|1|4,wait=1" });
      expect(values).to.deep.include({ policy: ["down"], epochs: [3, 4], drift: [0.25, 1, 4], wait: [1] });
    });

    it("names a file by its name and content, wherever it lies", () => {
      const file = join(tmpdir(), "breadth-grid.csv");
      writeFileSync(file, "abc");
      const { values, files } = parseGrid({ experiment: toy, demand: file });
      // SHA-256 of "abc" (FIPS 180-2, appendix B.1) begins with ba7816bf8f01.
      expect(values.demand).to.deep.equal(["breadth-grid.csv@ba7816bf8f01"]);
      expect(files.get("breadth-grid.csv@ba7816bf8f01")).to.equal(file);
    });

    const refused: [string, Omit<Parameters<typeof parseGrid>[0], "experiment">, RegExp][] = [
      ["an unknown rule", { policies: "up,sideways" }, /policy must be one of up, down, got "sideways"/],
      ["a parameter that is not declared", { operators: "5" }, /has no parameter operators; it has: policy, epochs/],
      ["an unknown name in --set", { set: "drfit=1" }, /has no parameter drfit; it has: /],
      ["a fraction of an epoch", { epochs: "1.5" }, /epochs must be a whole number from 1 to 1000, got "1.5"/],
      ["no epochs", { epochs: "0" }, /from 1 to 1000, got "0"/],
      ["an empty value", { epochs: "" }, /got ""/],
      ["a negative number", { set: "drift=-1" }, /drift must be a number from 0 to 10, got "-1"/],
      ["infinity", { set: "drift=Infinity" }, /drift must be a number/],
      ["text without a value", { set: "drift" }, /--set takes name=value,name=value\|value, got "drift"/],
      ["two equals signs", { set: "drift=1=2" }, /--set takes/],
      ["a parameter given twice", { epochs: "3", set: "epochs=4" }, /epochs is given twice/],
      ["a value given twice", { set: "drift=1|1.0" }, /drift has the value 1 twice/],
      ["a file that is not there", { demand: "no/such.csv" }, /demand must be a file that can be read, or "generated"/],
    ];
    for (const [given, options, message] of refused) {
      it(`refuses ${given} in one line`, () => {
        expect(() => parseGrid({ experiment: toy, ...options }))
          .to.throw(UserError, message)
          .with.property("message")
          .not.contain("\n");
      });
    }
  });

  describe("gridCells and cellId", () => {
    it("lists the product in declared order, seeds fastest, whatever order it was asked for in", () => {
      const values = parseGrid({ experiment: toy, set: "drift=1|2,policy=up|down" }).values;
      const cells = gridCells({ experiment: toy, values, seeds: [1, 2] });
      expect(cells.map((cell) => cellId(toy.parameters, cell))).to.deep.equal([
        "policy=up,drift=1,seed=1",
        "policy=up,drift=1,seed=2",
        "policy=up,drift=2,seed=1",
        "policy=up,drift=2,seed=2",
        "policy=down,drift=1,seed=1",
        "policy=down,drift=1,seed=2",
        "policy=down,drift=2,seed=1",
        "policy=down,drift=2,seed=2",
      ]);
      expect(cells[0]).to.include({ policy: "up", epochs: 5, drift: 1, demand: "generated", seed: 1 });
    });

    it("leaves out what the experiment does not keep", () => {
      const sparse = declareExperiment({ ...toy, keep: ({ seed }) => seed !== 2 });
      expect(gridCells({ experiment: sparse, values: { policy: ["up"] }, seeds: [1, 2, 3] })).to.have.length(2);
    });

    it("keeps different cells apart as names of folders", () => {
      const named = (demand: string) => cellId(toy.parameters, { ...usual, demand });
      const usual = { policy: "up", epochs: 5, drift: 0.5, demand: "generated", wait: 0, fail: 0, seed: 1 };
      expect(named("a/b,c=d e.csv")).to.equal("policy=up,demand=a%2Fb%2Cc%3Dd%20e.csv,seed=1");
      const long = "x".repeat(300);
      expect(named(`${long}1`)).to.have.length(180);
      expect(named(`${long}1`)).not.to.equal(named(`${long}2`));
    });
  });
});
