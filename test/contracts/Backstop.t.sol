// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Curve, Member, Service} from "../../contracts/interfaces/IRewardPolicy.sol";
import {CoveragePolicy} from "../../contracts/policies/CoveragePolicy.sol";
import {MarginalCoverage} from "../../contracts/policies/MarginalCoverage.sol";
import {HostileLedger} from "./support/HostileLedger.sol";
import {HostileWorld} from "./support/HostileWorld.sol";
import {Failed, Vm, requireAtMost, requireEqual, skip, vm} from "./support/Vm.sol";

/// @title Solvency with a curve or measurements gone wrong
contract BackstopTest {
    HostileWorld private _world;

    function setUp() external {
        _world = new HostileWorld();
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(_world);
    }

    /// @dev B1 to B4 of README.md.
    function invariant_solvent_under_a_hostile_ledger() external view {
        uint256 emitted = _world.vault().emitted();
        uint256 paid = _world.vault().totalPaid();
        uint256 liability = _world.policy().liability();
        requireAtMost(paid + liability, emitted, "B1 accrued <= emitted");
        requireEqual(
            _world.token().balanceOf(address(_world.vault())) + paid,
            _world.vault().funded(),
            "B2 balance + paid = funded"
        );
        uint256 received;
        for (uint256 i; i < _world.OPERATORS(); ++i) received += _world.token().balanceOf(_world.operator(i));
        requireEqual(received, paid, "B3 received = paid");
        requireAtMost(liability, _world.token().balanceOf(address(_world.vault())), "B4 liability <= balance");
    }

    /// @dev A curve that rewards 33 times what it may: everyone is scaled down alike, the event says so, and when the
    /// operator leaves, the backstop is released.
    function test_backstop_scales_everyone_alike() external {
        HostileLedger ledger = _world.ledger();
        MarginalCoverage policy = _world.policy();
        Curve memory curve = Curve(new uint64[](2), new int40[](2));
        (curve.kappas[0], curve.kappas[1]) = (1e9, 2e9);
        (curve.alphas[0], curve.alphas[1]) = (-31e9, 32e9);
        ledger.addClass(curve, 1000);

        vm.recordLogs();
        ledger.measure(Member(_world.operator(0), 0, 0), 1, Service(0.9e9, 0.1e9, 0));
        ledger.measure(Member(_world.operator(1), 1, 0), 1, Service(0.9e9, 0.1e9, 0));
        requireEqual(_count(CoveragePolicy.BackstopEngaged.selector), 1, "engaged once");
        (uint256 earnedWeight, uint256 weight) = policy.earnedWeight();
        requireAtMost(weight << 32, earnedWeight, "R > W");

        uint256 before = _world.vault().emitted();
        skip(1 hours);
        uint256 emission = _world.vault().emitted() - before;
        uint256 first = policy.earned(_world.operator(0));
        uint256 second = policy.earned(_world.operator(1));
        requireAtMost(first + second, emission, "no more than was emitted");
        requireAtMost(emission - emission / 1e6, first + second, "and, at the bound, no less than all but a millionth");
        requireEqual(first, second, "alike");

        vm.recordLogs();
        Service memory none;
        ledger.measure(Member(_world.operator(0), 0, 0), 1, none);
        ledger.measure(Member(_world.operator(1), 1, 0), 1, none);
        requireEqual(_count(CoveragePolicy.BackstopReleased.selector), 1, "released once");
        (earnedWeight, ) = policy.earnedWeight();
        requireEqual(earnedWeight, 0, "nothing is being earned");

        uint32[] memory classIds = new uint32[](1);
        classIds[0] = 1;
        requireEqual(_world.vault().claim(_world.operator(0), classIds), first, "the first is paid");
        requireEqual(_world.vault().claim(_world.operator(1), classIds), second, "the second is paid");
    }

    /// @dev A curve that decreases: serving does harm, so it earns nothing, and leaving works.
    function test_harm_is_not_paid_and_may_leave() external {
        HostileLedger ledger = _world.ledger();
        Curve memory curve = Curve(new uint64[](1), new int40[](1));
        (curve.kappas[0], curve.alphas[0]) = (1e9, 1e9);
        ledger.addClass(curve, 1000);
        Curve memory harmful = Curve(new uint64[](2), new int40[](2));
        (harmful.kappas[0], harmful.kappas[1]) = (1e9, 2e9);
        (harmful.alphas[0], harmful.alphas[1]) = (32e9, -31e9);
        ledger.addClass(harmful, 1000);
        ledger.measure(Member(_world.operator(0), 0, 0), 2, Service(0.999e9, 0.1e9, 0));
        skip(365 days);
        if (_world.policy().earned(_world.operator(0)) != 0) revert Failed("harm earned", 0, 0);
        Service memory none;
        ledger.measure(Member(_world.operator(0), 0, 0), 2, none);
        uint32[] memory classIds = new uint32[](1);
        classIds[0] = 2;
        requireEqual(_world.vault().claim(_world.operator(0), classIds), 0, "nothing to claim");
    }

    /// @dev A class of one layer has alpha = 1 for every settlement, whatever a ledger gone wrong says: no part of R is left
    /// over that grows without weight. Found by the deep fuzzer: what was left overflowed G, and nobody could leave.
    function test_one_layer_with_another_alpha_leaves_nothing_in_R() external {
        HostileLedger ledger = _world.ledger();
        Curve memory curve = Curve(new uint64[](1), new int40[](1));
        (curve.kappas[0], curve.alphas[0]) = (1e9, 1e9);
        ledger.addClass(curve, 1000);
        ledger.measure(Member(_world.operator(0), 0, 0), 1, Service(0.9e9, 1e9, 0));
        int40[] memory alphas = new int40[](1);
        alphas[0] = 32e9;
        ledger.setAlphas(1, alphas);
        ledger.setWeight(1, 0);
        (uint256 earnedWeight, uint256 weight) = _world.policy().earnedWeight();
        requireEqual(earnedWeight, 0, "R");
        requireEqual(weight, 0, "W");
        skip(3650 days);
        Service memory none;
        ledger.measure(Member(_world.operator(0), 0, 0), 1, none);
        requireEqual(_world.policy().liability(), _world.policy().earned(_world.operator(0)), "liability");
    }

    function _count(bytes32 topic) private returns (uint256 count) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(_world.policy()) && logs[i].topics[0] == topic) ++count;
        }
    }
}
