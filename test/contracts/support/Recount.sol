// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../contracts/CoverageLedger.sol";
import {Curve} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {CoverageMath} from "../../../contracts/libraries/CoverageMath.sol";
import {World} from "./World.sol";

/// @title Coverage and earned weight again, from the ledger's measurements alone
/// @notice Plain products in X120, leave-one-out by leaving one out: no logarithms, no odds, no accumulators. Only p itself
/// is CoverageMath's, which has its own oracle (test/coverageMath.test.ts).
contract Recount {
    uint256 private constant ONE = 1 << 120;

    World private immutable _world;
    CoverageLedger private immutable _ledger;

    constructor(World world) {
        _world = world;
        _ledger = world.ledger();
    }

    /// @return coverage {X120} C of one class
    /// @return marginal {X120} sum over operators of C - C without it
    function marginalCoverage(uint32 classId) external view returns (int256 coverage, int256 marginal) {
        Curve memory curve = _ledger.curveOf(classId);
        uint256 operators = _world.OPERATORS();
        coverage = int256(ONE);
        for (uint256 m; m < curve.kappas.length; ++m) {
            uint256[] memory p = _successes(classId, curve.kappas[m]);
            uint256 all = _miss(classId, p, operators);
            coverage -= (int256(all) * curve.alphas[m]) / 1e9;
            for (uint256 i; i < operators; ++i) {
                if (p[i] == 0) continue;
                marginal += (int256(_miss(classId, p, i) - all) * curve.alphas[m]) / 1e9;
            }
        }
    }

    /// @return marginal {X120} the same without domains and with the default curve
    function flatMarginal(uint32 classId) external view returns (uint256 marginal) {
        uint256[] memory p = _successes(classId, 1e9);
        for (uint256 i; i < p.length; ++i) {
            uint256 part = p[i] << 64;
            for (uint256 j; j < p.length; ++j) if (j != i) part = (part >> 56) * ((1 << 56) - p[j]);
            marginal += part;
        }
    }

    /// @dev {X56} p of every operator.
    function _successes(uint32 classId, uint256 kappa) private view returns (uint256[] memory p) {
        p = new uint256[](_world.OPERATORS());
        for (uint256 i; i < p.length; ++i) {
            CoverageLedger.Measurement memory known = _ledger.measurementOf(_world.operator(i), classId);
            if (known.eligible) p[i] = CoverageMath.success(known.u, known.x, kappa);
        }
    }

    /// @dev {X120} M: the product over domains of 1 - r (1 - product of 1 - p), without operator `omitted`.
    function _miss(uint32 classId, uint256[] memory p, uint256 omitted) private view returns (uint256 miss) {
        miss = ONE;
        for (uint32 domain; domain <= _world.DOMAINS(); ++domain) {
            uint256 q = ONE;
            for (uint256 i; i < p.length; ++i) {
                if (i == omitted || _ledger.operatorOf(_world.operator(i)).domain != domain) continue;
                q = (q >> 56) * ((1 << 56) - p[i]);
            }
            uint256 f = ONE - ((ONE - q) * _ledger.availabilityOf(domain, classId)) / 1e9;
            miss = (miss >> 60) * (f >> 60);
        }
    }
}
