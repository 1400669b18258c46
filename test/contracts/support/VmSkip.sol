// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The cheat code that ends a test as skipped
/// @notice Apart from `Vm`, whose file has a `skip` of its own.
interface VmSkip {
    function skip(bool condition) external;
}
