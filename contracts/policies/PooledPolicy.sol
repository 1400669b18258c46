// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Curve, IRewardPolicy, Member, Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {ClockedPolicy} from "./ClockedPolicy.sol";

/// @title Pay from one pot per class, inside it by units held
/// @notice Operator i earns B sum over classes w of (P_w / T) (h_iw / H_w): P_w the class's pot, T the sum of all pots, h_iw
/// the units that i holds, H_w all units of the class. What the pots and the units are, is the rule. The pot of a class of which
/// nobody holds units is not accrued: that part of the emission stays surplus.
/// @dev MasterChef's pools (sushiswap/masterchef contracts/MasterChef.sol) with a global index, so that no change of a pot has
/// to update all pools first:
///
///     G   += dE / T             global
///     A_w += P_w dG / H_w       class
///     owed_iw += h_iw dA_w      position
///
/// A class is settled before its pot or units change and a position before its units do; all three round down. One index
/// step loses less than T 2^-160 wei over all classes and less than H_w 2^-160 wei in class w; a position's step less than
/// 2^-20 wei. Emission is below 2^92 wei (vault), so G T, A_w H_w and h_iw A_w stay below 2^252.
abstract contract PooledPolicy is ClockedPolicy {
    /// @dev Fractional bits of G and of the A indices.
    uint256 private constant INDEX_BITS = 160;
    /// @dev Fractional bits of what is owed.
    uint256 private constant OWED_BITS = 20;

    struct Pool {
        /// @dev G at the class's last settlement.
        uint256 g;
        /// @dev A {wei / unit, X160}
        uint256 index;
        /// @dev H {unit}
        uint104 units;
        /// @dev P {pot}
        uint152 pot;
    }

    struct Position {
        /// @dev A at the position's last settlement.
        uint256 index;
        /// @dev h {unit}
        uint104 units;
        /// @dev {wei X20}
        uint152 owed;
    }

    /// @dev One class of an offer, as `quote` sums it up.
    struct Row {
        uint256 own;
        uint256 units;
        uint256 pot;
    }

    /// @dev G {wei / pot, X160}; begins at 1, and so do the A indices, so that no word goes from zero to something in a hook that
    /// settles many classes.
    uint256 private _g = 1;
    /// @dev T {pot}
    uint256 private _totalPot;
    /// @dev {pot} The part of T in classes without units.
    uint256 private _emptyPot;
    mapping(uint32 classId => Pool) private _pools;
    mapping(address operator => mapping(uint32 classId => Position)) private _positions;

    constructor(ICoverageLedger ledger) ClockedPolicy(ledger) {}

    // ---------------------------------------------------------------- the rule

    /// @dev {pot} P of a class of which `units` are held, below 2^144. The rule calls `_repot` whenever it changes for another
    /// reason than the units.
    function _potOf(uint32 classId, uint256 units) internal view virtual returns (uint256);

    /// @dev {unit} What `operator` would hold of a class with `service`, eligible and of class `classId`, as part of `offer`.
    function _unitsIn(
        address operator,
        Offer calldata offer,
        uint256 minReliability,
        uint32 classId,
        Service memory service
    ) internal view virtual returns (uint256);

    /// @dev A service began, changed or ended: the rule calls `_setUnits` for whatever positions follow from it.
    function _onService(uint32 classId, ServiceChange calldata change) internal virtual;

    /// @dev A class's demand weight changed.
    function _onWeight(uint32 classId, uint64 weight) internal virtual {}

    /// @dev A stake changed.
    function _onStake(Member calldata member) internal virtual {}

    /// @dev {unit} What `operator` would hold of the class (0 if `service` is all zero), and what all would, once its whole
    /// profile were the offer. Overridden where one member's units depend on the others'.
    function _held(
        address operator,
        Offer calldata offer,
        uint256 minReliability,
        uint32 classId,
        Service memory service
    ) internal view virtual returns (uint256 own, uint256 units) {
        if (service.u != 0) own = _unitsIn(operator, offer, minReliability, classId, service);
        units = _pools[classId].units - _positions[operator][classId].units + own;
    }

    // ---------------------------------------------------------------- hooks

    /// @inheritdoc IRewardPolicy
    function onClassAdded(uint32 classId, Curve calldata curve) external onlyLedger {
        // A class without units needs no record.
    }

    /// @inheritdoc IRewardPolicy
    function onWeight(uint256 emitted, uint32 classId, uint64 weight) external onlyLedger {
        _advance(emitted);
        _onWeight(classId, weight);
    }

    /// @inheritdoc IRewardPolicy
    function onAlphas(uint256 emitted, uint32 classId, int40[] calldata alphas) external onlyLedger {
        // Curves do not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onAvailability(uint256 emitted, uint32 domain, uint32 classId, uint32 availability) external onlyLedger {
        // Domains do not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onStake(uint256 emitted, Member calldata member, uint128) external onlyLedger {
        _advance(emitted);
        _onStake(member);
    }

    /// @inheritdoc IRewardPolicy
    function onServices(uint256 emitted, uint32 classId, ServiceChange[] calldata changes) external onlyLedger {
        _advance(emitted);
        for (uint256 i; i < changes.length; ++i) _onService(classId, changes[i]);
    }

    // ---------------------------------------------------------------- claims and views

    /// @inheritdoc IRewardPolicy
    function claim(
        uint256 emitted,
        address operator,
        uint32[] calldata classIds,
        uint256 paid
    ) external onlyVault returns (uint256 amount) {
        (uint256 g, Clock memory clock) = _advanced(emitted);
        uint256 room = clock.accrued - paid;
        for (uint256 i; i < classIds.length; ++i) {
            Position storage position = _positions[operator][classIds[i]];
            uint256 index = _indexAt(_pools[classIds[i]], g);
            uint256 owed = _owed(position, index);
            uint256 part = FixedPointMathLib.min(owed >> OWED_BITS, room - amount);
            if (part == 0) continue;
            position.index = index;
            position.owed = uint152(owed - (part << OWED_BITS));
            amount += part;
        }
    }

    /// @inheritdoc IRewardPolicy
    function earned(address operator) external view returns (uint256 sum) {
        uint32 classCount = LEDGER.classCount();
        (uint256 g, ) = _advanced(VAULT.emitted());
        for (uint32 classId = 1; classId <= classCount; ++classId) {
            sum += _owed(_positions[operator][classId], _indexAt(_pools[classId], g)) >> OWED_BITS;
        }
    }

    /// @inheritdoc IRewardPolicy
    function quote(address operator, Offer calldata offer) external view returns (uint256) {
        _requireOffer(offer);
        uint32 minReliability = LEDGER.minReliability();
        Row[] memory rows = new Row[](LEDGER.classCount());
        uint256 total = _totalPot;
        uint256 next;
        for (uint32 classId = 1; classId <= rows.length; ++classId) {
            Service memory service;
            if (next < offer.services.length && offer.services[next].classId == classId) {
                service = _eligible(offer.services[next++].service, minReliability);
            }
            if (service.u == 0 && _positions[operator][classId].units == 0) continue;
            Row memory row = rows[classId - 1];
            (row.own, row.units) = _held(operator, offer, minReliability, classId, service);
            row.pot = _potOf(classId, row.units);
            total = total - _pools[classId].pot + row.pot;
        }
        return _quoted(rows, total);
    }

    /// @notice {pot} and {unit} P_w and H_w of a class, and T: it gets P_w / T of the emission.
    function poolOf(uint32 classId) external view returns (uint256 pot, uint256 units, uint256 totalPot) {
        return (_pools[classId].pot, _pools[classId].units, _totalPot);
    }

    /// @notice {unit} h_iw: what an operator holds of a class.
    function unitsOf(address operator, uint32 classId) public view returns (uint256) {
        return _positions[operator][classId].units;
    }

    // ---------------------------------------------------------------- settlement

    /// @inheritdoc ClockedPolicy
    function _advance(uint256 emitted) internal override {
        if (emitted == _clock.emitted) return;
        (uint256 g, Clock memory clock) = _advanced(emitted);
        _g = g;
        _clock = clock;
    }

    /// @inheritdoc ClockedPolicy
    function _clockAt(uint256 emitted) internal view override returns (Clock memory clock) {
        (, clock) = _advanced(emitted);
    }

    /// @dev Gives an operator `units` of a class, below 2^100, with G as of now.
    function _setUnits(address operator, uint32 classId, uint256 units) internal {
        Position storage position = _positions[operator][classId];
        uint256 before = position.units;
        if (before == units) return;
        Pool storage pool = _pools[classId];
        _settle(pool);
        position.owed = uint152(_owed(position, pool.index));
        position.index = pool.index;
        position.units = uint104(units);
        uint256 held = pool.units - before + units;
        pool.units = uint104(held);
        _replacePot(pool, held - units + before, _potOf(classId, held));
    }

    /// @dev Takes over a pot that changed for another reason than the units, with G as of now.
    function _repot(uint32 classId) internal {
        Pool storage pool = _pools[classId];
        uint256 pot = _potOf(classId, pool.units);
        if (pot == pool.pot) return;
        _settle(pool);
        _replacePot(pool, pool.units, pot);
    }

    /// @dev Brings A up to G.
    function _settle(Pool storage pool) private {
        uint256 g = _g;
        uint256 before = pool.g;
        if (before == g) return;
        uint256 index = before == 0 ? 1 : _indexAt(pool, g);
        if (index != pool.index) pool.index = index;
        pool.g = g;
    }

    /// @dev {unit} H of a class.
    function _heldOf(uint32 classId) internal view returns (uint256) {
        return _pools[classId].units;
    }

    /// @dev The class has a new pot, and had `unitsBefore` while it had the old one.
    function _replacePot(Pool storage pool, uint256 unitsBefore, uint256 pot) private {
        uint256 before = pool.pot;
        uint256 emptyBefore = unitsBefore == 0 ? before : 0;
        uint256 emptyNow = pool.units == 0 ? pot : 0;
        if (emptyNow != emptyBefore) _emptyPot = _emptyPot - emptyBefore + emptyNow;
        if (pot == before) return;
        pool.pot = uint152(pot);
        _totalPot = _totalPot - before + pot;
    }

    /// @dev G and clock as of cumulative emission `emitted`. The casts fit: emission is below 2^92.
    function _advanced(uint256 emitted) private view returns (uint256 g, Clock memory clock) {
        g = _g;
        clock = _clock;
        if (!clock.running || emitted == clock.emitted) return (g, clock);
        uint256 emission = emitted - clock.emitted;
        clock.emitted = uint96(emitted);
        uint256 total = _totalPot;
        if (total == 0) return (g, clock);
        g += (emission << INDEX_BITS) / total;
        // The part of empty classes is rounded down, so what is accrued is rounded up.
        clock.accrued += uint96(emission - FixedPointMathLib.fullMulDiv(emission, _emptyPot, total));
    }

    /// @dev A {wei / unit, X160} as of `g`. Fits: the pot was part of T ever since the class was last settled, so that what the
    /// class drew is at most the emission.
    function _indexAt(Pool storage pool, uint256 g) private view returns (uint256 index) {
        index = pool.index;
        uint256 flow = (g - pool.g) * pool.pot;
        if (flow != 0 && pool.units != 0) index += flow / pool.units;
    }

    /// @dev {wei X20} What the position is owed once its class's index is `index`.
    function _owed(Position storage position, uint256 index) private view returns (uint256) {
        return position.owed + ((position.units * (index - position.index)) >> (INDEX_BITS - OWED_BITS));
    }

    /// @dev {wei/s} The sum over classes of rate P / T h / H, with 64 fractional bits on the way.
    function _quoted(Row[] memory rows, uint256 total) private view returns (uint256) {
        uint256 rate = VAULT.currentRate() << 64;
        uint256 sum;
        for (uint256 i; i < rows.length; ++i) {
            Row memory row = rows[i];
            if (row.own == 0 || row.pot == 0) continue;
            sum += FixedPointMathLib.fullMulDiv(FixedPointMathLib.fullMulDiv(rate, row.pot, total), row.own, row.units);
        }
        return sum >> 64;
    }
}
