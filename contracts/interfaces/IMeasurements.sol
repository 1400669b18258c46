// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the ledger measured
/// @notice The ledger's `Measurement` field by field, for policies that must know who serves what beyond what they are told.
interface IMeasurements {
    /// @notice What an operator was measured to deliver in a class, and whether it counts for the policies.
    function measurementOf(
        address operator,
        uint32 classId
    ) external view returns (uint32 u, uint64 x, uint64 served, uint40 measuredAt, bool eligible);
}
