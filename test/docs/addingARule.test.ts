import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const PAGE = readFileSync("docs/adding-a-rule.md", "utf8");

/** Sources under the folders, without generated ones. */
function sources(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(sol|ts)$/.test(name))
      .map((name) => path.posix.join(folder, name.split(path.sep).join("/"))),
  );
}

describe("docs/adding-a-rule.md", () => {
  it("shows code that is in the files word for word", () => {
    const files = [
      "contracts/policies/CapacityWeighted.sol",
      "scripts/reference/capacityWeighted.ts",
      "scripts/reference/rules.ts",
    ];
    const blocks = [...PAGE.matchAll(/```(?:solidity|ts)\n(.*?)```/gs)].map(([, code = ""]) => code);
    expect(blocks).to.have.length(files.length);
    blocks.forEach((code, i) => {
      expect(readFileSync(files[i] ?? "", "utf8"), files[i]).to.include(code);
    });
  });

  it("names every file of the rule: a contract, a reference, a row; a worked example, a pricer and its row", () => {
    const naming = sources("contracts", "scripts", "ignition").filter((file) =>
      /CapacityWeighted|capacityWeighted/.test(readFileSync(file, "utf8")),
    );
    expect(naming.sort()).to.deep.equal([
      "contracts/policies/CapacityWeighted.sol",
      "scripts/agents/pricing/capacityWeighted.ts",
      "scripts/agents/pricing/pricerFor.ts",
      "scripts/reference/capacityWeighted.ts",
      "scripts/reference/rules.ts",
      "scripts/reference/workedExample.ts",
    ]);
    for (const file of naming) expect(PAGE, file).to.include(path.posix.basename(file));
  });
});
