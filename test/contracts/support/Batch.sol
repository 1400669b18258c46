// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Writes the reporter's packed batches
library Batch {
    function service(
        address operator,
        uint32 classId,
        uint32 u,
        uint64 x,
        uint64 served
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(operator, classId, u, x, served);
    }

    function demand(uint32 classId, uint64 weight) internal pure returns (bytes memory) {
        return abi.encodePacked(classId, weight);
    }

    function availability(uint32 domain, uint32 classId, uint32 value) internal pure returns (bytes memory) {
        return abi.encodePacked(domain, classId, value);
    }
}
