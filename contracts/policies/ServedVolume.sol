// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Member, Offer, Service} from "../interfaces/IRewardPolicy.sol";
import {ProportionalPolicy} from "./ProportionalPolicy.sol";

/// @title Pay for volume
/// @notice Every operator earns by the requests that it served in the last measured window of each class {requests}: the
/// stream of one window is shared by the volumes of the window before.
contract ServedVolume is ProportionalPolicy {
    constructor(ICoverageLedger ledger) ProportionalPolicy(ledger) {}

    /// @inheritdoc ProportionalPolicy
    function _weightOnService(
        uint256 weight,
        Member calldata,
        Service calldata before,
        Service calldata current
    ) internal pure override returns (uint256) {
        return weight - before.served + current.served;
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOnStake(uint256 weight, uint256) internal pure override returns (uint256) {
        return weight;
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOf(Offer calldata offer, uint256 minReliability) internal pure override returns (uint256 weight) {
        for (uint256 i; i < offer.services.length; ++i) {
            Service calldata service = offer.services[i].service;
            if (service.u >= minReliability && service.u != 0) weight += service.served;
        }
    }
}
