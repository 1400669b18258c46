// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {CoverageLedger} from "../../../contracts/CoverageLedger.sol";
import {Curve} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {CoverageMath} from "../../../contracts/libraries/CoverageMath.sol";
import {World} from "./World.sol";

/// @title Coverage and earned weight again, from the ledger's measurements alone
/// @notice Plain products in X120, leave-one-out by leaving one out: no logarithms, no odds, no accumulators. Only p itself
/// is CoverageMath's, which has its own oracle (test/contracts/libraries/CoverageMath.test.ts).
contract Recount {
    /// @notice One operator's place in a class; u = 0: it does not serve.
    struct Seat {
        uint32 domain;
        uint32 u;
        uint64 x;
    }

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
        Seat[] memory seats = seatsOf(classId);
        coverage = int256(ONE);
        for (uint256 m; m < curve.kappas.length; ++m) {
            uint256[] memory p = _successes(seats, curve.kappas[m]);
            uint256 all = _miss(classId, seats, p);
            coverage -= (int256(all) * curve.alphas[m]) / 1e9;
            for (uint256 i; i < p.length; ++i) {
                uint256 present = p[i];
                if (present == 0) continue;
                p[i] = 0;
                marginal += (int256(_miss(classId, seats, p) - all) * curve.alphas[m]) / 1e9;
                p[i] = present;
            }
        }
    }

    /// @return marginal {X120} the same without domains and with the default curve
    function flatMarginal(uint32 classId) external view returns (uint256 marginal) {
        uint256[] memory p = _successes(seatsOf(classId), 1e9);
        for (uint256 i; i < p.length; ++i) {
            uint256 part = p[i] << 64;
            for (uint256 j; j < p.length; ++j) if (j != i) part = (part >> 56) * ((1 << 56) - p[j]);
            marginal += part;
        }
    }

    /// @return {X120} C of one class, were it served from these seats
    function coverageOf(uint32 classId, Seat[] memory seats) external view returns (int256) {
        Curve memory curve = _ledger.curveOf(classId);
        int256 lost;
        for (uint256 m; m < curve.kappas.length; ++m) {
            lost += int256(_miss(classId, seats, _successes(seats, curve.kappas[m]))) * curve.alphas[m];
        }
        return int256(ONE) - lost / 1e9;
    }

    /// @return q {X120} that none of the domain's operators saves a request in a layer
    /// @return f {X120} that the domain does not
    function domainMiss(uint32 classId, uint32 domain, uint256 kappa) external view returns (uint256 q, uint256 f) {
        Seat[] memory seats = seatsOf(classId);
        return _domainMiss(seats, _successes(seats, kappa), domain, _ledger.availabilityOf(domain, classId));
    }

    /// @return seats Every operator's, and an empty one for a newcomer.
    function seatsOf(uint32 classId) public view returns (Seat[] memory seats) {
        uint256 operators = _world.OPERATORS();
        seats = new Seat[](operators + 1);
        for (uint256 i; i < operators; ++i) {
            address account = _world.operator(i);
            CoverageLedger.Measurement memory known = _ledger.measurementOf(account, classId);
            if (known.eligible) seats[i] = Seat(_ledger.operatorOf(account).domain, known.u, known.x);
        }
    }

    /// @dev {X56} p of every seat.
    function _successes(Seat[] memory seats, uint256 kappa) private pure returns (uint256[] memory p) {
        p = new uint256[](seats.length);
        for (uint256 i; i < p.length; ++i) p[i] = CoverageMath.success(seats[i].u, seats[i].x, kappa);
    }

    /// @dev {X120} M: the product over domains of f.
    function _miss(uint32 classId, Seat[] memory seats, uint256[] memory p) private view returns (uint256 miss) {
        miss = ONE;
        for (uint32 domain; domain <= _world.DOMAINS(); ++domain) {
            (, uint256 f) = _domainMiss(seats, p, domain, _ledger.availabilityOf(domain, classId));
            miss = Math.mulDiv(miss, f, ONE);
        }
    }

    /// @dev {X120} Q, the product of 1 - p in the domain, and f = 1 - r (1 - Q).
    function _domainMiss(
        Seat[] memory seats,
        uint256[] memory p,
        uint32 domain,
        uint256 availability
    ) private pure returns (uint256 q, uint256 f) {
        q = ONE;
        for (uint256 i; i < p.length; ++i) {
            if (seats[i].domain == domain) q = Math.mulDiv(q, (1 << 56) - p[i], 1 << 56);
        }
        f = ONE - ((ONE - q) * availability) / 1e9;
    }
}
