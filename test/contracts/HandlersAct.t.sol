// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OperatorRegistry} from "../../contracts/OperatorRegistry.sol";
import {Batch} from "./support/Batch.sol";
import {History} from "./support/History.sol";
import {Failed, requireEqual, vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";
import {CrowdHandler} from "./support/handlers/CrowdHandler.sol";
import {GovernorHandler} from "./support/handlers/GovernorHandler.sol";
import {OperatorHandler} from "./support/handlers/OperatorHandler.sol";
import {ReporterHandler} from "./support/handlers/ReporterHandler.sol";
import {RoleHandler} from "./support/handlers/RoleHandler.sol";
import {RuleHandler} from "./support/handlers/RuleHandler.sol";
import {VisitorHandler} from "./support/handlers/VisitorHandler.sol";

/// @title The stateful fuzzer is not idle
/// @notice A handler returns at once where its action is not allowed. Over one long random run every action of every handler
/// must really have been taken. And no action may be tried where it is not allowed: that would fail the run.
contract HandlersActTest {
    struct Action {
        address handler;
        bytes4 selector;
        /// @dev {1} Argument words, and the place of the one that is a bool; the number of words if none is.
        uint256 words;
        uint256 flag;
    }

    World private _world;
    Action[] private _actions;

    function setUp() external {
        _world = new World(true);
        History history = new History(_world);
        _add(address(new OperatorHandler(history)), _operatorActions());
        _add(address(new ReporterHandler(history)), _reporterActions());
        _add(address(new GovernorHandler(history)), _governorActions());
        _add(address(new RoleHandler(history)), _roleActions());
        _add(address(new CrowdHandler(history)), _crowdActions());
        _add(address(new RuleHandler(history)), _ruleActions());
        Action[] memory visit = new Action[](1);
        visit[0] = Action(address(0), VisitorHandler.visit.selector, 5, 5);
        _add(address(new VisitorHandler(history)), visit);
    }

    function test_every_action_is_taken() external {
        for (uint256 i; i < 1200; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("act", i)));
            Action memory action = _actions[seed % _actions.length];
            bytes memory data = abi.encodePacked(action.selector);
            for (uint256 word; word < action.words; ++word) {
                uint256 value = uint256(keccak256(abi.encode(seed, word)));
                data = bytes.concat(data, bytes32(word == action.flag ? value % 2 : value));
            }
            (bool ok, bytes memory answer) = action.handler.call(data);
            if (!ok) {
                assembly ("memory-safe") {
                    revert(add(answer, 32), mload(answer))
                }
            }
        }
        for (uint256 i; i < _actions.length; ++i) {
            if (_world.acted(_actions[i].selector) == 0) revert Failed("never taken", i, uint32(_actions[i].selector));
        }
    }

    /// @dev Jailed and still measured, an operator may withdraw any part of its stake; by chance the part is the whole, and
    /// then it must name its classes.
    function test_a_withdrawal_that_is_the_whole_stake_by_chance_names_the_classes() external {
        OperatorHandler handler = new OperatorHandler(new History(_world));
        OperatorRegistry registry = _world.registry();
        address account = _world.operator(0);
        vm.startPrank(_world.REPORTER());
        _world.ledger().reportServices(Batch.service(account, 1, 0.9e9, 1e9, 1));
        vm.stopPrank();
        vm.startPrank(_world.SLASHER());
        registry.jail(account, vm.getBlockTimestamp(), "reason", new uint32[](0));
        vm.stopPrank();
        requireEqual(_world.classesOf(account).length, 1, "measured");

        handler.requestWithdrawal(0, _world.MIN_STAKE() - 1, false, 0);

        requireEqual(registry.stakeOf(account), 0, "stake");
        requireEqual(_world.classesOf(account).length, 0, "classes");
    }

    function _add(address handler, Action[] memory actions) private {
        for (uint256 i; i < actions.length; ++i) {
            actions[i].handler = handler;
            _actions.push(actions[i]);
        }
    }

    function _operatorActions() private pure returns (Action[] memory list) {
        list = new Action[](7);
        list[0] = Action(address(0), OperatorHandler.register.selector, 4, 4);
        list[1] = Action(address(0), OperatorHandler.topUp.selector, 3, 3);
        list[2] = Action(address(0), OperatorHandler.requestWithdrawal.selector, 4, 2);
        list[3] = Action(address(0), OperatorHandler.withdraw.selector, 2, 2);
        list[4] = Action(address(0), OperatorHandler.move.selector, 3, 3);
        list[5] = Action(address(0), OperatorHandler.leaveClasses.selector, 4, 2);
        list[6] = Action(address(0), OperatorHandler.reactivate.selector, 2, 2);
    }

    function _reporterActions() private pure returns (Action[] memory list) {
        list = new Action[](5);
        list[0] = Action(address(0), ReporterHandler.reportServices.selector, 6, 6);
        // Most of what happens on such a chain.
        (list[1], list[2]) = (list[0], list[0]);
        list[3] = Action(address(0), ReporterHandler.reportDemand.selector, 3, 3);
        list[4] = Action(address(0), ReporterHandler.reportAvailability.selector, 4, 4);
    }

    function _governorActions() private pure returns (Action[] memory list) {
        list = new Action[](13);
        list[0] = Action(address(0), GovernorHandler.setEmissionRate.selector, 2, 2);
        list[1] = Action(address(0), GovernorHandler.rollOver.selector, 2, 2);
        list[2] = Action(address(0), GovernorHandler.returnSurplus.selector, 2, 2);
        list[3] = Action(address(0), GovernorHandler.returnUnemitted.selector, 2, 2);
        list[4] = Action(address(0), GovernorHandler.addClass.selector, 4, 4);
        list[5] = Action(address(0), GovernorHandler.setAlphas.selector, 3, 3);
        list[6] = Action(address(0), GovernorHandler.retireClass.selector, 2, 2);
        list[7] = Action(address(0), GovernorHandler.setLimits.selector, 2, 2);
        list[8] = Action(address(0), GovernorHandler.setRegistryParameters.selector, 2, 2);
        list[9] = Action(address(0), GovernorHandler.addPolicy.selector, 2, 2);
        list[10] = Action(address(0), GovernorHandler.startPolicy.selector, 3, 1);
        list[11] = Action(address(0), GovernorHandler.dropPolicy.selector, 2, 2);
        list[12] = Action(address(0), GovernorHandler.exchangePolicy.selector, 2, 2);
    }

    function _roleActions() private pure returns (Action[] memory list) {
        list = new Action[](3);
        list[0] = Action(address(0), RoleHandler.slash.selector, 4, 2);
        list[1] = Action(address(0), RoleHandler.jail.selector, 4, 2);
        list[2] = Action(address(0), RoleHandler.pauseAndResume.selector, 2, 2);
    }

    function _ruleActions() private pure returns (Action[] memory list) {
        list = new Action[](7);
        list[0] = Action(address(0), RuleHandler.setPoints.selector, 5, 3);
        list[1] = Action(address(0), RuleHandler.signal.selector, 5, 3);
        list[2] = Action(address(0), RuleHandler.allocate.selector, 5, 5);
        list[3] = Action(address(0), RuleHandler.adjust.selector, 2, 2);
        list[4] = Action(address(0), RuleHandler.place.selector, 5, 5);
        list[5] = Action(address(0), RuleHandler.setComputeUnits.selector, 4, 4);
        list[6] = Action(address(0), RuleHandler.fee.selector, 5, 3);
    }

    function _crowdActions() private pure returns (Action[] memory list) {
        list = new Action[](5);
        list[0] = Action(address(0), CrowdHandler.fund.selector, 2, 2);
        list[1] = Action(address(0), CrowdHandler.claim.selector, 4, 2);
        list[2] = Action(address(0), CrowdHandler.claimFrozen.selector, 3, 3);
        list[3] = Action(address(0), CrowdHandler.expire.selector, 3, 3);
        list[4] = Action(address(0), CrowdHandler.importSome.selector, 4, 4);
    }
}
