// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title A policy that is told of everything and misbehaves when asked to
/// @notice Every hook ends in the fallback: it stays quiet, reverts, burns all gas, answers with a megabyte, or calls
/// back.
contract HostilePolicy {
    enum Mode {
        Quiet,
        Revert,
        BurnGas,
        ReturnBomb,
        RevertBomb,
        Reenter
    }

    /// @notice What this policy does when it must fail.
    error Refused();

    Mode public mode;
    address private _target;
    bytes private _call;
    /// @notice How many hooks it took in.
    uint256 public heard;

    /// @notice Chooses how the next calls are answered.
    function setMode(Mode mode_) external {
        mode = mode_;
    }

    /// @notice From now on every hook makes this call, and fails if it fails.
    function reenter(address target, bytes calldata data) external {
        mode = Mode.Reenter;
        _target = target;
        _call = data;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer();
    }

    function _answer() private returns (bytes memory) {
        if (mode == Mode.Revert) revert Refused();
        if (mode == Mode.Reenter) Address.functionCall(_target, _call);
        if (mode == Mode.BurnGas) while (true) ++heard;
        if (mode == Mode.ReturnBomb) return new bytes(1 << 18);
        if (mode == Mode.RevertBomb) revert(string(new bytes(1 << 18)));
        ++heard;
        return "";
    }
}
