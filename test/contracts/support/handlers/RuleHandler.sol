// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../../contracts/CoverageLedger.sol";
import {IRewardPolicy} from "../../../../contracts/interfaces/IRewardPolicy.sol";
import {ClassWeighted} from "../../../../contracts/policies/ClassWeighted.sol";
import {DistinctBreadth} from "../../../../contracts/policies/DistinctBreadth.sol";
import {HexDensity} from "../../../../contracts/policies/HexDensity.sol";
import {QueryRebate} from "../../../../contracts/policies/QueryRebate.sol";
import {SignalAllocated} from "../../../../contracts/policies/SignalAllocated.sol";
import {TargetShare} from "../../../../contracts/policies/TargetShare.sol";
import {History} from "../History.sol";
import {bound, vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @title What rules take beyond the hooks: their governance, curators, allocations, upkeep
/// @dev Each finds a live policy of its rule; the world itself is the manager's admin, and with it every rule's.
contract RuleHandler is Handler {
    CoverageLedger private immutable _ledger;

    constructor(History history) Handler(history) {
        _ledger = WORLD.ledger();
    }

    function setPoints(uint256 which, uint256 class, uint256 points, bool clear, uint256 dt) external after_(dt) {
        address policy = _find("ClassWeighted", which);
        if (policy == address(0)) return;
        uint32[] memory classIds = new uint32[](1);
        classIds[0] = _classId(class);
        uint64[] memory list = new uint64[](1);
        list[0] = points % 4 == 0 ? 0 : uint64(bound(points, 1, 2 ** 50));
        vm.prank(address(WORLD));
        if (clear) ClassWeighted(policy).clearPoints(classIds);
        else ClassWeighted(policy).setPoints(classIds, list);
        _done(1);
    }

    /// @dev The funder curates.
    function signal(uint256 which, uint256 class, uint256 amount, bool back, uint256 dt) external after_(dt) {
        address policy = _find("SignalAllocated", which);
        if (policy == address(0)) return;
        uint32 classId = _classId(class);
        address curator = WORLD.FUNDER();
        uint256 most = back ? SignalAllocated(policy).bondOf(curator, classId) : WORLD.token().balanceOf(curator);
        if (most == 0) return;
        if (!back && most > 1e24) most = 1e24;
        amount = bound(amount, 1, most);
        vm.startPrank(curator);
        if (back) {
            SignalAllocated(policy).unbond(classId, amount);
        } else {
            WORLD.token().approve(policy, amount);
            SignalAllocated(policy).bond(classId, amount);
        }
        vm.stopPrank();
        _done(1);
    }

    function allocate(uint256 which, uint256 who, uint256 class, uint256 points, uint256 dt) external after_(dt) {
        address policy = _find("SignalAllocated", which);
        if (policy == address(0)) return;
        uint32[] memory classIds = new uint32[](1);
        classIds[0] = _classId(class);
        uint32[] memory list = new uint32[](1);
        list[0] = points % 4 == 0 ? type(uint32).max : uint32(bound(points, 0, 3));
        vm.prank(WORLD.operator(who));
        SignalAllocated(policy).allocate(classIds, list);
        _done(WORLD.MAX_CLASSES());
    }

    function adjust(uint256 which, uint256 dt) external after_(dt) {
        address policy = _find("TargetShare", which);
        if (policy == address(0)) return;
        uint32[] memory classIds = new uint32[](_ledger.classCount());
        for (uint32 i; i < classIds.length; ++i) classIds[i] = i + 1;
        TargetShare(policy).adjust(classIds);
        if (which % 4 == 0) {
            vm.prank(address(WORLD));
            TargetShare(policy).setBounds(classIds[0], uint64(bound(which, 1, 1e9)), uint64(bound(dt, 1e9, 16e9)));
        }
        _done(classIds.length);
    }

    function place(uint256 which, uint256 class, uint256 family, uint256 modality, uint256 dt) external after_(dt) {
        address policy = _find("HexDensity", which);
        if (policy == address(0)) return;
        uint32 classId = _classId(class);
        vm.prank(address(WORLD));
        HexDensity(policy).place(classId, uint32(bound(family, 0, 2)), uint32(bound(modality, 0, 1)));
        _done(WORLD.MAX_CLASSES());
    }

    /// @dev Only while nobody serves the class.
    function setComputeUnits(uint256 which, uint256 class, uint256 units, uint256 dt) external after_(dt) {
        address policy = _find("DistinctBreadth", which);
        if (policy == address(0)) return;
        uint32 classId = _classId(class);
        for (uint256 i; i < WORLD.OPERATORS(); ++i) {
            if (_ledger.measurementOf(WORLD.operator(i), classId).eligible) return;
        }
        vm.prank(address(WORLD));
        DistinctBreadth(policy).setComputeUnits(classId, uint24(bound(units, 1, type(uint24).max)));
        _done(1);
    }

    function fee(uint256 which, uint256 who, uint256 amount, bool change, uint256 dt) external after_(dt) {
        address policy = _find("QueryRebate", which);
        if (policy == address(0)) return;
        if (change) {
            vm.prank(address(WORLD));
            QueryRebate(policy).setFee(amount % 4 == 0 ? 0 : bound(amount, 1, 2 ** 96 - 1));
        } else {
            QueryRebate(policy).refresh(WORLD.operator(who));
        }
        _done(1);
    }

    /// @dev A live policy of that rule; none: 0.
    function _find(string memory rule, uint256 seed) private view returns (address) {
        uint256 kind = WORLD.RULES().kindOf(rule);
        uint256 count = WORLD.policyCount();
        for (uint256 i; i < count; ++i) {
            IRewardPolicy policy = WORLD.policy((seed % count) + i);
            if (WORLD.kindOf(policy) == kind && WORLD.isLive(policy)) return address(policy);
        }
        return address(0);
    }

    function _done(uint256 touches) private {
        WORLD.noteTouches(touches);
        WORLD.noteActed(msg.sig);
    }
}
