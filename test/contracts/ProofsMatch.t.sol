// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageMath} from "../../contracts/libraries/CoverageMath.sol";
import {CoverageMathProofs} from "../proofs/CoverageMathProofs.sol";
import {bound, requireEqual} from "./support/Vm.sol";

/// @title What `npm run prove` proves is what CoverageMath computes
contract ProofsMatchTest {
    CoverageMathProofs private immutable _proofs = new CoverageMathProofs();

    function testFuzz_success_and_odds(uint256 u, uint256 x, uint256 kappa) external view {
        (u, x, kappa) = (bound(u, 0, 0.999e9), bound(x, 0, type(uint64).max), bound(kappa, 1, 1000e9));
        uint256 p = CoverageMath.success(u, x, kappa);
        requireEqual(p, _proofs.success(u, CoverageMath.expNeg(kappa * x)), "success");
        requireEqual(CoverageMath.odds(p), _proofs.odds(p), "odds");
    }

    function testFuzz_failure_and_price(uint256 lnQ, uint256 r) external view {
        (lnQ, r) = (bound(lnQ, 0, 90e18), bound(r, 1, 0.9999e9));
        (uint256 q, uint256 f) = CoverageMath.failure(lnQ, r);
        (uint256 provedF, uint256 provedB) = _proofs.price(q, r);
        requireEqual(f, provedF, "f");
        requireEqual(CoverageMath.price(q, f, r), provedB, "b");
    }

    function testFuzz_layerWeight(uint256 alpha, uint256 lnM) external view {
        int256 signed = int256(bound(alpha, 0, 64e9)) - 32e9;
        lnM = bound(lnM, 0, 90e18);
        int256 proved = _proofs.layerWeight(signed, CoverageMath.expNeg(lnM));
        requireEqual(uint256(CoverageMath.layerWeight(signed, lnM)), uint256(proved), "alpha M");
    }

    function testFuzz_term_and_scaled(uint256 b, uint96 odds, int128 value) external view {
        b = bound(b, 0, 2 ** 120);
        requireEqual(CoverageMath.term(b, odds), _proofs.term(b, odds), "term");
        requireEqual(uint256(CoverageMath.scaled(value, b)), uint256(_proofs.scaled(value, b)), "scaled");
    }
}
