// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Curve, IRewardPolicy, Member, Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {PolicyBase} from "./PolicyBase.sol";

/// @title Pay in proportion to one number per operator
/// @notice The whole emission goes to the operators with at least one live, eligible service, each by its weight; what the
/// weight is, is the rule. Nothing accrues while there is nobody. A rule may pay out only a part of what a weight brings;
/// the rest is never owed and stays the vault's surplus.
/// @dev The accumulator of Synthetix StakingRewards (Synthetixio/synthetix contracts/StakingRewards.sol): index += dE / sum
/// of weights, owed_i += weight_i dIndex; with the emission clock in the vault instead of notifyRewardAmount.
abstract contract ProportionalPolicy is PolicyBase {
    /// @dev Fractional bits of the index.
    uint256 internal constant INDEX_BITS = 96;
    /// @dev Fractional bits of what is owed.
    uint256 internal constant OWED_BITS = 32;
    /// @dev All of it, as a part in X64.
    uint256 internal constant WHOLE_X64 = 1 << 64;

    struct Account {
        /// @dev {wei / weight, X96} The index that `owed` has taken in.
        uint192 index;
        /// @dev Classes with a live, eligible service.
        uint32 services;
        uint128 weight;
        /// @dev {wei X32}
        uint128 owed;
    }

    struct Clock {
        /// @dev {wei / weight, X96}
        uint192 index;
        bool running;
        /// @dev {wei} The cumulative emission that the index has taken in.
        uint96 emitted;
        /// @dev {wei} Accrued to operators so far.
        uint96 accrued;
    }

    Clock private _clock;
    uint256 internal _totalWeight;
    mapping(address operator => Account) private _accounts;

    constructor(ICoverageLedger ledger) PolicyBase(ledger) {}

    // ---------------------------------------------------------------- the rule

    /// @dev The weight of a serving operator after its service in one class went from `before` to `current`.
    function _weightOnService(
        uint256 weight,
        Member calldata member,
        Service calldata before,
        Service calldata current
    ) internal view virtual returns (uint256);

    /// @dev The weight of a serving operator after its stake changed.
    function _weightOnStake(uint256 weight, uint256 stake) internal view virtual returns (uint256);

    /// @dev The weight that a whole profile would have; `minReliability` {1e-9} says which services are eligible.
    function _weightOf(Offer calldata offer, uint256 minReliability) internal view virtual returns (uint256);

    /// @dev {X64} The part of what `weight` brings that an operator with `stake` is paid, at most `WHOLE_X64`. A rule whose part
    /// is not always the whole keeps it as of `_onWeighed` and reads it in `_pay` and `_payAll`.
    function _part(uint256, uint256) internal view virtual returns (uint256) {
        return WHOLE_X64;
    }

    /// @dev The past is settled, and from here on `operator` weighs `weight` and has `stake`.
    function _onWeighed(address operator, uint256 weight, uint256 stake) internal virtual {}

    /// @dev {wei X32} What `operator` is paid for `weight` while the index grows by `growth` {wei / weight, X96}, rounded down.
    function _pay(address, uint256 weight, uint256 growth) internal view virtual returns (uint256) {
        // Fits: weight times index growth is at most the emission, below 2^188 in X96.
        return (weight * growth) >> (INDEX_BITS - OWED_BITS);
    }

    /// @dev {wei} What all operators together are paid of `emission` while weights add up to `totalWeight`, rounded up.
    function _payAll(uint256 emission, uint256) internal view virtual returns (uint256) {
        return emission;
    }

    /// @dev The operator's weight at present.
    function _weightIn(address operator) internal view returns (uint256) {
        return _accounts[operator].weight;
    }

    /// @dev Whether a profile has at least one eligible service.
    function _serves(Offer calldata offer, uint256 minReliability) internal pure returns (bool) {
        for (uint256 i; i < offer.services.length; ++i) {
            uint256 u = offer.services[i].service.u;
            if (u >= minReliability && u != 0) return true;
        }
        return false;
    }

    // ---------------------------------------------------------------- hooks

    /// @inheritdoc IRewardPolicy
    function start(uint256 emitted) external onlyLedger {
        _clock.emitted = uint96(emitted);
        _clock.running = true;
        emit PolicyStarted(emitted);
    }

    /// @inheritdoc IRewardPolicy
    function stop(uint256 emitted) external onlyLedger {
        _clock = _advanced(emitted);
        _clock.running = false;
        emit PolicyStopped(emitted);
    }

    /// @inheritdoc IRewardPolicy
    function onClassAdded(uint32 classId, Curve calldata curve) external onlyLedger {
        // Classes do not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onWeight(uint256 emitted, uint32 classId, uint64 weight) external onlyLedger {
        // Demand does not weigh.
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
        Account memory account = _accounts[member.operator];
        if (account.services == 0) return;
        _clock = _advanced(emitted);
        _reweigh(member.operator, account, _weightOnStake(account.weight, member.stake), member.stake);
    }

    /// @inheritdoc IRewardPolicy
    function onServices(uint256 emitted, uint32, ServiceChange[] calldata changes) external onlyLedger {
        _clock = _advanced(emitted);
        for (uint256 i; i < changes.length; ++i) {
            ServiceChange calldata change = changes[i];
            Account memory account = _accounts[change.member.operator];
            if (change.before.u == 0 && change.current.u != 0) ++account.services;
            if (change.before.u != 0 && change.current.u == 0) --account.services;
            uint256 weight =
                account.services == 0
                    ? 0
                    : _weightOnService(account.weight, change.member, change.before, change.current);
            _reweigh(change.member.operator, account, weight, change.member.stake);
        }
    }

    // ---------------------------------------------------------------- claims and views

    /// @inheritdoc IRewardPolicy
    function claim(
        uint256 emitted,
        address operator,
        uint32[] calldata,
        uint256 paid
    ) external onlyVault returns (uint256 amount) {
        Clock memory clock = _advanced(emitted);
        Account storage account = _accounts[operator];
        uint256 owed = _owed(operator, account, clock.index);
        amount = FixedPointMathLib.min(owed >> OWED_BITS, clock.accrued - paid);
        account.index = clock.index;
        account.owed = uint128(owed - (amount << OWED_BITS));
    }

    /// @inheritdoc IRewardPolicy
    function earned(address operator) external view returns (uint256) {
        return _owed(operator, _accounts[operator], _advanced(VAULT.emitted()).index) >> OWED_BITS;
    }

    /// @inheritdoc IRewardPolicy
    function liability() external view returns (uint256) {
        return _advanced(VAULT.emitted()).accrued - VAULT.paidBy(address(this));
    }

    /// @inheritdoc IRewardPolicy
    function quote(address operator, Offer calldata offer) external view returns (uint256) {
        _requireOffer(offer);
        uint256 weight = _weightOf(offer, LEDGER.minReliability());
        if (weight == 0) return 0;
        uint256 total = _totalWeight - _accounts[operator].weight + weight;
        return FixedPointMathLib.fullMulDiv(VAULT.currentRate(), weight * _part(weight, offer.stake), total << 64);
    }

    // ---------------------------------------------------------------- settlement

    /// @dev Settles the operator as of now and weighs it anew with the weight that it has.
    function _refresh(address operator, uint256 stake) internal {
        _clock = _advanced(VAULT.emitted());
        Account memory account = _accounts[operator];
        _reweigh(operator, account, account.weight, stake);
    }

    /// @dev Settles the operator at its old weight, with the clock as of now, then gives it the new one.
    function _reweigh(address operator, Account memory account, uint256 weight, uint256 stake) private {
        uint256 index = _clock.index;
        account.owed = uint128(_owed(operator, account, index));
        account.index = uint192(index);
        if (weight != account.weight) _totalWeight = _totalWeight - account.weight + weight;
        // Fits: stakes are below 2^96 (registry), volumes and capacity ratios below 2^64 in each of fewer than 2^32 classes.
        account.weight = uint128(weight);
        _accounts[operator] = account;
        _onWeighed(operator, weight, stake);
    }

    /// @dev Casts fit: emission is below 2^92, so the index stays below 2^188.
    function _advanced(uint256 emitted) private view returns (Clock memory clock) {
        clock = _clock;
        if (!clock.running) return clock;
        uint256 emission = emitted - clock.emitted;
        clock.emitted = uint96(emitted);
        uint256 total = _totalWeight;
        if (total == 0) return clock;
        clock.index += uint192((emission << INDEX_BITS) / total);
        clock.accrued += uint96(_payAll(emission, total));
    }

    /// @dev {wei X32} Rounded down.
    function _owed(address operator, Account memory account, uint256 index) private view returns (uint256) {
        return account.owed + _pay(operator, account.weight, index - account.index);
    }
}
