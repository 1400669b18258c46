// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The cheat codes that the tests use
/// @notice Those of Hardhat's Solidity test runner (the same as Foundry's), no more than needed.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    struct DirEntry {
        string errorMessage;
        string path;
        uint64 depth;
        bool isDir;
        bool isSymlink;
    }

    function warp(uint256 timestamp) external;
    function getBlockTimestamp() external view returns (uint256);
    function prank(address sender) external;
    function startPrank(address sender) external;
    function stopPrank() external;
    function assume(bool condition) external pure;
    function expectRevert() external;
    function expectRevert(bytes calldata data) external;
    function load(address target, bytes32 slot) external view returns (bytes32);
    function record() external;
    function accesses(address target) external returns (bytes32[] memory reads, bytes32[] memory writes);
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function snapshotState() external returns (uint256 id);
    function revertToState(uint256 id) external returns (bool);
    function getCode(string calldata artifact) external view returns (bytes memory);
    function readDir(string calldata path) external view returns (DirEntry[] memory);
    function toString(uint256 value) external pure returns (string memory);
    function toString(int256 value) external pure returns (string memory);
}

Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

/// @dev `value` brought into [low, high], evenly.
function bound(uint256 value, uint256 low, uint256 high) pure returns (uint256) {
    return low + (value % (high - low + 1));
}

/// @dev Lets `time` seconds pass. By cheat code: the compiler may take block.timestamp for constant within a call.
function skip(uint256 time) {
    vm.warp(vm.getBlockTimestamp() + time);
}

/// @notice A check that failed, with the two numbers that disagree.
error Failed(string what, uint256 left, uint256 right);

function requireEqual(uint256 left, uint256 right, string memory what) pure {
    if (left != right) revert Failed(what, left, right);
}

function requireAtMost(uint256 left, uint256 right, string memory what) pure {
    if (left > right) revert Failed(what, left, right);
}

/// @dev |left - right| <= tolerance
function requireClose(uint256 left, uint256 right, uint256 tolerance, string memory what) pure {
    if ((left > right ? left - right : right - left) > tolerance) revert Failed(what, left, right);
}
