// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OperatorRegistry} from "../../../../contracts/OperatorRegistry.sol";
import {Status} from "../../../../contracts/interfaces/IOperatorRegistry.sol";
import {History} from "../History.sol";
import {bound, vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Operators: stake, move, leave
contract OperatorHandler is Handler {
    OperatorRegistry private immutable _registry;

    constructor(History history) Handler(history) {
        _registry = WORLD.registry();
    }

    function register(uint256 who, uint256 amount, uint256 domain, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        if (_registry.statusOf(account) != Status.None || _registry.paused()) return;
        if (WORLD.ledger().operatorOf(account).services != 0) return;
        amount = bound(amount, _registry.minStake(), 1000e18);
        if (WORLD.token().balanceOf(account) < amount) return;
        vm.prank(account);
        _registry.register(amount, uint32(bound(domain, 0, DOMAINS)));
        WORLD.noteTouches(1);
        WORLD.noteActed(msg.sig);
    }

    function topUp(uint256 who, uint256 amount, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        if (_registry.statusOf(account) == Status.None) return;
        amount = bound(amount, 1, 500e18);
        if (WORLD.token().balanceOf(account) < amount) return;
        vm.prank(account);
        _registry.topUp(amount);
        WORLD.noteActed(msg.sig);
    }

    function requestWithdrawal(uint256 who, uint256 amount, bool all, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        uint256 stake = _registry.stakeOf(account);
        if (stake == 0) return;
        uint256 least = _registry.minStake();
        if (!all && _registry.statusOf(account) == Status.Active) {
            if (stake <= least) return;
            amount = bound(amount, 1, stake - least);
        } else {
            amount = all ? stake : bound(amount, 1, stake);
        }
        // A full exit, also one by chance, must name all classes.
        uint32[] memory classIds = amount == stake ? WORLD.classesOf(account) : new uint32[](0);
        vm.prank(account);
        _registry.requestWithdrawal(amount, classIds);
        WORLD.noteTouches(classIds.length);
        WORLD.noteActed(msg.sig);
    }

    function withdraw(uint256 who, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        OperatorRegistry.Operator memory record = _registry.operatorOf(account);
        if (record.unbonding == 0) return;
        if (vm.getBlockTimestamp() < record.releaseAt) vm.warp(record.releaseAt);
        vm.prank(account);
        _registry.withdraw();
        WORLD.noteActed(msg.sig);
    }

    function move(uint256 who, uint256 domain, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        if (_registry.statusOf(account) != Status.Active) return;
        uint32[] memory classIds = WORLD.classesOf(account);
        vm.prank(account);
        _registry.move(uint32(bound(domain, 0, DOMAINS)), classIds);
        WORLD.noteTouches(2 * classIds.length);
        WORLD.noteActed(msg.sig);
    }

    function leaveClasses(uint256 who, uint256 class, bool all, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        uint32[] memory classIds = WORLD.classesOf(account);
        if (!all) {
            classIds = new uint32[](1);
            classIds[0] = _classId(class);
        }
        vm.prank(account);
        _registry.leaveClasses(classIds);
        WORLD.noteTouches(classIds.length);
        WORLD.noteActed(msg.sig);
    }

    function reactivate(uint256 who, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        OperatorRegistry.Operator memory record = _registry.operatorOf(account);
        if (record.status != Status.Jailed || record.stake < _registry.minStake()) return;
        if (vm.getBlockTimestamp() < record.jailedUntil) return;
        vm.prank(account);
        _registry.reactivate();
        WORLD.noteActed(msg.sig);
    }
}
