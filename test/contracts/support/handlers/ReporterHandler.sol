// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../../contracts/CoverageLedger.sol";
import {Batch} from "../Batch.sol";
import {History} from "../History.sol";
import {bound, vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @title The reporter: services, demand, availability
contract ReporterHandler is Handler {
    CoverageLedger private immutable _ledger;

    constructor(History history) Handler(history) {
        _ledger = WORLD.ledger();
    }

    function reportServices(uint256[4] calldata seeds, uint256 entries, uint256 dt) external after_(dt) {
        bytes memory batch;
        entries = bound(entries, 1, 4);
        for (uint256 i; i < entries; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(seeds[i], i)));
            batch = bytes.concat(
                batch,
                Batch.service(
                    WORLD.operator(seed),
                    _classId(seed >> 32),
                    _reliability(seed >> 64),
                    _capacity(seed >> 96),
                    uint64(bound(seed >> 200, 0, 1e6))
                )
            );
        }
        vm.prank(WORLD.REPORTER());
        _ledger.reportServices(batch);
        WORLD.noteTouches(entries);
        WORLD.noteActed(msg.sig);
    }

    function reportDemand(uint256 class, uint256 weight, uint256 dt) external after_(dt) {
        uint32 classId = _classId(class);
        if (!_isOpen(classId)) return;
        uint64 next =
            weight % 8 == 0
                ? 0
                : weight % 8 == 1
                    ? 1
                    : uint64(bound(weight, 1, 2 ** 50));
        vm.prank(WORLD.REPORTER());
        _ledger.reportDemand(Batch.demand(classId, next));
        WORLD.noteTouches(1);
        WORLD.noteActed(msg.sig);
    }

    function reportAvailability(uint256 domain, uint256 class, uint256 value, uint256 dt) external after_(dt) {
        uint32 classId = _classId(class);
        if (!_isOpen(classId)) return;
        uint32 r = uint32(
            value % 4 == 0
                ? 0.9999e9
                : value % 4 == 1
                    ? 1
                    : bound(value, 1, 0.9999e9)
        );
        vm.prank(WORLD.REPORTER());
        _ledger.reportAvailability(Batch.availability(uint32(bound(domain, 0, DOMAINS)), classId, r));
        WORLD.noteTouches(1);
        WORLD.noteActed(msg.sig);
    }

    /// @dev Beyond the bound, just eligible, just not, anything.
    function _reliability(uint256 seed) private pure returns (uint32) {
        uint256 kind = seed % 8;
        if (kind == 0) return 0;
        if (kind == 1) return 4e9;
        if (kind == 2) return 0.5e9;
        if (kind == 3) return 0.5e9 - 1;
        return uint32(bound(seed >> 3, 0.5e9, 1e9));
    }

    /// @dev Nothing, a grain, plenty, too much for words, anything.
    function _capacity(uint256 seed) private pure returns (uint64) {
        uint256 kind = seed % 8;
        if (kind == 0) return 0;
        if (kind == 1) return 1;
        if (kind == 2) return type(uint64).max;
        if (kind == 3) return 50e9;
        return uint64(bound(seed >> 3, 1e6, 3e9));
    }
}
