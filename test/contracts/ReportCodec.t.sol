// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Service} from "../../contracts/interfaces/IRewardPolicy.sol";
import {ReportCodec} from "../../contracts/libraries/ReportCodec.sol";
import {LibraryHarness} from "../../contracts/mocks/LibraryHarness.sol";
import {Batch} from "./support/Batch.sol";
import {requireEqual, vm} from "./support/Vm.sol";

/// @title ReportCodec reads back what was packed
contract ReportCodecTest {
    LibraryHarness private immutable _codec = new LibraryHarness();

    struct Entry {
        address operator;
        uint32 classId;
        uint32 u;
        uint64 x;
        uint64 served;
    }

    function testFuzz_service_round_trip(Entry[3] calldata entries) external view {
        bytes memory batch;
        for (uint256 i; i < 3; ++i) {
            Entry calldata e = entries[i];
            batch = bytes.concat(batch, Batch.service(e.operator, e.classId, e.u, e.x, e.served));
        }
        requireEqual(_codec.countEntries(batch, ReportCodec.SERVICE_BYTES), 3, "count");
        for (uint256 i; i < 3; ++i) {
            (address operator, uint32 classId, Service memory read) = _codec.serviceEntry(batch, i);
            requireEqual(uint160(operator), uint160(entries[i].operator), "operator");
            requireEqual(classId, entries[i].classId, "classId");
            requireEqual(read.u, entries[i].u, "u");
            requireEqual(read.x, entries[i].x, "x");
            requireEqual(read.served, entries[i].served, "served");
        }
    }

    function testFuzz_demand_round_trip(uint32[4] calldata classIds, uint64[4] calldata weights) external view {
        bytes memory batch;
        for (uint256 i; i < 4; ++i) batch = bytes.concat(batch, Batch.demand(classIds[i], weights[i]));
        requireEqual(_codec.countEntries(batch, ReportCodec.DEMAND_BYTES), 4, "count");
        for (uint256 i; i < 4; ++i) {
            (uint32 classId, uint64 weight) = _codec.demandEntry(batch, i);
            requireEqual(classId, classIds[i], "classId");
            requireEqual(weight, weights[i], "weight");
        }
    }

    function testFuzz_availability_round_trip(uint32[3][4] calldata entries) external view {
        bytes memory batch;
        for (uint256 i; i < 4; ++i) {
            batch = bytes.concat(batch, Batch.availability(entries[i][0], entries[i][1], entries[i][2]));
        }
        requireEqual(_codec.countEntries(batch, ReportCodec.AVAILABILITY_BYTES), 4, "count");
        for (uint256 i; i < 4; ++i) {
            (uint32 domain, uint32 classId, uint32 value) = _codec.availabilityEntry(batch, i);
            requireEqual(domain, entries[i][0], "domain");
            requireEqual(classId, entries[i][1], "classId");
            requireEqual(value, entries[i][2], "value");
        }
    }

    function testFuzz_torn_batch_reverts(bytes calldata batch) external {
        vm.assume(batch.length % ReportCodec.SERVICE_BYTES != 0);
        vm.expectRevert(
            abi.encodeWithSelector(ReportCodec.ReportMalformed.selector, batch.length, ReportCodec.SERVICE_BYTES)
        );
        _codec.countEntries(batch, ReportCodec.SERVICE_BYTES);
    }
}
