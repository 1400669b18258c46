// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {IRewardPolicy} from "../interfaces/IRewardPolicy.sol";
import {PolicyBase} from "./PolicyBase.sol";

/// @title When a policy accrues, and how much it owes
/// @dev The clock of the rules whose indices are kept beside it, in words of their own.
abstract contract ClockedPolicy is PolicyBase {
    struct Clock {
        bool running;
        /// @dev {wei} The cumulative emission that the indices have taken in; below 2^92 (vault), so that casts fit.
        uint96 emitted;
        /// @dev {wei} Accrued to operators so far, rounded up.
        uint96 accrued;
    }

    Clock internal _clock;

    constructor(ICoverageLedger ledger) PolicyBase(ledger) {}

    /// @inheritdoc IRewardPolicy
    function start(uint256 emitted) external onlyLedger {
        _clock.emitted = uint96(emitted);
        _clock.running = true;
        emit PolicyStarted(emitted);
    }

    /// @inheritdoc IRewardPolicy
    function stop(uint256 emitted) external onlyLedger {
        _advance(emitted);
        _clock.running = false;
        emit PolicyStopped(emitted);
    }

    /// @inheritdoc IRewardPolicy
    function liability() external view returns (uint256) {
        return _clockAt(VAULT.emitted()).accrued - VAULT.paidBy(address(this));
    }

    /// @dev Brings clock and indices up to cumulative emission `emitted`, before anything else changes.
    function _advance(uint256 emitted) internal virtual;

    /// @dev The clock as of cumulative emission `emitted`, without writing.
    function _clockAt(uint256 emitted) internal view virtual returns (Clock memory);
}
