// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Member, Offer, Service} from "../interfaces/IRewardPolicy.sol";
import {ProportionalPolicy} from "./ProportionalPolicy.sol";

/// @title Pay for capacity that stands ready
/// @notice Every operator earns by the sum of its capacity ratios over the classes that it serves {1e-9}, used or not: how
/// markets for rented GPUs reward supply (io.net's block rewards for devices that are online).
/// @dev In the field: about 1.8 million GPUs were claimed at io.net, of which about 12,000 were verified. It pays for machines,
/// so it was gamed by claiming machines. x is measured here; a class with little demand makes the same machine a larger ratio.
contract CapacityWeighted is ProportionalPolicy {
    constructor(ICoverageLedger ledger) ProportionalPolicy(ledger) {}

    /// @inheritdoc ProportionalPolicy
    function _weightOnService(
        uint256 weight,
        Member calldata,
        Service calldata before,
        Service calldata current
    ) internal pure override returns (uint256) {
        return weight - before.x + current.x;
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOnStake(uint256 weight, uint256) internal pure override returns (uint256) {
        return weight;
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOf(Offer calldata offer, uint256 minReliability) internal pure override returns (uint256 weight) {
        for (uint256 i; i < offer.services.length; ++i) {
            Service calldata service = offer.services[i].service;
            if (service.u >= minReliability && service.u != 0) weight += service.x;
        }
    }
}
