import type { BranchPoint } from "./branchPoint.js";

/** The probe library, from the project's root. */
export const PROBE_PATH = "contracts/libraries/BranchProbe.sol";

/** Tells the address that Hardhat's coverage watches; pure towards the compiler, as Hardhat's own instrumentation is. */
export const PROBE_SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

library BranchProbe {
    function at(uint256 point, bool taken) internal pure returns (bool) {
        hit(point * 2 + (taken ? 1 : 0));
        return taken;
    }

    function hit(uint256 id) internal pure {
        _asPure(_send)(id);
    }

    function _send(uint256 id) private view {
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            mstore(pointer, id)
            pop(staticcall(gas(), 0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE, pointer, 32, 0, 0))
        }
    }

    function _asPure(
        function(uint256) internal view viewing
    ) private pure returns (function(uint256) internal pure pureOne) {
        assembly {
            pureOne := viewing
        }
    }
}
`;

/** The id that a probe sends: point number times two, plus 1 where the condition holds or the try succeeds. */
export const probeId = (point: number, taken: boolean): number => point * 2 + (taken ? 1 : 0);

/**
 * A source with a probe round every condition: `if (a && b)` becomes `if (BranchProbe.at(7, BranchProbe.at(8, a) &&
 * BranchProbe.at(9, b)))`. Lines stay where they are.
 *
 * @param points of this file, outer before inner
 * @param first the number of the first of them
 */
export function withProbes({
  source,
  points,
  first,
}: {
  source: Buffer;
  points: readonly BranchPoint[];
  first: number;
}): string {
  const insertions: { position: number; text: string }[] = [];
  points.forEach(({ kind, start, end }, i) => {
    const number = first + i;
    if (kind === "try") {
      insertions.push({ position: start, text: `BranchProbe.hit(${probeId(number, true)});` });
      insertions.push({ position: end, text: `BranchProbe.hit(${probeId(number, false)});` });
      return;
    }
    insertions.push({ position: start, text: `BranchProbe.at(${number}, ` });
    insertions.push({ position: end, text: ")" });
  });
  // Sorting is stable: at one position, the outer probe opens first.
  insertions.sort((a, b) => a.position - b.position);
  const pieces: string[] = [];
  let from = 0;
  for (const { position, text } of insertions) {
    pieces.push(source.subarray(from, position).toString(), text);
    from = position;
  }
  pieces.push(source.subarray(from).toString());
  return pieces.join("");
}
