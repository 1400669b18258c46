// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Service} from "../interfaces/IRewardPolicy.sol";

/// @title The packed form of the reporter's batches
/// @notice Entries follow each other without padding, big-endian:
/// service 44 bytes = operator 20 | classId 4 | u 4 | x 8 | served 8;
/// demand 12 bytes = classId 4 | weight 8;
/// availability 12 bytes = domain 4 | classId 4 | availability 4.
/// @dev `scripts/chain/reportCodec.ts` writes what this reads.
library ReportCodec {
    uint256 internal constant SERVICE_BYTES = 44;
    uint256 internal constant DEMAND_BYTES = 12;
    uint256 internal constant AVAILABILITY_BYTES = 12;

    /// @notice A batch that is not a whole number of entries.
    error ReportMalformed(uint256 length, uint256 entryBytes);

    /// @notice How many entries of `entryBytes` a batch holds.
    function count(bytes calldata batch, uint256 entryBytes) internal pure returns (uint256) {
        if (batch.length % entryBytes != 0) revert ReportMalformed(batch.length, entryBytes);
        return batch.length / entryBytes;
    }

    /// @notice The operator of the `index`-th service entry.
    function operatorOf(bytes calldata batch, uint256 index) internal pure returns (address) {
        return address(bytes20(batch[index * SERVICE_BYTES:]));
    }

    /// @notice The class of the `index`-th service entry.
    function classOf(bytes calldata batch, uint256 index) internal pure returns (uint32) {
        return uint32(bytes4(batch[index * SERVICE_BYTES + 20:]));
    }

    /// @notice Who was measured, and what, in the `index`-th service entry.
    function service(
        bytes calldata batch,
        uint256 index
    ) internal pure returns (address operator, Service memory reported) {
        operator = operatorOf(batch, index);
        // The last 20 bytes of the entry; each cast keeps exactly the bytes of its field.
        uint256 fields = uint160(bytes20(batch[index * SERVICE_BYTES + 24:]));
        reported.u = uint32(fields >> 128);
        reported.x = uint64(fields >> 64);
        reported.served = uint64(fields);
    }

    /// @notice The `index`-th demand entry.
    function demand(bytes calldata batch, uint256 index) internal pure returns (uint32 classId, uint64 weight) {
        uint96 entry = uint96(bytes12(batch[index * DEMAND_BYTES:(index + 1) * DEMAND_BYTES]));
        return (uint32(entry >> 64), uint64(entry));
    }

    /// @notice The `index`-th availability entry.
    function availability(
        bytes calldata batch,
        uint256 index
    ) internal pure returns (uint32 domain, uint32 classId, uint32 value) {
        uint96 entry = uint96(bytes12(batch[index * AVAILABILITY_BYTES:(index + 1) * AVAILABILITY_BYTES]));
        return (uint32(entry >> 64), uint32(entry >> 32), uint32(entry));
    }
}
