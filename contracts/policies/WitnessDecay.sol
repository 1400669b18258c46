// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {PooledPolicy} from "./PooledPolicy.sol";

/// @title Pay for presence that decays in a crowd
/// @notice B (reward units of i) / (all reward units): in each class that it serves a member gets 1 unit while the class has
/// n <= N members, else (N - (1 - r^(n - N))) / n, with N = 4 and r = 0.8 (helium/HIP 0015-beaconing-rewards.md, where the
/// members are the witnesses of a beacon). Demand does not weigh, nor does stake, quality or volume: pays for presence where
/// there are few.
/// @dev In the field: witnesses were invented, the rule could not tell a radio from a claim of one; Helium retired proof of
/// coverage for data-only rewards (HIP 149). A class as a whole earns less with every member beyond N, down to N - 1 units.
/// Settled continuously at O(1): units within a class are alike, so the class is a pot of n units. r^(n - N) is computed to
/// about 1e-26.
contract WitnessDecay is PooledPolicy {
    /// @notice {1} N: members that earn in full.
    uint256 public constant FULL_MEMBERS = 4;
    /// @notice {1e-27} r: how fast the last unit fades.
    uint256 public constant DECAY = 0.8e27;
    /// @notice {1e-27} One reward unit.
    uint256 public constant UNIT = 1e27;

    constructor(ICoverageLedger ledger) PooledPolicy(ledger) {}

    /// @notice {1e-27} What each of `members` of a class gets, rounded down.
    function unitAt(uint256 members) external pure returns (uint256) {
        return members == 0 ? 0 : _potAt(members) / members;
    }

    function _onService(uint32 classId, ServiceChange calldata change) internal override {
        _setUnits(change.member.operator, classId, change.current.u == 0 ? 0 : 1);
    }

    function _potOf(uint32, uint256 units) internal pure override returns (uint256) {
        return _potAt(units);
    }

    function _unitsIn(
        address,
        Offer calldata,
        uint256,
        uint32,
        Service memory
    ) internal pure override returns (uint256) {
        return 1;
    }

    /// @dev {1e-27} The reward units of a class of n members.
    function _potAt(uint256 n) private pure returns (uint256) {
        if (n <= FULL_MEMBERS) return n * UNIT;
        return (FULL_MEMBERS - 1) * UNIT + FixedPointMathLib.rpow(DECAY, n - FULL_MEMBERS, UNIT);
    }
}
