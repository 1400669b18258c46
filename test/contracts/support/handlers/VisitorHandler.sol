// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../../contracts/CoverageLedger.sol";
import {OperatorRegistry} from "../../../../contracts/OperatorRegistry.sol";
import {IRewardPolicy} from "../../../../contracts/interfaces/IRewardPolicy.sol";
import {Batch} from "../Batch.sol";
import {History} from "../History.sol";
import {bound, requireEqual, vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @title A visitor that joins and leaves within one second (P6)
/// @notice Afterwards every storage word that the visit wrote in a coverage policy has the very same bits as before, and
/// the visitor has earned nothing, whatever the rule. The first visit makes the cell and settles the class; the second one is compared.
contract VisitorHandler is Handler {
    CoverageLedger private immutable _ledger;
    OperatorRegistry private immutable _registry;

    constructor(History history) Handler(history) {
        _ledger = WORLD.ledger();
        _registry = WORLD.registry();
    }

    function visit(uint256 class, uint256 domain, uint256 u, uint256 x, uint256 dt) external after_(dt) {
        uint32 classId = _classId(class);
        if (!_isOpen(classId)) return;
        vm.prank(WORLD.VISITOR());
        _registry.move(uint32(bound(domain, 0, DOMAINS)), new uint32[](0));
        u = bound(u, 0.6e9, 0.999e9);
        x = bound(x, 0, 5e9);

        IRewardPolicy[] memory policies = WORLD.policies();
        bytes32[][] memory slots = new bytes32[][](policies.length);
        bytes32[][] memory before = new bytes32[][](policies.length);
        vm.record();
        _joinAndLeave(classId, u, x);
        for (uint256 i; i < policies.length; ++i) {
            if (!_isCoverage(policies[i])) continue;
            (, slots[i]) = vm.accesses(address(policies[i]));
            before[i] = _load(policies[i], slots[i]);
        }
        _joinAndLeave(classId, u, x);
        for (uint256 i; i < policies.length; ++i) {
            if (!_isCoverage(policies[i])) continue;
            bytes32[] memory current = _load(policies[i], slots[i]);
            for (uint256 j; j < current.length; ++j) {
                requireEqual(uint256(current[j]), uint256(before[i][j]), "P6 join and leave left a trace");
            }
        }
        for (uint256 i; i < policies.length; ++i) {
            if (WORLD.isLive(policies[i])) requireEqual(policies[i].earned(WORLD.VISITOR()), 0, "a visit earned");
        }
        WORLD.noteTouches(4);
        WORLD.noteActed(msg.sig);
    }

    function _joinAndLeave(uint32 classId, uint256 u, uint256 x) private {
        address visitor = WORLD.VISITOR();
        vm.prank(WORLD.REPORTER());
        _ledger.reportServices(Batch.service(visitor, classId, uint32(u), uint64(x), 1));
        uint32[] memory classIds = new uint32[](1);
        classIds[0] = classId;
        vm.prank(visitor);
        _registry.leaveClasses(classIds);
    }

    function _isCoverage(IRewardPolicy policy) private view returns (bool) {
        return WORLD.kindOf(policy) < 2 && WORLD.isLive(policy);
    }

    function _load(IRewardPolicy policy, bytes32[] memory slots) private view returns (bytes32[] memory words) {
        words = new bytes32[](slots.length);
        for (uint256 i; i < slots.length; ++i) words[i] = vm.load(address(policy), slots[i]);
    }
}
