// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {SemivalueCoverage} from "./SemivalueCoverage.sol";

/// @title Shapley value of coverage
/// @notice Of each request, 1/k to each of the k operators that could have served it: an operator's average marginal
/// contribution over all orders of arrival. Everybody's pay adds up to the coverage C, so the whole budget is paid that buys
/// coverage at all, and copies share what one of them would get.
/// @dev f(k) = integral of (1 - s)^(k-1) ds = 1/k. Source: Shapley 1953. Gamed by identities: with c identities beside m
/// rivals who are all up, one operator takes c/(c + m) of each request instead of 1/(1 + m). docs/rules/shapley.md has figures.
contract Shapley is SemivalueCoverage {
    constructor(ICoverageLedger ledger) SemivalueCoverage(ledger) {}

    /// @inheritdoc SemivalueCoverage
    function _quadrature() internal pure override returns (uint256[NODES] memory) {
        return
            [
                uint256(0x00096aae26a15aa000191e7dccb5b48e),
                0x003d95a6667af12e0058a27652d1a458,
                0x00d41124363fa0c600e4c2f983a8991f,
                0x0230955544d5e89201ed7a34bc1820f8,
                0x04ea819202837a7003a8781d18f307b5,
                0x09cda2d380985ff8064763c443a12bdb,
                0x11d1a62e7a8ee63c09ee7c341a581622,
                0x1e05bbc1ae4121330ea536ab464c0d33,
                0x2f686de664790fc3143e58f5e4ad8546,
                0x46a5b2ad6a0d8f131a3dfffc97452a0b,
                0x63be47aa6a4315861fc7f1d4fda9a64c,
                0x85a67163bcd843a523a26cfafa2cb3bb,
                0xa9f8435a9c1ccdd7245d572151975ad8,
                0xcce6dbf863c75bb720afb7b681c19fdf,
                0xe9acd35a2416e29a180d10f6657af25b,
                0xfb961d77cb0655120b379b8c35e29fab
            ];
    }
}
