// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {SemivalueCoverage} from "./SemivalueCoverage.sol";

/// @title Worst-case-optimal coverage shares
/// @notice Of each request, f(k) = 1/(e-1) sum over j >= 0 of (k-1)!/(k+j)! to each of the k operators that could have served
/// it: f(1) = 1, f(2) = 0.418. No equilibrium of a coverage game without costs is below 1 - 1/e of the optimum, which no
/// other f(k) can promise more than. k f(k) falls from 1 to 1/(e-1) = 0.58; what it leaves stays unearned surplus.
/// @dev f(k) = integral of (1 - s)^(k-1) e^s/(e-1) ds. Source: Gairing 2009; Paccagnan, Chandan and Marden 2018-2022.
/// docs/rules/gairing.md has figures.
contract Gairing is SemivalueCoverage {
    constructor(ICoverageLedger ledger) SemivalueCoverage(ledger) {}

    /// @inheritdoc SemivalueCoverage
    function _quadrature() internal pure override returns (uint256[NODES] memory) {
        return
            [
                uint256(0x00096cd5052d31bc000ea297283bb76a),
                0x003db0391e6725c90033c31fa323f4d5,
                0x00d4c11aad49dd1100863cfae4326676,
                0x0233adff77f728d201242332911c213d,
                0x04f51edbfb4ce46b0232b370b9a3ce20,
                0x09eb15bc185f919503dcfb7bb4b6b1f6,
                0x12168f430b9ce82a06555861e1be7650,
                0x1e914ba37af8035309d522fba65c75c9,
                0x306034f72d0b9a0e0e94230c9235b1dd,
                0x482845d120004bd914afb011c0540259,
                0x65cce9bbf4a2f12d1bf33c5262ba36f8,
                0x880ec17977aa726323754b9e7733c510,
                0xac50bf56a911aa962920c2a903d383ae,
                0xceb12c6fb9d69f0829a71859e1a8ff37,
                0xea9b3a2e10bcc01f21b8daa75e71bfe5,
                0xfbca0f0142a33e8a10abff1857766cd0
            ];
    }
}
