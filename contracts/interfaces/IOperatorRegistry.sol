// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Where an operator is in its life.
enum Status {
    /// @dev Never registered, or gone with all its stake.
    None,
    /// @dev May be measured and earn.
    Active,
    /// @dev Sent off; may come back after its term if its stake suffices.
    Jailed,
    /// @dev On its way out, or below the minimum stake: tops up to come back.
    Inactive
}

/// @title Stake and standing of operators
/// @notice Stake secures good behaviour; it weighs rewards only under rules that say so. Slashing takes stake, also while
/// it is unbonding, and never accrued rewards.
interface IOperatorRegistry {
    error RegistryStakeTooSmall(uint256 stake, uint256 minimum);
    error RegistryWrongStatus(address operator, Status status);
    error RegistryStakeExceeded(uint256 requested, uint256 available);
    error RegistryStillUnbonding(uint256 until, uint256 nowAt);
    error RegistryNothingToWithdraw(address operator);
    error RegistryStillJailed(uint256 until, uint256 nowAt);
    error RegistryZeroValue();
    error RegistryParameterTooLarge(uint256 value, uint256 maximum);

    event OperatorRegistered(address indexed operator, uint32 indexed domain, uint256 stake);
    event StakeToppedUp(address indexed operator, uint256 amount, uint256 stake);
    event WithdrawalRequested(address indexed operator, uint256 amount, uint256 unbonding, uint256 releaseAt);
    event StakeWithdrawn(address indexed operator, uint256 amount);
    event OperatorSlashed(
        address indexed operator,
        uint256 fromStake,
        uint256 fromUnbonding,
        address indexed recipient,
        bytes32 reason
    );
    event OperatorJailed(address indexed operator, uint256 until, bytes32 reason);
    event OperatorReactivated(address indexed operator);
    event OperatorDeactivated(address indexed operator);
    event OperatorMoved(address indexed operator, uint32 indexed domain);
    event MinStakeChanged(uint256 minStake);
    event UnbondingDelayChanged(uint256 delay);

    function statusOf(address operator) external view returns (Status);
    /// @notice {wei} Bonded stake.
    function stakeOf(address operator) external view returns (uint256);
}
