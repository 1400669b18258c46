// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardPolicy, Member, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";

/// @title Ledger and vault in one, for a policy alone: thousands of members without a registry
/// @notice One class of weight 1; members are the addresses 1, 2, ...; what was emitted is what the test says.
contract PolicyStand {
    IRewardPolicy public policy;
    /// @notice {wei}
    uint256 public emitted;
    /// @notice {members}
    uint256 public size;
    /// @notice This contract is the vault as well.
    address public immutable VAULT = address(this);

    function classCount() external pure returns (uint32) {
        return 1;
    }

    function minReliability() external pure returns (uint32) {
        return 0;
    }

    /// @notice {wei/s}
    function currentRate() external pure returns (uint256) {
        return 1e27;
    }

    function paidBy(address) external pure returns (uint256) {
        return 0;
    }

    function put(IRewardPolicy policy_) external {
        policy = policy_;
        policy_.start(0);
        policy_.onWeight(0, 1, 1);
    }

    /// @notice {wei} Emits so much more.
    function emitMore(uint256 amount) external {
        emitted += amount;
    }

    /// @notice `count` more members join with the same service, in one hook.
    function join(uint256 count, Service calldata service) external {
        ServiceChange[] memory changes = new ServiceChange[](count);
        for (uint256 i; i < count; ++i) {
            changes[i].member.operator = address(uint160(++size));
            changes[i].current = service;
        }
        policy.onServices(emitted, 1, changes);
    }

    /// @notice The service of one member changes from `before` to `current`.
    function change(address operator, Service calldata before, Service calldata current) external {
        ServiceChange[] memory changes = new ServiceChange[](1);
        changes[0] = ServiceChange(Member(operator, 0, 0), before, current);
        policy.onServices(emitted, 1, changes);
    }

    function claim(address operator) external returns (uint256) {
        uint32[] memory classIds = new uint32[](1);
        classIds[0] = 1;
        return policy.claim(emitted, operator, classIds, 0);
    }
}
