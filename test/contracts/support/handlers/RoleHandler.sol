// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OperatorRegistry} from "../../../../contracts/OperatorRegistry.sol";
import {Status} from "../../../../contracts/interfaces/IOperatorRegistry.sol";
import {History} from "../History.sol";
import {bound, skip, vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @title The slasher slashes and jails; the guardian pauses and resumes
contract RoleHandler is Handler {
    OperatorRegistry private immutable _registry;

    constructor(History history) Handler(history) {
        _registry = WORLD.registry();
    }

    function slash(uint256 who, uint256 amount, bool tell, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        OperatorRegistry.Operator memory record = _registry.operatorOf(account);
        if (uint256(record.stake) + record.unbonding == 0) return;
        uint32[] memory classIds = tell ? WORLD.classesOf(account) : new uint32[](0);
        vm.startPrank(WORLD.SLASHER());
        _registry.slash(account, bound(amount, 1, 700e18), address(0xDEAD), "reason", classIds);
        vm.stopPrank();
        WORLD.noteTouches(classIds.length);
        WORLD.noteActed(msg.sig);
    }

    function jail(uint256 who, uint256 term, bool tell, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        if (term % 3 != 0 || _registry.statusOf(account) == Status.None) return;
        uint32[] memory classIds = tell ? WORLD.classesOf(account) : new uint32[](0);
        vm.startPrank(WORLD.SLASHER());
        _registry.jail(account, vm.getBlockTimestamp() + bound(term, 0, 2 days), "reason", classIds);
        vm.stopPrank();
        WORLD.noteTouches(classIds.length);
        WORLD.noteActed(msg.sig);
    }

    /// @dev Never paused for long: otherwise most of a run would be idle.
    function pauseAndResume(uint256 which, uint256 dt) external {
        vm.startPrank(WORLD.GUARDIAN());
        if (which % 3 == 0) WORLD.vault().pause();
        else if (which % 3 == 1) WORLD.ledger().pause();
        else _registry.pause();
        vm.stopPrank();
        skip(bound(dt, 0, 1 days));
        // An exit never waits for the guardian.
        address account = WORLD.operator(which);
        uint32[] memory classIds = WORLD.classesOf(account);
        vm.prank(account);
        _registry.leaveClasses(classIds);
        WORLD.noteTouches(classIds.length);
        vm.startPrank(WORLD.GUARDIAN());
        if (which % 3 == 0) WORLD.vault().unpause();
        else if (which % 3 == 1) WORLD.ledger().unpause();
        else _registry.unpause();
        vm.stopPrank();
        WORLD.noteActed(msg.sig);
    }
}
