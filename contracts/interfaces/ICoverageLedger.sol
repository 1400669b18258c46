// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardVault} from "./IRewardVault.sol";

/// @title What the policies and the registry need from the ledger
/// @notice Classes, domains and measured service levels; the only caller of the policies' hooks.
interface ICoverageLedger {
    /// @notice {1} Classes are numbered 1..classCount.
    function classCount() external view returns (uint32);
    /// @notice {1e-9} Availability of a domain as seen by a class: the reported one, else the domain's listed one.
    function availabilityOf(uint32 domain, uint32 classId) external view returns (uint32);
    /// @notice {1e-9} Below this reliability a service is measured and earns nothing.
    function minReliability() external view returns (uint32);
    function VAULT() external view returns (IRewardVault);

    /// @notice The registry's word on an operator: stake, and whether it may be measured. Registry only.
    function onOperator(address operator, uint128 stake, bool active) external;
    /// @notice The operator leaves the listed classes. Registry only.
    /// @param all Whether these must be all the classes that it is measured in.
    function onLeave(address operator, uint32[] calldata classIds, bool all) external;
    /// @notice The operator moves to another domain; `classIds` must be all the classes that it is measured in. Registry
    /// only.
    function onMove(address operator, uint32 domain, uint32[] calldata classIds) external;
}
