// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {BreadthToken} from "../../../contracts/BreadthToken.sol";
import {CoverageLedger} from "../../../contracts/CoverageLedger.sol";
import {OperatorRegistry} from "../../../contracts/OperatorRegistry.sol";
import {RewardVault} from "../../../contracts/RewardVault.sol";
import {FlatMarginalCoverage} from "../../../contracts/policies/FlatMarginalCoverage.sol";
import {MarginalCoverage} from "../../../contracts/policies/MarginalCoverage.sol";
import {vm} from "./Vm.sol";

/// @title The whole system, deployed, wired, with every role held by another account
contract System {
    uint64 private constant GOVERNOR_ROLE = 1;
    uint64 private constant SLASHER_ROLE = 2;
    uint64 private constant GUARDIAN_ROLE = 3;

    uint256 public constant SUPPLY = 2 ** 93;
    uint96 public constant MIN_STAKE = 100e18;

    address public constant GOVERNOR = address(0x6000);
    address public constant SLASHER = address(0x5000);
    address public constant GUARDIAN = address(0x7000);
    address public constant REPORTER = address(0x8000);
    address public constant FUNDER = address(0xF000);

    AccessManager public manager;
    BreadthToken public token;
    RewardVault public vault;
    CoverageLedger public ledger;
    OperatorRegistry public registry;
    MarginalCoverage public marginal;
    FlatMarginalCoverage public flat;

    constructor() {
        vm.warp(1_700_000_000);
        manager = new AccessManager(address(this));
        token = new BreadthToken(FUNDER, SUPPLY);
        vault = new RewardVault(token, address(manager));
        // {1e-9} Every limit wide open but the least reliability; the tests of the limits narrow them.
        CoverageLedger.Limits memory limits = CoverageLedger.Limits({
            minReliability: 0.5e9,
            maxAge: 6 hours,
            reliabilityRise: type(uint32).max,
            capacityRise: type(uint64).max >> 8
        });
        ledger = new CoverageLedger(vault, address(manager), 0.9e9, limits);
        registry = new OperatorRegistry(token, ledger, address(manager), MIN_STAKE, 7 days);
        vault.connect(address(ledger));
        ledger.connect(address(registry));
        _grantRoles();

        vm.startPrank(FUNDER);
        token.approve(address(vault), type(uint256).max);
        vm.stopPrank();

        marginal = new MarginalCoverage(ledger);
        flat = new FlatMarginalCoverage(ledger);
        vm.startPrank(GOVERNOR);
        ledger.setReporter(REPORTER);
        ledger.addPolicy(marginal);
        ledger.promote(marginal);
        ledger.addPolicy(flat);
        ledger.startShadow(flat);
        vm.stopPrank();
    }

    function _grantRoles() private {
        bytes4[] memory list = new bytes4[](4);
        list[0] = RewardVault.setEmissionRate.selector;
        list[1] = RewardVault.rollOver.selector;
        list[2] = RewardVault.returnSurplus.selector;
        list[3] = RewardVault.returnUnemitted.selector;
        manager.setTargetFunctionRole(address(vault), list, GOVERNOR_ROLE);

        list = new bytes4[](11);
        list[0] = CoverageLedger.setReporter.selector;
        list[1] = CoverageLedger.setLimits.selector;
        list[2] = CoverageLedger.addClass.selector;
        list[3] = CoverageLedger.setAlphas.selector;
        list[4] = CoverageLedger.setWeight.selector;
        list[5] = CoverageLedger.retireClass.selector;
        list[6] = CoverageLedger.listDomain.selector;
        list[7] = CoverageLedger.addPolicy.selector;
        list[8] = CoverageLedger.startShadow.selector;
        list[9] = CoverageLedger.promote.selector;
        list[10] = CoverageLedger.dropPolicy.selector;
        manager.setTargetFunctionRole(address(ledger), list, GOVERNOR_ROLE);

        list = new bytes4[](2);
        list[0] = OperatorRegistry.setMinStake.selector;
        list[1] = OperatorRegistry.setUnbondingDelay.selector;
        manager.setTargetFunctionRole(address(registry), list, GOVERNOR_ROLE);
        list[0] = OperatorRegistry.slash.selector;
        list[1] = OperatorRegistry.jail.selector;
        manager.setTargetFunctionRole(address(registry), list, SLASHER_ROLE);
        // pause() and unpause() have the same selectors in all three.
        list[0] = RewardVault.pause.selector;
        list[1] = RewardVault.unpause.selector;
        manager.setTargetFunctionRole(address(vault), list, GUARDIAN_ROLE);
        manager.setTargetFunctionRole(address(ledger), list, GUARDIAN_ROLE);
        manager.setTargetFunctionRole(address(registry), list, GUARDIAN_ROLE);

        manager.grantRole(GOVERNOR_ROLE, GOVERNOR, 0);
        manager.grantRole(SLASHER_ROLE, SLASHER, 0);
        manager.grantRole(GUARDIAN_ROLE, GUARDIAN, 0);
    }
}
