// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LibCall} from "solady/src/utils/LibCall.sol";

/// @title Ledger, vault and authority in one, for the gas of single hooks
/// @notice Tells a policy whatever it is given, each hook in a transaction of its own, and logs what the policy used.
contract HookStand {
    /// @notice {gas} What a hook used inside the policy, storage cold and refunds not taken off: what a listener's allowance has
    /// to cover.
    event HookTold(uint256 gasUsed);

    /// @notice This contract is the vault as well.
    address public immutable VAULT = address(this);
    address public immutable TOKEN = address(this);
    uint32 public classCount;
    /// @notice {wei}
    uint256 public emitted;

    /// @notice {1e-9} Of every domain.
    function availabilityOf(uint32, uint32) external pure returns (uint32) {
        return 0.99e9;
    }

    function authority() external view returns (address) {
        return address(this);
    }

    /// @notice As an access manager: everybody may do everything.
    function canCall(address, address, bytes4) external pure returns (bool allowed, uint32 delay) {
        return (true, 0);
    }

    function setClassCount(uint32 count) external {
        classCount = count;
    }

    function emitMore(uint256 amount) external {
        emitted += amount;
    }

    /// @notice Calls the policy with each of `hooks` and logs the gas of each; reverts as the policy does.
    function tell(address policy, bytes[] calldata hooks) external {
        for (uint256 i; i < hooks.length; ++i) {
            bytes memory hook = hooks[i];
            uint256 before = gasleft();
            LibCall.callContract(policy, hook);
            emit HookTold(before - gasleft());
        }
    }
}
