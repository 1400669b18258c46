// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardPolicy} from "../../contracts/interfaces/IRewardPolicy.sol";
import {Books} from "./support/Books.sol";
import {History} from "./support/History.sol";
import {World} from "./support/World.sol";
import {CrowdHandler} from "./support/handlers/CrowdHandler.sol";
import {GovernorHandler} from "./support/handlers/GovernorHandler.sol";
import {OperatorHandler} from "./support/handlers/OperatorHandler.sol";
import {ReporterHandler} from "./support/handlers/ReporterHandler.sol";
import {RoleHandler} from "./support/handlers/RoleHandler.sol";
import {RuleHandler} from "./support/handlers/RuleHandler.sol";
import {VisitorHandler} from "./support/handlers/VisitorHandler.sol";

/// @title Every rule at once under several actors
/// @notice All rules but the core ones listen from the start, and policies of any rule come, are paid and are frozen. None
/// fails in a hook or takes more gas than a listener has (it would be stale: I8), none owes more than was emitted, no claim
/// reverts, pays twice or pays more than was earned.
contract RuleInvariantsTest {
    World private _world;
    Books private _books;
    address[] private _targets;

    function setUp() external {
        _world = new World(true);
        _books = new Books(_world);
        History history = new History(_world);
        GovernorHandler governor = new GovernorHandler(history);
        ReporterHandler reporter = new ReporterHandler(history);
        CrowdHandler crowd = new CrowdHandler(history);
        _targets = [
            address(new OperatorHandler(history)),
            address(reporter),
            address(reporter),
            address(governor),
            address(new RoleHandler(history)),
            address(crowd),
            address(crowd),
            address(new RuleHandler(history)),
            address(new VisitorHandler(history))
        ];
    }

    /// @dev Read by the runner: only the handlers are called.
    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    function invariant_every_rule_is_solvent() external view {
        _books.money();
        _books.ledgerBooks();
        _books.escrow();
        _books.curation();
        // Three in turn: each rule has its turn about every seven calls.
        for (uint256 i; i < 3; ++i) {
            IRewardPolicy policy = _world.policy(3 * _world.calls() + i);
            if (!_world.dropped(policy) && _world.started(policy)) _books.solvent(policy);
        }
    }
}
