import { expect } from "chai";
import { progressDisplay } from "../../scripts/experiments/runner/progressDisplay.js";

describe("progressDisplay", () => {
  it("without a terminal prints a line every tenth: cells done, time, what runs", () => {
    const lines: string[] = [];
    const display = progressDisplay({ tty: false, write: (text) => lines.push(text) });
    display.begin({ total: 5, skipped: 1 });
    for (let step = 0; step <= 100; step++) display.progress("seed=2", step / 100, `epoch ${step}`);
    display.done("seed=2");
    display.progress("seed=3", 0, "");
    display.progress("seed=4", 0.5, "epoch 50");
    display.end();
    expect(lines[0]).to.equal("1 of 5 cells are finished already\n");
    // Of four cells to run, one is a quarter of the way; tenths at 10, 20 and, with half of another, 30 percent.
    expect(lines.slice(1).map((line) => line.slice(0, 4))).to.deep.equal([" 10%", " 20%", " 30%"]);
    expect(lines[1]).to.match(/^ 10% {2}1 of 5 cells, 0 s, about 0 s left; now seed=2 \(epoch 40\)\n$/);
    expect(lines[3]).to.match(/2 of 5 cells, 0 s, about 0 s left; now seed=3; seed=4 \(epoch 50\)\n$/);
  });

  it("is at the end when every cell was finished before", () => {
    const lines: string[] = [];
    const display = progressDisplay({ tty: false, write: (text) => lines.push(text) });
    display.begin({ total: 2, skipped: 2 });
    expect(lines).to.deep.equal(["2 of 2 cells are finished already\n"]);
  });
});
