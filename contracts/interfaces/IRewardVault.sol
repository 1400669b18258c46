// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The emission clock and the till
/// @notice Holds the reward tokens, emits them at a fixed rate while funds last, and pays what the policies say.
interface IRewardVault {
    /// @notice The caller is not the ledger.
    error VaultUnauthorized(address caller, address ledger);
    /// @notice The vault already has a ledger.
    error VaultAlreadyConnected(address ledger);
    /// @notice A zero address, or an amount of nothing.
    error VaultZeroValue();
    /// @notice Funding would pass the largest emission that the accumulators are proved for.
    error VaultBudgetTooLarge(uint256 budget, uint256 maximum);
    /// @notice The rate does not fit.
    error VaultRateTooLarge(uint256 rate, uint256 maximum);
    /// @notice More was asked for than is unowed.
    error VaultSurplusTooSmall(uint256 requested, uint256 available);
    /// @notice The policy never paid here.
    error VaultUnknownPolicy(address policy);

    event LedgerConnected(address indexed ledger);
    /// @notice `amount` {wei} arrived; `endsAt` {s} is when the emission runs dry at the present rate.
    event Funded(address indexed from, uint256 amount, uint256 endsAt);
    event EmissionRateChanged(uint256 rate, uint256 emitted, uint256 endsAt);
    /// @notice Emitted tokens that nobody earned go back into the budget.
    event SurplusRolledOver(uint256 amount, uint256 endsAt);
    /// @notice Tokens that nobody earned left the vault.
    event SurplusReturned(address indexed to, uint256 amount);
    /// @notice Tokens that were not yet emitted left the vault.
    event UnemittedReturned(address indexed to, uint256 amount, uint256 endsAt);
    event PolicyChanged(address indexed previous, address indexed current, uint256 emitted);
    /// @notice `amount` {wei} was paid; with the transfer of the token this is every payout.
    event Claimed(address indexed policy, address indexed operator, uint256 amount);

    function TOKEN() external view returns (IERC20);
    /// @notice {wei} Cumulative emission until now. Never falls, never passes `budget`.
    function emitted() external view returns (uint256);
    /// @notice {wei/s} The rate at which tokens are emitted at this moment: 0 once the funds have run out.
    function currentRate() external view returns (uint256);
    /// @notice {wei} Paid out for `policy` so far.
    function paidBy(address policy) external view returns (uint256);
    /// @notice The one policy that is paid for new emission.
    function policy() external view returns (address);

    /// @notice Exchanges the paying policy; the old one stays claimable. Ledger only.
    function setPolicy(address newPolicy) external;
    /// @notice Adds `amount` {wei} of the caller's tokens to the budget; what arrives counts. Anyone.
    function fund(uint256 amount) external;
    /// @notice Pays `operator` what it has earned in the listed classes under the paying policy. Anyone may call.
    function claim(address operator, uint32[] calldata classIds) external returns (uint256 amount);
    /// @notice The same under a policy that paid in the past.
    function claimFrozen(
        address frozenPolicy,
        address operator,
        uint32[] calldata classIds
    ) external returns (uint256 amount);
}
