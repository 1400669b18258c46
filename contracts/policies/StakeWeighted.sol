// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Member, Offer, Service} from "../interfaces/IRewardPolicy.sol";
import {ProportionalPolicy} from "./ProportionalPolicy.sol";

/// @title Pay for stake
/// @notice Every operator with at least one live, eligible service earns by its bonded stake {token wei}, as in Synthetix
/// StakingRewards; unbonding stake earns nothing.
contract StakeWeighted is ProportionalPolicy {
    constructor(ICoverageLedger ledger) ProportionalPolicy(ledger) {}

    /// @inheritdoc ProportionalPolicy
    function _weightOnService(
        uint256,
        Member calldata member,
        Service calldata,
        Service calldata
    ) internal pure override returns (uint256) {
        return member.stake;
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOnStake(uint256, uint256 stake) internal pure override returns (uint256) {
        return stake;
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOf(Offer calldata offer, uint256 minReliability) internal pure override returns (uint256) {
        return _serves(offer, minReliability) ? offer.stake : 0;
    }
}
