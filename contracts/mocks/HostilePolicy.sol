// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A policy that is told of everything and misbehaves when asked to
/// @notice Every hook ends in the fallback: it stays quiet, reverts, burns all gas, or answers with a megabyte.
contract HostilePolicy {
    enum Mode {
        Quiet,
        Revert,
        BurnGas,
        ReturnBomb,
        RevertBomb
    }

    /// @notice What this policy does when it must fail.
    error Refused();

    Mode public mode;
    /// @notice How many hooks it took in.
    uint256 public heard;

    /// @notice Chooses how the next calls are answered.
    function setMode(Mode mode_) external {
        mode = mode_;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer();
    }

    function _answer() private returns (bytes memory) {
        if (mode == Mode.Revert) revert Refused();
        if (mode == Mode.BurnGas) while (true) ++heard;
        if (mode == Mode.ReturnBomb) return new bytes(1 << 18);
        if (mode == Mode.RevertBomb) revert(string(new bytes(1 << 18)));
        ++heard;
        return "";
    }
}
