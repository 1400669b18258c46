// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../contracts/CoverageLedger.sol";
import {OperatorRegistry} from "../../../contracts/OperatorRegistry.sol";
import {PolicyHub} from "../../../contracts/PolicyHub.sol";
import {RewardVault} from "../../../contracts/RewardVault.sol";
import {Status} from "../../../contracts/interfaces/IOperatorRegistry.sol";
import {IRewardPolicy} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {CoveragePolicy} from "../../../contracts/policies/CoveragePolicy.sol";
import {SignalAllocated} from "../../../contracts/policies/SignalAllocated.sol";
import {requireAtMost, requireEqual} from "./Vm.sol";
import {World} from "./World.sol";

/// @title Invariants I1 to I9 and I11: money, books and escrow, whatever the rules
/// @notice Numbered as in README.md of the tests.
contract Books {
    World private immutable _world;
    RewardVault private immutable _vault;
    CoverageLedger private immutable _ledger;

    constructor(World world) {
        _world = world;
        _vault = world.vault();
        _ledger = world.ledger();
    }

    // ---------------------------------------------------------------- money

    /// @dev I1 to I3
    function money() external view {
        uint256 paid = _vault.totalPaid();
        requireEqual(paid, _world.ghostPaid(), "I1 paid");
        requireEqual(_vault.funded(), _world.ghostFunded(), "I1 funded");
        requireEqual(_vault.returned(), _world.ghostReturned(), "I1 returned");
        requireEqual(
            _world.token().balanceOf(address(_vault)) + paid + _vault.returned(),
            _vault.funded(),
            "I1 balance + paid + returned = funded"
        );
        uint256 emitted = _vault.emitted();
        uint256 budget = _vault.budget();
        requireAtMost(emitted, budget, "I2 emitted <= budget");
        requireEqual(
            budget,
            _world.ghostFunded() + _world.ghostRolledOver() - _world.ghostReturnedUnemitted(),
            "I2 budget"
        );
        requireAtMost(budget, _vault.MAX_BUDGET(), "I2 budget <= most");
        requireAtMost(paid + _vault.owed() + _vault.released(), emitted, "I3 paid + owed + released <= emitted");
        // What is owed and what is still to be emitted is there.
        requireAtMost(
            _vault.owed() + (budget - emitted),
            _world.token().balanceOf(address(_vault)),
            "I3 owed + unemitted <= balance"
        );
    }

    /// @dev I4 to I6
    function solvent(IRewardPolicy policy) external view {
        PolicyHub.PolicyState state = _ledger.policyState(policy);
        uint256 until = state == PolicyHub.PolicyState.Frozen ? _world.stoppedAt(policy) : _vault.emitted();
        uint256 liability = policy.liability();
        requireAtMost(
            liability + _vault.paidBy(address(policy)),
            until - _world.startedAt(policy),
            "I4 accrued <= emitted while it ran"
        );
        uint256 sum;
        for (uint256 i; i < _world.OPERATORS(); ++i) sum += policy.earned(_world.operator(i));
        requireAtMost(sum, liability, "I5 sum of earned <= liability");
        if (_world.kindOf(policy) < 2) {
            (uint256 earnedWeight, uint256 weight) = CoveragePolicy(address(policy)).earnedWeight();
            requireAtMost(earnedWeight, weight << 32, "I6 R <= W");
        }
    }

    // ---------------------------------------------------------------- books

    /// @dev I7, I8
    function ledgerBooks() external view {
        uint256 services;
        for (uint256 i; i < _world.OPERATORS(); ++i) {
            address account = _world.operator(i);
            CoverageLedger.OperatorRecord memory record = _ledger.operatorOf(account);
            OperatorRegistry.Operator memory operator = _world.registry().operatorOf(account);
            requireEqual(record.stake, operator.stake, "I7 stake");
            requireEqual(record.activeSince != 0 ? 1 : 0, operator.status == Status.Active ? 1 : 0, "I7 active");
            uint256 counted;
            for (uint32 classId = 1; classId <= _ledger.classCount(); ++classId) {
                if (_ledger.measurementOf(account, classId).measuredAt != 0) ++counted;
            }
            requireEqual(record.services, counted, "I8 services of an operator");
            services += counted;
        }
        requireEqual(_ledger.serviceCount(), services, "I8 services");
        uint256 weight;
        for (uint32 classId = 1; classId <= _ledger.classCount(); ++classId) weight += _ledger.classOf(classId).weight;
        requireEqual(_ledger.totalWeight(), weight, "I8 total weight");
        IRewardPolicy[] memory policies = _world.policies();
        for (uint256 i; i < policies.length; ++i) {
            bool stale = _ledger.policyState(policies[i]) == PolicyHub.PolicyState.Stale;
            requireEqual(stale ? 1 : 0, _world.dropped(policies[i]) ? 1 : 0, "I8 only governance makes a policy stale");
        }
    }

    /// @dev I9
    function escrow() external view {
        OperatorRegistry registry = _world.registry();
        uint256 sum = registry.stakeOf(_world.VISITOR());
        for (uint256 i; i < _world.OPERATORS(); ++i) {
            OperatorRegistry.Operator memory operator = registry.operatorOf(_world.operator(i));
            sum += uint256(operator.stake) + operator.unbonding;
        }
        requireEqual(_world.token().balanceOf(address(registry)), sum, "I9 escrow");
    }

    /// @dev I11
    function curation() external view {
        uint256 kind = _world.RULES().kindOf("SignalAllocated");
        IRewardPolicy[] memory policies = _world.policies();
        for (uint256 i; i < policies.length; ++i) {
            if (_world.kindOf(policies[i]) != kind) continue;
            uint256 sum;
            for (uint32 classId = 1; classId <= _ledger.classCount(); ++classId) {
                sum += SignalAllocated(address(policies[i])).bondOf(_world.FUNDER(), classId);
            }
            requireEqual(_world.token().balanceOf(address(policies[i])), sum, "I11 curators' escrow");
        }
    }
}
