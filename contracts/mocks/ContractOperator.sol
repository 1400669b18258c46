// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title An operator that is a contract: acts for its owner, and reverts when anyone else calls or pays it
contract ContractOperator {
    /// @notice Whoever calls is not the owner.
    error NotOwner(address caller);
    /// @notice It accepts nothing.
    error Refused();

    address private immutable OWNER;

    constructor() {
        OWNER = msg.sender;
    }

    fallback() external {
        revert Refused();
    }

    /// @notice Calls all targets in one transaction, or none.
    function execute(address[] calldata targets, bytes[] calldata data) external {
        if (msg.sender != OWNER) revert NotOwner(msg.sender);
        for (uint256 i; i < targets.length; ++i) Address.functionCall(targets[i], data[i]);
    }
}
