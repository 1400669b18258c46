// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Curve, IRewardPolicy, Member, Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {CoverageMath} from "../libraries/CoverageMath.sol";
import {CoveragePolicy} from "./CoveragePolicy.sol";

/// @title Pay f(k) to each of the k operators that could have served a request
/// @notice Every operator fails on its own (no failure domains) and saves a request of a class with p = u (1 - e^(-x)), as in
/// FlatMarginalCoverage. If f(k) = integral of (1 - s)^(k-1) over a measure of s in [0, 1], the expected pay of i is
///
///     share_w * integral of p_i * product over j != i of (1 - s p_j)
///
/// because the product is the generating function of how many others are up. A quadrature of `NODES` points replaces the
/// measure, and makes each point payable with FlatMarginalCoverage's sums: with M_m = product of all (1 - s_m p_j),
///
///     pay_i = B sum over w of share_w sum over m of weight_m M_wm o_iwm      o_iwm = p_i / (1 - s_m p_i)
///
/// @dev What is really paid is f'(k) = sum over m of weight_m (1 - s_m)^(k-1), whoever is up: the whole error of the
/// quadrature is f(k) - f'(k), which is never negative (docs/rules/shapley.md has the proof), and no sum over members enters
/// it. Sources: Shapley 1953 by Owen's multilinear extension (1972), Gairing 2009.
/// Settled lazily: O(1) in operators, one word of storage per class and node.
abstract contract SemivalueCoverage is CoveragePolicy {
    /// @dev Nodes of the quadrature.
    uint256 internal constant NODES = 16;
    /// @dev {1e-9} The one layer's kappa.
    uint256 private constant KAPPA = 1e9;
    /// @dev Fractional bits of nodes and weights.
    uint256 private constant NODE_BITS = 64;
    /// @dev Fractional bits of the sum of odds.
    uint256 private constant ODDS_SUM_BITS = 36;

    /// @dev One word. The sums hold at least 298,539 members, as many at p = 0.999; a join past them reverts, a leave never.
    struct Node {
        /// @dev A {wei X18}: += weight weight_m M dG, below 2^110.
        uint112 a;
        /// @dev -ln M {wad}: the exact sum over members.
        uint80 lnM;
        /// @dev O {X36}: the exact sum over members of their odds, each rounded up; for R alone.
        uint64 odds;
    }

    struct ClassState {
        /// @dev G at the class's last settlement.
        uint160 g;
        uint64 weight;
        Node[NODES] nodes;
    }

    struct Position {
        /// @dev {wei X74} earned - sum over nodes of o A.
        int184 offset;
        /// @dev p {X56}
        uint56 success;
    }

    mapping(uint32 classId => ClassState) private _classes;
    mapping(address operator => mapping(uint32 classId => Position)) private _positions;

    /// @notice One more member would overflow a sum of the class.
    error SemivalueClassFull(uint256 lnMWad, uint256 oddsX36);

    constructor(ICoverageLedger ledger) CoveragePolicy(ledger) {}

    /// @dev Nodes s and weights, packed as s << 64 | weight, both X64; the weights add up to less than 1. Recomputed by
    /// scripts/reference/quadrature.ts.
    function _quadrature() internal pure virtual returns (uint256[NODES] memory);

    /// @notice Nodes s in (0, 1) and their weights, both {X64}.
    function quadrature() external pure returns (uint64[] memory nodes, uint64[] memory weights) {
        uint256[NODES] memory rule = _quadrature();
        nodes = new uint64[](NODES);
        weights = new uint64[](NODES);
        for (uint256 m; m < NODES; ++m) {
            nodes[m] = uint64(rule[m] >> NODE_BITS);
            weights[m] = uint64(rule[m]);
        }
    }

    /// @inheritdoc IRewardPolicy
    function onClassAdded(uint32 classId, Curve calldata curve) external onlyLedger {
        // Every class has the same curve under this rule, and a class without weight needs no record.
    }

    /// @inheritdoc IRewardPolicy
    function onWeight(uint256 emitted, uint32 classId, uint64 weight) external onlyLedger {
        (Index memory index, Totals memory totals) = _advanced(emitted);
        ClassState memory class = _classes[classId];
        uint256 held = _settle(_quadrature(), class, index.g);
        uint256 weightBefore = class.weight;
        class.weight = weight;
        _classes[classId] = class;
        _commit(index, totals, _earnedTerm(weightBefore, held), _earnedTerm(weight, held), weightBefore, weight);
    }

    /// @inheritdoc IRewardPolicy
    function onAlphas(uint256 emitted, uint32 classId, int40[] calldata alphas) external onlyLedger {
        // One layer only: nothing to weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onAvailability(uint256 emitted, uint32 domain, uint32 classId, uint32 availability) external onlyLedger {
        // No domains under this rule.
    }

    /// @inheritdoc IRewardPolicy
    function onStake(uint256 emitted, Member calldata member, uint128 stakeBefore) external onlyLedger {
        // Stake secures good behaviour; under this rule it weighs nothing.
    }

    /// @inheritdoc IRewardPolicy
    function onServices(uint256 emitted, uint32 classId, ServiceChange[] calldata changes) external onlyLedger {
        (Index memory index, Totals memory totals) = _advanced(emitted);
        uint256[NODES] memory rule = _quadrature();
        ClassState memory class = _classes[classId];
        uint256 held = _settle(rule, class, index.g);
        bool changed;
        for (uint256 i; i < changes.length; ++i) {
            ServiceChange calldata change = changes[i];
            Position storage position = _positions[change.member.operator][classId];
            uint256 before = position.success;
            uint256 next = CoverageMath.success(change.current.u, change.current.x, KAPPA);
            if (before == next) continue;
            changed = true;
            position.offset += int184(_replace(rule, class, before, next));
            position.success = uint56(next);
        }
        if (!changed) return;
        uint256 weight = class.weight;
        _classes[classId] = class;
        _commit(index, totals, _earnedTerm(weight, held), _earnedTerm(weight, _held(rule, class)), weight, weight);
    }

    /// @inheritdoc IRewardPolicy
    function claim(
        uint256 emitted,
        address operator,
        uint32[] calldata classIds,
        uint256 paid
    ) external onlyVault returns (uint256 amount) {
        (Index memory index, Totals memory totals) = _advanced(emitted);
        uint256 room = totals.accrued - paid;
        for (uint256 i; i < classIds.length; ++i) {
            Position storage position = _positions[operator][classIds[i]];
            uint256 part = _payable(_value(position, classIds[i], index.g), room - amount);
            if (part == 0) continue;
            position.offset -= int184(int256(part << POSITION_BITS));
            amount += part;
        }
    }

    /// @inheritdoc IRewardPolicy
    function earned(address operator) external view returns (uint256 sum) {
        uint32 classCount = LEDGER.classCount();
        (Index memory index, ) = _advanced(VAULT.emitted());
        for (uint32 classId = 1; classId <= classCount; ++classId) {
            sum += _payable(_value(_positions[operator][classId], classId, index.g), type(uint256).max);
        }
    }

    /// @inheritdoc IRewardPolicy
    function quote(address operator, Offer calldata offer) external view returns (uint256) {
        _requireOffer(offer);
        uint256[NODES] memory rule = _quadrature();
        uint32 minReliability = LEDGER.minReliability();
        uint32 classCount = LEDGER.classCount();
        uint256 sum;
        uint256 next;
        for (uint32 classId = 1; classId <= classCount && next < offer.services.length; ++classId) {
            if (offer.services[next].classId != classId) continue;
            Service memory service = _eligible(offer.services[next].service, minReliability);
            ++next;
            uint256 offered = CoverageMath.success(service.u, service.x, KAPPA);
            if (offered == 0) continue;
            ClassState memory class = _classes[classId];
            _replace(rule, class, _positions[operator][classId].success, offered);
            uint256 share;
            // {X144} = {X88} {X56}
            for (uint256 m; m < NODES; ++m) share += _price(rule[m], class.nodes[m]) * _odds(rule[m], offered);
            sum += class.weight * share;
        }
        // R is at most W (`_earnedTerm`), whatever the offer.
        return _quoted(sum, VAULT.currentRate(), 0);
    }

    /// @dev Brings all A up to `g`, rounded down, and returns what `_held` would. Fits: weight dG is below 2^156, prices are
    /// at most 2^88, and all that is ever emitted is below 2^92 wei.
    function _settle(
        uint256[NODES] memory rule,
        ClassState memory class,
        uint256 g
    ) private pure returns (uint256 heldX124) {
        uint256 flow = uint256(class.weight) * (g - class.g);
        class.g = uint160(g);
        for (uint256 m; m < NODES; ++m) {
            Node memory node = class.nodes[m];
            // Nobody is in the class, and what its A would take in nobody would earn.
            if (node.odds == 0) return 0;
            uint256 price = _price(rule[m], node);
            node.a += uint112((flow * price) >> (G_BITS + 88 - A_BITS));
            heldX124 += price * node.odds;
        }
    }

    /// @dev {X124} The part of a class's emission that is being earned: sum over nodes of weight_m M O.
    function _held(uint256[NODES] memory rule, ClassState memory class) private pure returns (uint256 heldX124) {
        for (uint256 m; m < NODES; ++m) {
            Node memory node = class.nodes[m];
            if (node.odds != 0) heldX124 += _price(rule[m], node) * node.odds;
        }
    }

    /// @dev Exchanges one member's p in all sums of the class; returns {X74} by how much its offset has to change.
    function _replace(
        uint256[NODES] memory rule,
        ClassState memory class,
        uint256 before,
        uint256 next
    ) private pure returns (int256 offsetChange) {
        for (uint256 m; m < NODES; ++m) {
            Node memory node = class.nodes[m];
            (uint256 scaledBefore, uint256 scaledNext) = (_scaled(rule[m], before), _scaled(rule[m], next));
            (uint256 oddsBefore, uint256 oddsNext) = (_odds(rule[m], before), _odds(rule[m], next));
            uint256 lnM = node.lnM - CoverageMath.lnFailure(scaledBefore) + CoverageMath.lnFailure(scaledNext);
            uint256 odds = node.odds - _rounded(oddsBefore) + _rounded(oddsNext);
            if (lnM > type(uint80).max || odds > type(uint64).max) revert SemivalueClassFull(lnM, odds);
            node.lnM = uint80(lnM);
            node.odds = uint64(odds);
            offsetChange += (int256(oddsBefore) - int256(oddsNext)) * int256(uint256(node.a));
        }
    }

    /// @dev {X88} weight_m M, rounded down.
    function _price(uint256 point, Node memory node) private pure returns (uint256) {
        return ((CoverageMath.expNeg(node.lnM) >> 32) * uint64(point)) >> NODE_BITS;
    }

    /// @dev {X56} s p, rounded down.
    function _scaled(uint256 point, uint256 successX56) private pure returns (uint256) {
        return ((point >> NODE_BITS) * successX56) >> NODE_BITS;
    }

    /// @dev {X56} o = p / (1 - s p), rounded down; at most 999.
    function _odds(uint256 point, uint256 successX56) private pure returns (uint256) {
        return (successX56 << 56) / (CoverageMath.ONE_X56 - _scaled(point, successX56));
    }

    /// @dev {X36} Odds as they go into O, rounded up.
    function _rounded(uint256 oddsX56) private pure returns (uint256) {
        return (oddsX56 + ((1 << (56 - ODDS_SUM_BITS)) - 1)) >> (56 - ODDS_SUM_BITS);
    }

    /// @dev {weight X32} The class's part of R, rounded up. Never above the class's weight, which its members cannot earn but
    /// for rounding: k f'(k) stays below 1 by 2^-40, which is more than all rounding of 10,000 members.
    function _earnedTerm(uint256 weight, uint256 heldX124) private pure returns (uint256) {
        if (heldX124 == 0 || weight == 0) return 0;
        if (heldX124 >= 1 << 124) return weight << 32;
        return ((weight * heldX124) >> 92) + 1;
    }

    /// @dev {wei X74} offset + sum over nodes of o A, settled to `g` without writing.
    function _value(Position storage position, uint32 classId, uint256 g) private view returns (int256 value) {
        value = position.offset;
        uint256 success = position.success;
        if (success == 0) return value;
        uint256[NODES] memory rule = _quadrature();
        ClassState memory class = _classes[classId];
        _settle(rule, class, g);
        for (uint256 m; m < NODES; ++m) {
            value += int256(_odds(rule[m], success) * class.nodes[m].a);
        }
    }
}
