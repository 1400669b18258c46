// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Member, Offer, Service} from "../interfaces/IRewardPolicy.sol";
import {ProportionalPolicy} from "./ProportionalPolicy.sol";

/// @title Pay for existing
/// @notice Every operator with at least one live, eligible service earns the same: the rule that counts nodes.
contract EqualShare is ProportionalPolicy {
    constructor(ICoverageLedger ledger) ProportionalPolicy(ledger) {}

    /// @inheritdoc ProportionalPolicy
    function _weightOnService(
        uint256,
        Member calldata,
        Service calldata,
        Service calldata
    ) internal pure override returns (uint256) {
        return 1;
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOnStake(uint256 weight, uint256) internal pure override returns (uint256) {
        return weight;
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOf(Offer calldata offer, uint256 minReliability) internal pure override returns (uint256) {
        return _serves(offer, minReliability) ? 1 : 0;
    }
}
