// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IRewardPolicy} from "./interfaces/IRewardPolicy.sol";
import {IRewardVault} from "./interfaces/IRewardVault.sol";

/// @title The emission clock and the till
/// @notice Emits a budget of tokens at a fixed rate, in whole seconds, until it has run out; pays operators what the paying
/// policy says they earned. What nobody earned is surplus: governance may put it back into the budget or return it, but
/// cannot reach what is owed.
/// @dev balance + paid + returned = funded; emitted <= budget = funded + rolled over - returned unemitted;
/// paid + owed + released <= emitted. Amounts are counted, never read from the token's balance.
contract RewardVault is IRewardVault, AccessManaged, Pausable, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @notice {wei} The largest budget ever: the accumulators are proved for emission below it.
    uint256 public constant MAX_BUDGET = 2 ** 92 - 1;

    /// @inheritdoc IRewardVault
    IERC20 public immutable TOKEN;

    /// @dev The emission clock, in one slot.
    struct Clock {
        /// @dev {wei} Emitted until `syncedAt`.
        uint96 emitted;
        /// @dev {wei/s}
        uint80 rate;
        /// @dev {s}
        uint40 syncedAt;
        /// @dev {s} When the budget runs out; not before `syncedAt`.
        uint40 endsAt;
    }

    Clock private _clock;
    /// @inheritdoc IRewardVault
    address public policy;
    /// @dev {wei} Paid for the present policy.
    uint96 private _paidByPolicy;
    /// @notice {wei} All that may ever be emitted, as of now.
    uint128 public budget;
    /// @notice {wei} Emitted tokens that nobody earned and that were rolled over or returned.
    uint128 public released;
    /// @notice {wei} Tokens that came in through `fund`.
    uint128 public funded;
    /// @notice {wei} Tokens that went out through the `return...` functions.
    uint128 public returned;
    /// @notice {wei} Owed under policies that no longer pay.
    uint128 public owedFrozen;
    /// @notice {wei} Paid under policies that no longer pay.
    uint128 public paidFrozen;
    mapping(address policy => uint256) private _paidByFrozen;
    mapping(address policy => bool) private _isFrozen;
    address private _ledger;

    constructor(IERC20 token, address authority) AccessManaged(authority) {
        TOKEN = token;
        _clock.syncedAt = uint40(block.timestamp);
        _clock.endsAt = uint40(block.timestamp);
    }

    modifier onlyLedger() {
        if (msg.sender != _ledger) revert VaultUnauthorized(msg.sender, _ledger);
        _;
    }

    // ---------------------------------------------------------------- governance

    /// @notice Names the ledger, once.
    function connect(address ledger) external restricted {
        if (_ledger != address(0)) revert VaultAlreadyConnected(_ledger);
        if (ledger == address(0)) revert VaultZeroValue();
        _ledger = ledger;
        emit LedgerConnected(ledger);
    }

    /// @notice Sets the emission rate {wei/s} from now on; what was emitted so far stays.
    function setEmissionRate(uint256 rate) external restricted {
        if (rate > type(uint80).max) revert VaultRateTooLarge(rate, type(uint80).max);
        uint256 emitted_ = emitted();
        _clock.rate = uint80(rate);
        _sync(emitted_);
        emit EmissionRateChanged(rate, emitted_, _clock.endsAt);
    }

    /// @notice Puts `amount` {wei} of the surplus back into the budget.
    function rollOver(uint256 amount) external restricted {
        uint256 emitted_ = _release(amount);
        _setBudget(budget + amount, emitted_);
        emit SurplusRolledOver(amount, _clock.endsAt);
    }

    /// @notice Sends `amount` {wei} of the surplus to `to`.
    function returnSurplus(address to, uint256 amount) external restricted nonReentrant {
        _release(amount);
        returned += uint128(amount);
        emit SurplusReturned(to, amount);
        TOKEN.safeTransfer(to, amount);
    }

    /// @notice Takes `amount` {wei} that is not yet emitted out of the budget and sends it to `to`.
    function returnUnemitted(address to, uint256 amount) external restricted nonReentrant {
        uint256 emitted_ = emitted();
        uint256 available = budget - emitted_;
        if (amount > available) revert VaultSurplusTooSmall(amount, available);
        returned += uint128(amount);
        _setBudget(budget - amount, emitted_);
        emit UnemittedReturned(to, amount, _clock.endsAt);
        TOKEN.safeTransfer(to, amount);
    }

    /// @notice Stops claims; accrual goes on, and nothing is lost.
    function pause() external restricted {
        _pause();
    }

    /// @notice Lets claims go on.
    function unpause() external restricted {
        _unpause();
    }

    // ---------------------------------------------------------------- ledger

    /// @inheritdoc IRewardVault
    function setPolicy(address newPolicy) external onlyLedger {
        address previous = policy;
        if (previous != address(0)) {
            owedFrozen += uint128(IRewardPolicy(previous).liability());
            paidFrozen += _paidByPolicy;
            _paidByFrozen[previous] = _paidByPolicy;
            _isFrozen[previous] = true;
        }
        policy = newPolicy;
        _paidByPolicy = 0;
        emit PolicyChanged(previous, newPolicy, emitted());
    }

    // ---------------------------------------------------------------- anyone

    /// @inheritdoc IRewardVault
    function fund(uint256 amount) external nonReentrant {
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        // A token that takes a fee delivers less than was sent.
        uint256 arrived = TOKEN.balanceOf(address(this)) - before;
        if (arrived == 0) revert VaultZeroValue();
        funded += uint128(arrived);
        _setBudget(budget + arrived, emitted());
        emit Funded(msg.sender, arrived, _clock.endsAt);
    }

    /// @inheritdoc IRewardVault
    function claim(
        address operator,
        uint32[] calldata classIds
    ) external whenNotPaused nonReentrant returns (uint256 amount) {
        address paying = policy;
        if (paying == address(0)) revert VaultUnknownPolicy(paying);
        uint256 paid = _paidByPolicy;
        amount = IRewardPolicy(paying).claim(emitted(), operator, classIds, paid);
        // Fits: a policy never pays more than it accrued, which is below 2^92.
        _paidByPolicy = uint96(paid + amount);
        emit Claimed(paying, operator, amount);
        TOKEN.safeTransfer(operator, amount);
    }

    /// @inheritdoc IRewardVault
    function claimFrozen(
        address frozenPolicy,
        address operator,
        uint32[] calldata classIds
    ) external whenNotPaused nonReentrant returns (uint256 amount) {
        if (!_isFrozen[frozenPolicy]) revert VaultUnknownPolicy(frozenPolicy);
        uint256 paid = _paidByFrozen[frozenPolicy];
        amount = IRewardPolicy(frozenPolicy).claim(emitted(), operator, classIds, paid);
        _paidByFrozen[frozenPolicy] = paid + amount;
        paidFrozen += uint128(amount);
        owedFrozen -= uint128(amount);
        emit Claimed(frozenPolicy, operator, amount);
        TOKEN.safeTransfer(operator, amount);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IRewardVault
    function emitted() public view returns (uint256) {
        Clock memory clock = _clock;
        return clock.emitted + clock.rate * (Math.min(block.timestamp, clock.endsAt) - clock.syncedAt);
    }

    /// @inheritdoc IRewardVault
    function currentRate() external view returns (uint256) {
        return block.timestamp < _clock.endsAt ? _clock.rate : 0;
    }

    /// @notice {wei/s} The rate as set by governance, whether funds last or not.
    function emissionRate() external view returns (uint256) {
        return _clock.rate;
    }

    /// @notice {s} When the budget runs out at the present rate.
    function endsAt() external view returns (uint256) {
        return _clock.endsAt;
    }

    /// @inheritdoc IRewardVault
    function paidBy(address policy_) external view returns (uint256) {
        return policy_ == policy ? _paidByPolicy : _paidByFrozen[policy_];
    }

    /// @notice {wei} Paid to operators so far, under all policies.
    function totalPaid() public view returns (uint256) {
        return uint256(paidFrozen) + _paidByPolicy;
    }

    /// @notice {wei} Owed to operators now, under all policies, rounded up.
    function owed() public view returns (uint256) {
        return owedFrozen + (policy == address(0) ? 0 : IRewardPolicy(policy).liability());
    }

    /// @notice {wei} Emitted, earned by nobody, and not yet released.
    function surplus() public view returns (uint256) {
        return emitted() - totalPaid() - owed() - released;
    }

    // ---------------------------------------------------------------- internal

    /// @dev Takes `amount` out of the surplus.
    function _release(uint256 amount) private returns (uint256 emitted_) {
        uint256 available = surplus();
        if (amount == 0 || amount > available) revert VaultSurplusTooSmall(amount, available);
        released += uint128(amount);
        return emitted();
    }

    function _setBudget(uint256 newBudget, uint256 emitted_) private {
        if (newBudget > MAX_BUDGET) revert VaultBudgetTooLarge(newBudget, MAX_BUDGET);
        budget = uint128(newBudget);
        _sync(emitted_);
    }

    /// @dev Restarts the clock from now. Casts fit: emitted is at most the budget, below 2^92.
    function _sync(uint256 emitted_) private {
        Clock memory clock = _clock;
        clock.emitted = uint96(emitted_);
        clock.syncedAt = uint40(block.timestamp);
        uint256 lasts = clock.rate == 0 ? 0 : (budget - emitted_) / clock.rate;
        clock.endsAt = uint40(Math.min(block.timestamp + lasts, type(uint40).max));
        _clock = clock;
    }
}
