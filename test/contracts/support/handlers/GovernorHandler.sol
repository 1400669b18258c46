// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../../contracts/CoverageLedger.sol";
import {PolicyHub} from "../../../../contracts/PolicyHub.sol";
import {RewardVault} from "../../../../contracts/RewardVault.sol";
import {IRewardPolicy} from "../../../../contracts/interfaces/IRewardPolicy.sol";
import {Curves} from "../Curves.sol";
import {History} from "../History.sol";
import {bound, vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Governance: money, classes, limits, policies
contract GovernorHandler is Handler {
    CoverageLedger private immutable _ledger;
    RewardVault private immutable _vault;

    constructor(History history) Handler(history) {
        _ledger = WORLD.ledger();
        _vault = WORLD.vault();
    }

    modifier governor() {
        vm.startPrank(WORLD.GOVERNOR());
        _;
        vm.stopPrank();
    }

    // ---------------------------------------------------------------- money

    function setEmissionRate(uint256 rate, uint256 dt) external after_(dt) governor {
        _vault.setEmissionRate(
            rate % 8 == 0
                ? 0
                : rate % 8 == 1
                    ? 1
                    : bound(rate, 1, 1e22)
        );
        WORLD.noteActed(msg.sig);
    }

    function rollOver(uint256 amount, uint256 dt) external after_(dt) governor {
        uint256 surplus = _vault.surplus();
        uint256 room = _vault.MAX_BUDGET() - _vault.budget();
        if (surplus > room) surplus = room;
        if (surplus == 0) return;
        amount = bound(amount, 1, surplus);
        _vault.rollOver(amount);
        WORLD.noteRolledOver(amount);
        WORLD.noteActed(msg.sig);
    }

    function returnSurplus(uint256 amount, uint256 dt) external after_(dt) governor {
        uint256 surplus = _vault.surplus();
        if (surplus == 0 || amount % 2 == 0) return;
        uint256 before = WORLD.token().balanceOf(WORLD.FUNDER());
        _vault.returnSurplus(WORLD.FUNDER(), bound(amount >> 1, 1, surplus));
        WORLD.noteReturned(WORLD.token().balanceOf(WORLD.FUNDER()) - before, false);
        WORLD.noteActed(msg.sig);
    }

    function returnUnemitted(uint256 amount, uint256 dt) external after_(dt) governor {
        if (amount % 4 != 0) return;
        uint256 available = _vault.budget() - _vault.emitted();
        uint256 before = WORLD.token().balanceOf(WORLD.FUNDER());
        _vault.returnUnemitted(WORLD.FUNDER(), bound(amount >> 2, 0, available));
        WORLD.noteReturned(WORLD.token().balanceOf(WORLD.FUNDER()) - before, true);
        WORLD.noteActed(msg.sig);
    }

    // ---------------------------------------------------------------- classes and limits

    function addClass(uint256 family, uint256 variant, uint256 weight, uint256 dt) external after_(dt) governor {
        if (_ledger.classCount() >= WORLD.MAX_CLASSES()) return;
        family = bound(family, 0, Curves.FAMILIES - 1);
        variant = bound(variant, 0, Curves.VARIANTS - 1);
        uint32 classId = _ledger.addClass(Curves.curve(family, variant), uint64(bound(weight, 0, 1e6)));
        WORLD.noteClass(classId, family);
        WORLD.noteTouches(1);
        WORLD.noteActed(msg.sig);
    }

    function setAlphas(uint256 class, uint256 variant, uint256 dt) external after_(dt) governor {
        uint32 classId = _classId(class);
        if (!_isOpen(classId)) return;
        _ledger.setAlphas(classId, Curves.alphas(WORLD.familyOf(classId), bound(variant, 0, Curves.VARIANTS - 1)));
        WORLD.noteTouches(1);
        WORLD.noteActed(msg.sig);
    }

    function retireClass(uint256 class, uint256 dt) external after_(dt) governor {
        uint32 classId = _classId(class);
        if (class % 8 != 0 || !_isOpen(classId)) return;
        _ledger.retireClass(classId, 0);
        WORLD.noteTouches(1);
        WORLD.noteActed(msg.sig);
    }

    function setLimits(uint256 seed, uint256 dt) external after_(dt) governor {
        _ledger.setLimits(
            CoverageLedger.Limits({
                minReliability: uint32(bound(seed, 0, 0.6e9)),
                maxAge: uint32(bound(seed >> 32, 1 hours, 30 days)),
                reliabilityRise: seed % 4 == 0 ? uint32(bound(seed >> 64, 1e5, 1e8)) : type(uint32).max,
                capacityRise: seed % 4 == 1 ? uint64(bound(seed >> 64, 1e5, 1e9)) : type(uint64).max
            })
        );
        WORLD.noteActed(msg.sig);
    }

    function setRegistryParameters(uint256 seed, uint256 dt) external after_(dt) governor {
        WORLD.registry().setMinStake(uint96(bound(seed, 1e18, 300e18)));
        WORLD.registry().setUnbondingDelay(uint40(bound(seed >> 128, 0, 30 days)));
        WORLD.noteActed(msg.sig);
    }

    // ---------------------------------------------------------------- policies

    function addPolicy(uint256 kind, uint256 dt) external after_(dt) {
        if (!_hasRoom()) return;
        _add(kind);
        WORLD.noteActed(msg.sig);
    }

    /// @dev A policy of some rule takes over at once: added, told of everything, paid.
    function exchangePolicy(uint256 kind, uint256 dt) external after_(dt) {
        if (!_hasRoom()) return;
        IRewardPolicy policy = _add(kind);
        _import(policy);
        IRewardPolicy before = _ledger.paidPolicy();
        vm.prank(WORLD.GOVERNOR());
        _ledger.promote(policy);
        WORLD.noteStarted(policy, before);
        WORLD.noteActed(msg.sig);
    }

    /// @dev Finishes an import and lets the policy be paid or run as a shadow.
    function startPolicy(uint256 which, bool paid, uint256 dt) external after_(dt) {
        IRewardPolicy policy = WORLD.policy(which);
        if (_ledger.policyState(policy) != PolicyHub.PolicyState.Importing) return;
        _import(policy);
        IRewardPolicy before = _ledger.paidPolicy();
        vm.prank(WORLD.GOVERNOR());
        if (paid) _ledger.promote(policy);
        else _ledger.startShadow(policy);
        WORLD.noteStarted(policy, paid ? before : IRewardPolicy(address(0)));
        WORLD.noteActed(msg.sig);
    }

    function dropPolicy(uint256 which, uint256 dt) external after_(dt) governor {
        IRewardPolicy policy = WORLD.policy(which);
        PolicyHub.PolicyState state = _ledger.policyState(policy);
        if (which % 16 >= 4) return;
        if (state != PolicyHub.PolicyState.Importing && state != PolicyHub.PolicyState.Shadow) return;
        _ledger.dropPolicy(policy);
        WORLD.noteDropped(policy);
        WORLD.noteActed(msg.sig);
    }

    function _hasRoom() private view returns (bool) {
        return WORLD.policyCount() < WORLD.MAX_POLICIES() && _ledger.getListeners().length < _ledger.MAX_LISTENERS();
    }

    function _add(uint256 kind) private returns (IRewardPolicy policy) {
        kind = bound(kind, 0, WORLD.RULES().count() - 1);
        policy = WORLD.newPolicy(kind);
        vm.prank(WORLD.GOVERNOR());
        _ledger.addPolicy(policy);
        WORLD.notePolicy(policy, kind);
    }

    function _import(IRewardPolicy policy) private {
        _ledger.importClasses(policy, _ledger.classCount());
        for (uint256 i; i < WORLD.OPERATORS(); ++i) {
            address account = WORLD.operator(i);
            uint32[] memory classIds = WORLD.classesOf(account);
            address[] memory accounts = new address[](classIds.length);
            for (uint256 j; j < classIds.length; ++j) accounts[j] = account;
            _ledger.importServices(policy, accounts, classIds);
        }
    }
}
