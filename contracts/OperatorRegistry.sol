// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ICoverageLedger} from "./interfaces/ICoverageLedger.sol";
import {IOperatorRegistry, Status} from "./interfaces/IOperatorRegistry.sol";

/// @title Stake and standing of operators
/// @notice Escrow of stake with an unbonding delay, slashing and jail by role, and the operator's failure domain. Stake
/// leaves only to its owner after the delay or to where a slash sends it; pausing stops newcomers, never an exit.
contract OperatorRegistry is IOperatorRegistry, AccessManaged, Pausable, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @notice {s} Longest unbonding delay that governance can set.
    uint256 public constant MAX_UNBONDING_DELAY = 90 days;

    IERC20 public immutable TOKEN;
    ICoverageLedger public immutable LEDGER;

    struct Operator {
        /// @dev {wei} Bonded.
        uint96 stake;
        /// @dev {wei} On its way out, still slashable.
        uint96 unbonding;
        /// @dev {s} From when on `unbonding` may be withdrawn.
        uint40 releaseAt;
        Status status;
        /// @dev {s}
        uint40 jailedUntil;
    }

    mapping(address operator => Operator) private _operators;
    /// @notice {wei} Least bonded stake of an active operator.
    uint96 public minStake;
    /// @notice {s} From the request of a withdrawal until its release.
    uint40 public unbondingDelay;

    constructor(
        IERC20 token,
        ICoverageLedger ledger,
        address authority,
        uint96 minStake_,
        uint40 unbondingDelay_
    ) AccessManaged(authority) {
        TOKEN = token;
        LEDGER = ledger;
        _setMinStake(minStake_);
        _setUnbondingDelay(unbondingDelay_);
    }

    // ---------------------------------------------------------------- operators

    /// @notice Stakes `amount` {wei} and declares a failure domain (0: none); from now on the caller may be measured.
    function register(uint256 amount, uint32 domain) external {
        _register(amount, domain);
    }

    /// @notice `register` with an ERC-2612 permit in place of an approval.
    function registerWithPermit(
        uint256 amount,
        uint32 domain,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        // A permit that somebody else has already used leaves the allowance in place: go on and let the transfer decide.
        try IERC20Permit(address(TOKEN)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _register(amount, domain);
    }

    /// @notice Adds `amount` {wei} of the caller's tokens to its stake; an inactive operator becomes active again once it
    /// has the minimum.
    function topUp(uint256 amount) external nonReentrant {
        Operator storage operator = _operators[msg.sender];
        if (operator.status == Status.None) revert RegistryWrongStatus(msg.sender, Status.None);
        uint256 arrived = _receive(amount);
        uint256 stake = operator.stake + arrived;
        operator.stake = _toStake(stake);
        if (operator.status == Status.Inactive && stake >= minStake) {
            operator.status = Status.Active;
            emit OperatorReactivated(msg.sender);
        }
        emit StakeToppedUp(msg.sender, arrived, stake);
        _report(msg.sender, operator);
    }

    /// @notice Begins to take `amount` {wei} out. What stays is either nothing or at least the minimum; a full exit leaves
    /// the listed classes at once, which must be all that the caller is measured in. A later request restarts the delay for all that is unbonding.
    function requestWithdrawal(uint256 amount, uint32[] calldata classIds) external nonReentrant {
        Operator storage operator = _operators[msg.sender];
        uint256 stake = operator.stake;
        if (amount == 0) revert RegistryZeroValue();
        if (amount > stake) revert RegistryStakeExceeded(amount, stake);
        uint256 rest = stake - amount;
        if (operator.status == Status.Active && rest != 0 && rest < minStake) {
            revert RegistryStakeTooSmall(rest, minStake);
        }
        operator.stake = uint96(rest);
        operator.unbonding += uint96(amount);
        operator.releaseAt = uint40(block.timestamp + unbondingDelay);
        emit WithdrawalRequested(msg.sender, amount, operator.unbonding, operator.releaseAt);
        if (rest == 0) {
            if (operator.status == Status.Active) {
                operator.status = Status.Inactive;
                emit OperatorDeactivated(msg.sender);
            }
            LEDGER.onLeave(msg.sender, classIds, true);
        }
        _report(msg.sender, operator);
    }

    /// @notice Sends what has finished unbonding to the caller. Never pausable.
    function withdraw() external nonReentrant returns (uint256 amount) {
        Operator storage operator = _operators[msg.sender];
        amount = operator.unbonding;
        if (amount == 0) revert RegistryNothingToWithdraw(msg.sender);
        if (block.timestamp < operator.releaseAt) revert RegistryStillUnbonding(operator.releaseAt, block.timestamp);
        operator.unbonding = 0;
        if (operator.stake == 0 && operator.status == Status.Inactive) operator.status = Status.None;
        emit StakeWithdrawn(msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @notice Moves the caller to another failure domain (0: none); `classIds` must be all the classes that it is measured
    /// in.
    function move(uint32 domain, uint32[] calldata classIds) external {
        _requireStatus(msg.sender, Status.Active);
        emit OperatorMoved(msg.sender, domain);
        LEDGER.onMove(msg.sender, domain, classIds);
    }

    /// @notice The caller leaves the listed classes, keeping its stake and what it earned.
    function leaveClasses(uint32[] calldata classIds) external {
        LEDGER.onLeave(msg.sender, classIds, false);
    }

    /// @notice Ends the caller's jail, once its term is over and its stake suffices.
    function reactivate() external {
        Operator storage operator = _operators[msg.sender];
        _requireStatus(msg.sender, Status.Jailed);
        if (block.timestamp < operator.jailedUntil) revert RegistryStillJailed(operator.jailedUntil, block.timestamp);
        if (operator.stake < minStake) revert RegistryStakeTooSmall(operator.stake, minStake);
        operator.status = Status.Active;
        emit OperatorReactivated(msg.sender);
        _report(msg.sender, operator);
    }

    // ---------------------------------------------------------------- roles

    /// @notice Takes up to `amount` {wei} of stake, bonded first, then unbonding, and sends it to `recipient`. Rewards are
    /// out of reach. An active operator that falls below the minimum becomes inactive and leaves the listed classes.
    function slash(
        address account,
        uint256 amount,
        address recipient,
        bytes32 reason,
        uint32[] calldata classIds
    ) external restricted nonReentrant returns (uint256 taken) {
        Operator storage operator = _operators[account];
        uint256 fromStake = amount < operator.stake ? amount : operator.stake;
        uint256 fromUnbonding = amount - fromStake;
        if (fromUnbonding > operator.unbonding) fromUnbonding = operator.unbonding;
        taken = fromStake + fromUnbonding;
        if (taken == 0) revert RegistryZeroValue();
        operator.stake -= uint96(fromStake);
        operator.unbonding -= uint96(fromUnbonding);
        emit OperatorSlashed(account, fromStake, fromUnbonding, recipient, reason);
        if (operator.status == Status.Active && operator.stake < minStake) {
            operator.status = Status.Inactive;
            emit OperatorDeactivated(account);
            LEDGER.onLeave(account, classIds, false);
        }
        _report(account, operator);
        TOKEN.safeTransfer(recipient, taken);
    }

    /// @notice Sends an operator off until `until` {s}; it leaves the listed classes at once, and whichever is not listed can
    /// be expired by anyone from now on.
    function jail(address account, uint256 until, bytes32 reason, uint32[] calldata classIds) external restricted {
        Operator storage operator = _operators[account];
        if (operator.status == Status.None) revert RegistryWrongStatus(account, Status.None);
        if (until > type(uint40).max) revert RegistryParameterTooLarge(until, type(uint40).max);
        operator.status = Status.Jailed;
        operator.jailedUntil = uint40(until);
        emit OperatorJailed(account, until, reason);
        LEDGER.onLeave(account, classIds, false);
        _report(account, operator);
    }

    /// @notice Sets the least stake {wei} of an active operator; those below keep their standing until they next change it.
    function setMinStake(uint96 minStake_) external restricted {
        _setMinStake(minStake_);
    }

    /// @notice Sets the unbonding delay {s} of later requests.
    function setUnbondingDelay(uint40 delay) external restricted {
        _setUnbondingDelay(delay);
    }

    /// @notice Stops registrations; everything else goes on.
    function pause() external restricted {
        _pause();
    }

    /// @notice Lets registrations go on.
    function unpause() external restricted {
        _unpause();
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IOperatorRegistry
    function statusOf(address operator) external view returns (Status) {
        return _operators[operator].status;
    }

    /// @inheritdoc IOperatorRegistry
    function stakeOf(address operator) external view returns (uint256) {
        return _operators[operator].stake;
    }

    /// @notice The whole record of an operator.
    function operatorOf(address operator) external view returns (Operator memory) {
        return _operators[operator];
    }

    // ---------------------------------------------------------------- internal

    function _register(uint256 amount, uint32 domain) private whenNotPaused nonReentrant {
        Operator storage operator = _operators[msg.sender];
        if (operator.status != Status.None) revert RegistryWrongStatus(msg.sender, operator.status);
        uint256 arrived = _receive(amount);
        uint256 stake = operator.stake + arrived;
        if (stake < minStake) revert RegistryStakeTooSmall(stake, minStake);
        operator.stake = _toStake(stake);
        operator.status = Status.Active;
        emit OperatorRegistered(msg.sender, domain, stake);
        _report(msg.sender, operator);
        LEDGER.onMove(msg.sender, domain, new uint32[](0));
    }

    /// @dev Takes tokens in and tells what arrived: a token that takes a fee delivers less than was sent.
    function _receive(uint256 amount) private returns (uint256 arrived) {
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        arrived = TOKEN.balanceOf(address(this)) - before;
        if (arrived == 0) revert RegistryZeroValue();
    }

    function _report(address account, Operator storage operator) private {
        LEDGER.onOperator(account, operator.stake, operator.status == Status.Active);
    }

    function _requireStatus(address account, Status required) private view {
        Status status = _operators[account].status;
        if (status != required) revert RegistryWrongStatus(account, status);
    }

    function _toStake(uint256 stake) private pure returns (uint96) {
        if (stake > type(uint96).max) revert RegistryParameterTooLarge(stake, type(uint96).max);
        return uint96(stake);
    }

    function _setMinStake(uint96 minStake_) private {
        if (minStake_ == 0) revert RegistryZeroValue();
        minStake = minStake_;
        emit MinStakeChanged(minStake_);
    }

    function _setUnbondingDelay(uint40 delay) private {
        if (delay > MAX_UNBONDING_DELAY) revert RegistryParameterTooLarge(delay, MAX_UNBONDING_DELAY);
        unbondingDelay = delay;
        emit UnbondingDelayChanged(delay);
    }
}
