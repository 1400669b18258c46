// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Curve, IRewardPolicy, Member, Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {PolicyBase} from "./PolicyBase.sol";

/// @title Pay in proportion to one number per operator
/// @notice The whole emission goes to the operators with at least one live, eligible service, each by its weight; what the
/// weight is, is the rule. Nothing accrues while there is nobody.
/// @dev The accumulator of Synthetix StakingRewards (Synthetixio/synthetix contracts/StakingRewards.sol): index += dE / sum
/// of weights, owed_i += weight_i dIndex; with the emission clock in the vault instead of notifyRewardAmount.
abstract contract ProportionalPolicy is PolicyBase {
    /// @dev Fractional bits of the index.
    uint256 private constant INDEX_BITS = 96;
    /// @dev Fractional bits of what is owed.
    uint256 private constant OWED_BITS = 32;

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
    uint256 private _totalWeight;
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
        _reweigh(member.operator, account, _weightOnStake(account.weight, member.stake));
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
            _reweigh(change.member.operator, account, weight);
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
        uint256 owed = _owed(account, clock.index);
        amount = FixedPointMathLib.min(owed >> OWED_BITS, clock.accrued - paid);
        account.index = clock.index;
        account.owed = uint128(owed - (amount << OWED_BITS));
    }

    /// @inheritdoc IRewardPolicy
    function earned(address operator) external view returns (uint256) {
        return _owed(_accounts[operator], _advanced(VAULT.emitted()).index) >> OWED_BITS;
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
        uint256 others = _totalWeight - _accounts[operator].weight;
        return FixedPointMathLib.fullMulDiv(VAULT.currentRate(), weight, others + weight);
    }

    // ---------------------------------------------------------------- settlement

    /// @dev Settles the operator at its old weight, with the clock as of now, then gives it the new one.
    function _reweigh(address operator, Account memory account, uint256 weight) private {
        uint256 index = _clock.index;
        account.owed = uint128(_owed(account, index));
        account.index = uint192(index);
        if (weight != account.weight) _totalWeight = _totalWeight - account.weight + weight;
        // Stakes and served volumes stay below 2^96 (registry, report format).
        account.weight = uint128(weight);
        _accounts[operator] = account;
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
        clock.accrued += uint96(emission);
    }

    /// @dev {wei X32} Rounded down.
    function _owed(Account memory account, uint256 index) private pure returns (uint256) {
        // Fits: weight times index growth is at most the emission, below 2^188 in X96.
        return account.owed + ((account.weight * (index - account.index)) >> (INDEX_BITS - OWED_BITS));
    }
}
