// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Curve, IRewardPolicy, Member, Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {CoverageMath} from "../libraries/CoverageMath.sol";
import {CoveragePolicy} from "./CoveragePolicy.sol";

/// @title Marginal coverage without failure domains
/// @notice What one gets by ignoring shared infrastructure: every operator fails on its own, and every class has the
/// default curve S(X) = 1 - e^(-X). Kept to be compared with MarginalCoverage.
/// @dev q = 1 - u (1 - e^(-x)), M = product of all q, o = (1 - q) / q: i earns weight M o dG, which is C(all) - C(without i).
contract FlatMarginalCoverage is CoveragePolicy {
    /// @dev {1e-9} The one layer's kappa.
    uint256 private constant KAPPA = 1e9;

    struct ClassState {
        /// @dev G at the class's last settlement.
        uint160 g;
        uint64 weight;
        /// @dev A {wei X18}: += weight M dG.
        int120 a;
        /// @dev -ln M {wad}: the exact sum over members.
        uint88 lnM;
        /// @dev O {X56}: the exact sum over members.
        uint96 odds;
    }

    struct Position {
        /// @dev {wei X74} earned - o A.
        int184 offset;
        /// @dev p {X56}
        uint56 success;
    }

    mapping(uint32 classId => ClassState) private _classes;
    mapping(address operator => mapping(uint32 classId => Position)) private _positions;

    constructor(ICoverageLedger ledger) CoveragePolicy(ledger) {}

    /// @inheritdoc IRewardPolicy
    function onClassAdded(uint32 classId, Curve calldata curve) external onlyLedger {
        // Every class has the same curve under this rule, and a class without weight needs no record.
    }

    /// @inheritdoc IRewardPolicy
    function onWeight(uint256 emitted, uint32 classId, uint64 weight) external onlyLedger {
        (Index memory index, Totals memory totals, ClassState memory class) = _open(emitted, classId);
        uint256 termBefore = _earnedTerm(class);
        uint256 weightBefore = class.weight;
        class.weight = weight;
        _classes[classId] = class;
        _commit(index, totals, termBefore, _earnedTerm(class), weightBefore, weight);
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
        (Index memory index, Totals memory totals, ClassState memory class) = _open(emitted, classId);
        uint256 termBefore = _earnedTerm(class);
        bool changed;
        for (uint256 i; i < changes.length; ++i) {
            ServiceChange calldata change = changes[i];
            Position storage position = _positions[change.member.operator][classId];
            uint256 before = position.success;
            uint256 next = CoverageMath.success(change.current.u, change.current.x, KAPPA);
            if (before == next) continue;
            changed = true;
            int256 oddsChange = int256(CoverageMath.odds(before)) - int256(CoverageMath.odds(next));
            position.offset += int184(oddsChange * class.a);
            position.success = uint56(next);
            _replace(class, before, next);
        }
        if (!changed) return;
        _classes[classId] = class;
        _commit(index, totals, termBefore, _earnedTerm(class), class.weight, class.weight);
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
        uint32 minReliability = LEDGER.minReliability();
        uint32 classCount = LEDGER.classCount();
        uint256 earnedAfter = _totals.earnedWeight;
        uint256 sum;
        uint256 next;
        for (uint32 classId = 1; classId <= classCount; ++classId) {
            uint256 present = _positions[operator][classId].success;
            uint256 offered;
            if (next < offer.services.length && offer.services[next].classId == classId) {
                Service memory service = _eligible(offer.services[next].service, minReliability);
                offered = CoverageMath.success(service.u, service.x, KAPPA);
                ++next;
            }
            if (present == 0 && offered == 0) continue;
            ClassState memory class = _classes[classId];
            uint256 termBefore = _earnedTerm(class);
            _replace(class, present, offered);
            earnedAfter = earnedAfter - termBefore + _earnedTerm(class);
            // {X144} = {X88} {X56}
            sum += uint256(class.weight) * (CoverageMath.expNeg(class.lnM) >> 32) * CoverageMath.odds(offered);
        }
        return _quoted(sum, VAULT.currentRate(), earnedAfter);
    }

    /// @dev Loads a class and settles it.
    function _open(
        uint256 emitted,
        uint32 classId
    ) private view returns (Index memory index, Totals memory totals, ClassState memory class) {
        (index, totals) = _advanced(emitted);
        class = _classes[classId];
        _settle(class, index.g);
    }

    /// @dev Brings A up to `g`, rounded down. Fits: weight dG is below 2^156, M at most 2^88.
    function _settle(ClassState memory class, uint256 g) private pure {
        uint256 flow = uint256(class.weight) * (g - class.g);
        if (flow != 0)
            class.a += int120(int256((flow * (CoverageMath.expNeg(class.lnM) >> 32)) >> (G_BITS + 88 - A_BITS)));
        class.g = uint160(g);
    }

    /// @dev Exchanges one member's p in the class's sums.
    function _replace(ClassState memory class, uint256 before, uint256 next) private pure {
        class.lnM = uint88(class.lnM - CoverageMath.lnFailure(before) + CoverageMath.lnFailure(next));
        class.odds = uint96(class.odds - CoverageMath.odds(before) + CoverageMath.odds(next));
    }

    /// @dev {weight X32} The class's part of R: weight M O, rounded up.
    function _earnedTerm(ClassState memory class) private pure returns (uint256) {
        if (class.odds == 0 || class.weight == 0) return 0;
        return ((uint256(class.weight) * (CoverageMath.expNeg(class.lnM) >> 32) * class.odds) >> 112) + 1;
    }

    /// @dev {wei X74} offset + o A, settled to `g` without writing.
    function _value(Position storage position, uint32 classId, uint256 g) private view returns (int256 value) {
        value = position.offset;
        uint256 success = position.success;
        if (success == 0) return value;
        ClassState memory class = _classes[classId];
        _settle(class, g);
        value += int256(CoverageMath.odds(success)) * class.a;
    }
}
