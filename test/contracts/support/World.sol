// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../contracts/CoverageLedger.sol";
import {PolicyHub} from "../../../contracts/PolicyHub.sol";
import {IRewardPolicy} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {Curves} from "./Curves.sol";
import {RuleBook} from "./RuleBook.sol";
import {System} from "./System.sol";
import {skip, vm} from "./Vm.sol";

/// @title The system with its cast, and the books that the handlers keep beside it
/// @notice Handlers act and write down what really moved; the properties compare that with what the contracts say.
contract World is System {
    uint256 public constant OPERATORS = 6;
    uint256 public constant MAX_CLASSES = 4;
    /// @notice {1} Policies there may ever be; with every rule beside the paid one, that many more.
    uint256 public immutable MAX_POLICIES;
    uint32 public constant DOMAINS = 3;

    /// @notice {wei} By the token's own balances.
    uint256 public ghostFunded;
    uint256 public ghostPaid;
    uint256 public ghostReturned;
    uint256 public ghostRolledOver;
    uint256 public ghostReturnedUnemitted;
    /// @notice {1} Calls that changed a class or settled a position: each may cost a position its dust.
    uint256 public touches;
    mapping(address policy => mapping(address operator => uint256)) public ghostClaimed;
    /// @notice {1} How often each action of a handler was really taken.
    mapping(bytes4 action => uint256) public acted;
    /// @notice {1} Handler calls in this run.
    uint256 public calls;
    /// @notice Joins and leaves within one second; never measured otherwise.
    address public constant VISITOR = address(0x71517);

    /// @notice Every policy there ever was, and the kind it is of.
    IRewardPolicy[] private _policies;
    mapping(IRewardPolicy policy => uint256) public kindOf;
    /// @notice {wei} The vault's emission when a policy started and, for a frozen one, stopped.
    mapping(IRewardPolicy policy => uint256) public startedAt;
    mapping(IRewardPolicy policy => uint256) public stoppedAt;
    mapping(IRewardPolicy policy => bool) public started;
    mapping(IRewardPolicy policy => bool) public dropped;
    mapping(uint32 classId => uint256) public familyOf;

    RuleBook public immutable RULES;

    /// @param every Whether every rule but the core ones listens from the start.
    constructor(bool every) {
        RULES = new RuleBook();
        MAX_POLICIES = every ? 8 + RULES.count() : 6;
        _policies.push(marginal);
        _policies.push(flat);
        kindOf[flat] = 1;
        started[marginal] = true;
        started[flat] = true;
        for (uint256 i; i < OPERATORS; ++i) {
            address account = operator(i);
            vm.prank(FUNDER);
            token.transfer(account, 1e6 * 1e18);
            vm.prank(account);
            token.approve(address(registry), type(uint256).max);
        }
        vm.startPrank(GOVERNOR);
        for (uint32 d = 1; d <= DOMAINS; ++d)
            ledger.listDomain(
                "domain",
                d == 1
                    ? 0.99e9
                    : d == 2
                        ? 0.9999e9
                        : 0.5e9
            );
        ledger.addClass(Curves.curve(0, 0), 1000);
        ledger.addClass(Curves.curve(1, 0), 3000);
        vm.stopPrank();
        familyOf[2] = 1;
        for (uint256 i; i < OPERATORS; ++i) {
            vm.prank(operator(i));
            registry.register(MIN_STAKE * (1 + i), uint32(i % (DOMAINS + 1)));
        }
        vm.prank(FUNDER);
        token.transfer(VISITOR, MIN_STAKE);
        vm.startPrank(VISITOR);
        token.approve(address(registry), MIN_STAKE);
        registry.register(MIN_STAKE, 0);
        vm.stopPrank();
        if (every) _startEvery();
        vm.prank(FUNDER);
        vault.fund(1e6 * 1e18);
        ghostFunded = 1e6 * 1e18;
        vm.prank(GOVERNOR);
        vault.setEmissionRate(1e18);
        skip(1);
    }

    /// @notice A fresh policy of a rule.
    function newPolicy(uint256 kind) external returns (IRewardPolicy) {
        return RULES.deploy(kind, ledger);
    }

    function operator(uint256 index) public pure returns (address) {
        return address(uint160(0xA0000 + (index % OPERATORS)));
    }

    function policies() external view returns (IRewardPolicy[] memory) {
        return _policies;
    }

    function policyCount() external view returns (uint256) {
        return _policies.length;
    }

    function policy(uint256 index) external view returns (IRewardPolicy) {
        return _policies[index % _policies.length];
    }

    /// @notice The operators' classes, as a list for the registry.
    function classesOf(address account) external view returns (uint32[] memory) {
        return ledger.servicesOf(account);
    }

    // ---------------------------------------------------------------- books

    /// @notice That a handler's action was really taken.
    function noteActed(bytes4 action) external {
        ++acted[action];
    }

    function noteCall() external {
        ++calls;
    }

    function noteFunded(uint256 amount) external {
        ghostFunded += amount;
    }

    function notePaid(address policy_, address account, uint256 amount) external {
        ghostPaid += amount;
        ghostClaimed[policy_][account] += amount;
    }

    function noteReturned(uint256 amount, bool unemitted) external {
        ghostReturned += amount;
        if (unemitted) ghostReturnedUnemitted += amount;
    }

    function noteRolledOver(uint256 amount) external {
        ghostRolledOver += amount;
    }

    function noteTouches(uint256 count) external {
        touches += count;
    }

    function noteClass(uint32 classId, uint256 family) external {
        familyOf[classId] = family;
    }

    function notePolicy(IRewardPolicy policy_, uint256 kind) external {
        _policies.push(policy_);
        kindOf[policy_] = kind;
    }

    function noteStarted(IRewardPolicy policy_, IRewardPolicy stopped) external {
        startedAt[policy_] = vault.emitted();
        started[policy_] = true;
        if (address(stopped) != address(0)) stoppedAt[stopped] = vault.emitted();
    }

    /// @dev All rules but the core ones as shadows, and a place left for one that comes.
    function _startEvery() private {
        vm.startPrank(GOVERNOR);
        ledger.dropPolicy(flat);
        dropped[flat] = true;
        for (uint256 kind = RULES.CORE(); kind < RULES.count(); ++kind) {
            IRewardPolicy shadow = RULES.deploy(kind, ledger);
            ledger.addPolicy(shadow);
            ledger.importClasses(shadow, ledger.classCount());
            ledger.startShadow(shadow);
            _policies.push(shadow);
            kindOf[shadow] = kind;
            started[shadow] = true;
        }
        vm.stopPrank();
    }

    function noteDropped(IRewardPolicy policy_) external {
        dropped[policy_] = true;
    }

    function isLive(IRewardPolicy policy_) external view returns (bool) {
        PolicyHub.PolicyState state = ledger.policyState(policy_);
        return state == PolicyHub.PolicyState.Paid || state == PolicyHub.PolicyState.Shadow;
    }
}
