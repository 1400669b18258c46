// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {LibCall} from "solady/src/utils/LibCall.sol";

/// @title A token that calls out in the middle of a transfer, as hook tokens do
/// @notice The attacker sets what is called; the outcome is recorded and, if asked for, passed on as a revert.
contract ReentrantToken is ERC20 {
    /// @notice The transfer's hook failed and was to be passed on.
    error HookFailed();

    /// @notice How often the hook was called, and how often that call came through.
    uint256 public calls;
    uint256 public successes;
    /// @notice What the last call of the hook returned or reverted with.
    bytes public answer;

    address private _target;
    bytes private _data;
    bool private _strict;
    bool private _inside;

    constructor(uint256 supply) ERC20("Reentrant", "RE") {
        _mint(msg.sender, supply);
    }

    /// @notice From now on every transfer calls `target` with `data`; `strict`: a failure stops the transfer.
    function setHook(address target, bytes calldata data, bool strict) external {
        _target = target;
        _data = data;
        _strict = strict;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (_target == address(0) || _inside) return;
        _inside = true;
        ++calls;
        bool ok;
        (ok, , answer) = LibCall.tryCall(_target, 0, gasleft(), 256, _data);
        if (ok) ++successes;
        else if (_strict) revert HookFailed();
        _inside = false;
    }
}
