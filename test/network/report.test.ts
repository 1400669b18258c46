import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UserError } from "../../scripts/common/errors.js";
import { toCsv } from "../../scripts/report/toCsv.js";
import { writeFolder } from "../../scripts/report/writeFolder.js";

describe("toCsv", () => {
  it("quotes what RFC 4180 says and prints numbers exactly", () => {
    expect(
      toCsv([
        { a: 0.1, b: 'x,"y"' },
        { a: 1e21, b: "z" },
      ]),
    ).to.equal('a,b\n0.1,"x,""y"""\n1e+21,z\n');
  });
});

describe("writeFolder", () => {
  const inFolder = (test: (folder: string) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), "breadth-"));
    try {
      test(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it("writes all files and leaves no draft", () => {
    inFolder((folder) => {
      writeFolder(join(folder, "a", "run"), { "x.txt": "1\n", "y.bin": Buffer.of(2) });
      expect(readdirSync(join(folder, "a"))).to.deep.equal(["run"]);
      expect(readFileSync(join(folder, "a", "run", "x.txt"), "utf8")).to.equal("1\n");
    });
  });

  it("refuses a folder that holds something, and keeps it", () => {
    inFolder((folder) => {
      writeFileSync(join(folder, "mine.txt"), "mine");
      expect(() => writeFolder(folder, { "x.txt": "1" })).to.throw(UserError, "is not empty");
      expect(readdirSync(folder)).to.deep.equal(["mine.txt"]);
    });
  });

  it("leaves nothing when a file cannot be written", () => {
    inFolder((folder) => {
      expect(() => writeFolder(join(folder, "run"), { "x.txt": "1", "no/such/place.txt": "2" })).to.throw();
      expect(readdirSync(folder)).to.deep.equal([]);
      expect(existsSync(join(folder, "run"))).to.equal(false);
    });
  });
});
