// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../../contracts/CoverageLedger.sol";
import {PolicyHub} from "../../../../contracts/PolicyHub.sol";
import {RewardVault} from "../../../../contracts/RewardVault.sol";
import {IRewardPolicy} from "../../../../contracts/interfaces/IRewardPolicy.sol";
import {History} from "../History.sol";
import {Failed, bound, vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Anybody: funds, claims, expires, imports, pokes
contract CrowdHandler is Handler {
    CoverageLedger private immutable _ledger;
    RewardVault private immutable _vault;

    constructor(History history) Handler(history) {
        _ledger = WORLD.ledger();
        _vault = WORLD.vault();
    }

    function fund(uint256 amount, uint256 dt) external after_(dt) {
        uint256 room = _vault.MAX_BUDGET() - _vault.budget();
        uint256 most = WORLD.token().balanceOf(WORLD.FUNDER());
        if (most > room) most = room;
        if (most > 1e26) most = 1e26;
        if (most == 0) return;
        uint256 before = WORLD.token().balanceOf(address(_vault));
        vm.prank(WORLD.FUNDER());
        _vault.fund(bound(amount, 1, most));
        WORLD.noteFunded(WORLD.token().balanceOf(address(_vault)) - before);
        WORLD.noteActed(msg.sig);
    }

    function claim(uint256 who, uint256 class, bool all, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        _claim(IRewardPolicy(_vault.policy()), account, all ? _all() : _single(class), all);
        WORLD.noteActed(msg.sig);
    }

    function claimFrozen(uint256 which, uint256 who, uint256 dt) external after_(dt) {
        IRewardPolicy policy = WORLD.policy(which);
        if (_ledger.policyState(policy) != PolicyHub.PolicyState.Frozen) return;
        _claim(policy, WORLD.operator(who), _all(), true);
        WORLD.noteActed(msg.sig);
    }

    function expire(uint256 who, uint256 class, uint256 dt) external after_(dt) {
        address account = WORLD.operator(who);
        uint32 classId = _classId(class);
        uint256 measuredAt = _ledger.measurementOf(account, classId).measuredAt;
        if (measuredAt == 0) return;
        if (
            vm.getBlockTimestamp() <= measuredAt + _ledger.limits().maxAge &&
            _ledger.operatorOf(account).activeSince != 0 &&
            _isOpen(classId)
        ) return;
        _ledger.expire(account, classId);
        WORLD.noteTouches(1);
        WORLD.noteActed(msg.sig);
    }

    function importSome(uint256 which, uint256 who, uint256 class, uint256 dt) external after_(dt) {
        IRewardPolicy policy = WORLD.policy(which);
        if (_ledger.policyState(policy) != PolicyHub.PolicyState.Importing) return;
        if (class % 2 == 0) _ledger.importClasses(policy, 1);
        address[] memory accounts = new address[](1);
        accounts[0] = WORLD.operator(who);
        _ledger.importServices(policy, accounts, _single(class));
        WORLD.noteActed(msg.sig);
    }

    /// @dev Pays what `earned` said, and a second claim in the same second pays nothing.
    function _claim(IRewardPolicy policy, address account, uint32[] memory classIds, bool all) private {
        uint256 earned = policy.earned(account);
        uint256 liability = policy.liability();
        uint256 before = WORLD.token().balanceOf(account);
        bool frozen = address(policy) != _vault.policy();
        uint256 amount =
            frozen ? _vault.claimFrozen(address(policy), account, classIds) : _vault.claim(account, classIds);
        if (WORLD.token().balanceOf(account) - before != amount) revert Failed("amount and transfer", amount, before);
        WORLD.notePaid(address(policy), account, amount);
        if (amount > earned) revert Failed("paid more than earned", amount, earned);
        if (all && amount != earned && amount != liability) revert Failed("claimed all, got less", amount, earned);
        uint256 again =
            frozen ? _vault.claimFrozen(address(policy), account, classIds) : _vault.claim(account, classIds);
        if (again != 0) revert Failed("paid twice", again, amount);
    }

    function _single(uint256 class) private view returns (uint32[] memory classIds) {
        classIds = new uint32[](1);
        classIds[0] = _classId(class);
    }

    function _all() private view returns (uint32[] memory classIds) {
        classIds = new uint32[](_ledger.classCount());
        for (uint32 i; i < classIds.length; ++i) classIds[i] = i + 1;
    }
}
