import { createRequire } from "node:module";
import { expect } from "chai";
import { branchPoints } from "../../scripts/branches/branchPoints.js";
import { branchTable } from "../../scripts/branches/branchTable.js";
import { probeId, withProbes } from "../../scripts/branches/withProbes.js";

const solc: { compile(input: string): string } = createRequire(import.meta.url)("solc");

const FILE = "contracts/A.sol";
const SOURCE = `pragma solidity 0.8.37;
contract A {
    // ü takes two bytes: positions are bytes.
    function f(uint256 a, bool b) external returns (uint256 c) {
        if (a > 1 && (b || a == 7)) c = 1;
        for (uint256 i; i < a; ++i) c += b ? 1 : 2;
        while (c > 9) --c;
        try this.f(a, b) {} catch {}
    }
}
`;

function pointsOf(text: string) {
  const settings = { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } };
  const input = { language: "Solidity", sources: { [FILE]: { content: text } }, settings };
  const { ast } = JSON.parse(solc.compile(JSON.stringify(input))).sources[FILE];
  return branchPoints({ file: FILE, source: Buffer.from(text), ast });
}

describe("branches of a contract", () => {
  const points = pointsOf(SOURCE);

  it("given if, loops, ?:, && and ||, try > each is found with its line and its condition", () => {
    expect(points.map(({ kind, line, text }) => [kind, line, text])).to.deep.equal([
      ["if", 5, "a > 1 && (b || a == 7)"],
      ["operand", 5, "a > 1"],
      ["operand", 5, "b"],
      ["operand", 5, "a == 7"],
      ["loop", 6, "i < a"],
      ["ternary", 6, "b"],
      ["loop", 7, "c > 9"],
      ["try", 8, "} catch {"],
    ]);
  });

  it("given probes > every condition is wrapped where it stands, and no line moves", () => {
    const lines = withProbes({ source: Buffer.from(SOURCE), points, first: 10 }).split("\n");
    const expected = SOURCE.split("\n");
    expected[4] =
      "        if (BranchProbe.at(10, BranchProbe.at(11, a > 1) && (BranchProbe.at(12, b) || BranchProbe.at(13, a == 7)))) c = 1;";
    expected[5] = "        for (uint256 i; BranchProbe.at(14, i < a); ++i) c += BranchProbe.at(15, b) ? 1 : 2;";
    expected[6] = "        while (BranchProbe.at(16, c > 9)) --c;";
    expected[7] = "        try this.f(a, b) {BranchProbe.hit(35);} catch {BranchProbe.hit(34);}";
    expect(lines).to.deep.equal(expected);
  });

  it("given what was seen > counts outcomes, operands apart, and names the others", () => {
    const seen = points.flatMap((_, number) => [probeId(number, true), probeId(number, false)]);
    const unseen = new Set([probeId(2, true), probeId(4, false), probeId(7, true)]);
    const { table, missed } = branchTable({ points, hits: new Set(seen.filter((id) => !unseen.has(id))) });
    expect(table).to.match(/A\.sol\s*│\s*10\s*│\s*8\s*│\s*80\.00%\s*│\s*6\s*│\s*5\s*│\s*83\.33%/);
    expect(missed).to.deep.equal([
      "contracts/A.sol:5 operand `b` is never true",
      "contracts/A.sol:6 loop `i < a` is never false",
      "contracts/A.sol:8 try `} catch {` never succeeds",
    ]);
  });
});
