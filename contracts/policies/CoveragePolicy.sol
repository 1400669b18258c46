// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {IRewardPolicy} from "../interfaces/IRewardPolicy.sol";
import {PolicyBase} from "./PolicyBase.sol";

/// @title The global index, its backstop and the liability of a coverage rule
/// @notice G += dE / max(W, R): W the sum of demand weights, R the part of it that is being earned. While R <= W, as it is
/// for every valid curve (P2), G is emission per unit of weight; were R ever above W, everyone would be scaled down alike.
/// @dev A class's part of R is replaced whenever the class is touched, rounded up; liability grows with R in whole wei,
/// rounded up, and by at most what is emitted. Emission is below 2^92 wei, which the vault enforces.
abstract contract CoveragePolicy is PolicyBase {
    /// @dev Fractional bits of G.
    uint256 internal constant G_BITS = 64;
    /// @dev Fractional bits of an A index: 2^-18 wei.
    uint256 internal constant A_BITS = 18;
    /// @dev Fractional bits of a position: those of the odds (X56) and of the A indices together.
    uint256 internal constant POSITION_BITS = 74;
    /// @dev Fractional bits of R.
    uint256 private constant R_BITS = 32;

    /// @notice R {weight X32} is above W: everyone's pay is scaled by W / R, and a lone deviation no longer changes pay by
    /// exactly what it changes coverage (P1 is suspended).
    event BackstopEngaged(uint256 earnedWeightX32, uint256 totalWeight);
    /// @notice R is back at or below W.
    event BackstopReleased(uint256 earnedWeightX32, uint256 totalWeight);

    struct Index {
        /// @dev {wei / weight, X64}
        uint160 g;
        /// @dev {wei} The cumulative emission that g has taken in.
        uint96 emitted;
    }

    struct Totals {
        /// @dev W {weight}, at most 2^56.
        uint56 weight;
        bool running;
        /// @dev R {weight, X32}
        uint96 earnedWeight;
        /// @dev {wei} Accrued to operators so far, rounded up.
        uint96 accrued;
    }

    Index internal _index;
    Totals internal _totals;

    constructor(ICoverageLedger ledger) PolicyBase(ledger) {}

    /// @inheritdoc IRewardPolicy
    function start(uint256 emitted) external onlyLedger {
        _index.emitted = uint96(emitted);
        _totals.running = true;
        emit PolicyStarted(emitted);
    }

    /// @inheritdoc IRewardPolicy
    function stop(uint256 emitted) external onlyLedger {
        (Index memory index, Totals memory totals) = _advanced(emitted);
        totals.running = false;
        _index = index;
        _totals = totals;
        emit PolicyStopped(emitted);
    }

    /// @inheritdoc IRewardPolicy
    function liability() external view returns (uint256) {
        (, Totals memory totals) = _advanced(VAULT.emitted());
        return totals.accrued - VAULT.paidBy(address(this));
    }

    /// @notice {weight X32} R and {weight} W: what part of the emission is being earned at this moment.
    function earnedWeight() external view returns (uint256 earnedWeightX32, uint256 totalWeight) {
        return (_totals.earnedWeight, _totals.weight);
    }

    /// @dev Both records as of cumulative emission `emitted`. Casts fit: emission below 2^92 gives g below 2^156 and
    /// accrued below 2^92.
    function _advanced(uint256 emitted) internal view returns (Index memory index, Totals memory totals) {
        index = _index;
        totals = _totals;
        if (!totals.running || emitted == index.emitted) return (index, totals);
        uint256 emission = emitted - index.emitted;
        index.emitted = uint96(emitted);
        // Without weight nothing is to be earned, whatever R is: divided by a remainder of R alone, G would leave its bounds.
        if (totals.weight == 0) return (index, totals);
        uint256 divisor = _divisor(totals);
        index.g += uint160((emission << (G_BITS + R_BITS)) / divisor);
        totals.accrued += uint96(FixedPointMathLib.divUp(emission * totals.earnedWeight, divisor));
    }

    /// @dev Stores both records after a class's part of R went from `termBefore` to `termAfter` and its weight from
    /// `weightBefore` to `weightAfter`.
    function _commit(
        Index memory index,
        Totals memory totals,
        uint256 termBefore,
        uint256 termAfter,
        uint256 weightBefore,
        uint256 weightAfter
    ) internal {
        bool engagedBefore = _isEngaged(totals);
        // Casts fit: W is at most 2^56 (the ledger), and R at most 2^8 W (CoverageMath's ranges). What is taken out was put
        // in, but an exit must not hang on that.
        totals.earnedWeight = uint96(FixedPointMathLib.zeroFloorSub(totals.earnedWeight, termBefore) + termAfter);
        totals.weight = uint56(totals.weight - weightBefore + weightAfter);
        _index = index;
        _totals = totals;
        bool engaged = _isEngaged(totals);
        if (engaged && !engagedBefore) emit BackstopEngaged(totals.earnedWeight, totals.weight);
        if (!engaged && engagedBefore) emit BackstopReleased(totals.earnedWeight, totals.weight);
    }

    /// @dev {weight X32} max(W, R)
    function _divisor(Totals memory totals) internal pure returns (uint256) {
        return FixedPointMathLib.max(uint256(totals.weight) << R_BITS, totals.earnedWeight);
    }

    /// @dev {wei/s} A rate quoted as sum of weight x share in X144, at emission `rate`, once R would be `earnedAfter`.
    function _quoted(uint256 sumX144, uint256 rate, uint256 earnedAfter) internal view returns (uint256) {
        Totals memory totals = _totals;
        totals.earnedWeight = uint96(earnedAfter);
        uint256 divisor = _divisor(totals);
        if (divisor == 0) return 0;
        return FixedPointMathLib.fullMulDiv(sumX144, rate << R_BITS, divisor << 144);
    }

    /// @dev Takes whole wei out of a position worth `value` (X74), at most what is accrued and not yet `paid`.
    function _payable(int256 value, uint256 room) internal pure returns (uint256 amount) {
        if (value <= 0) return 0;
        amount = FixedPointMathLib.min(uint256(value) >> POSITION_BITS, room);
    }

    function _isEngaged(Totals memory totals) private pure returns (bool) {
        return totals.earnedWeight > uint256(totals.weight) << R_BITS;
    }
}
