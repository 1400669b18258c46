// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What one operator is measured to deliver in one workload class. All zero: it does not serve the class.
struct Service {
    /// @dev {1e-9} Reliability: share of attempts served correctly, in time and verifiably while its domain is up; at
    /// most 0.999e9.
    uint32 u;
    /// @dev {1e-9} Capacity ratio: how many times over the operator's free capacity carries the class's whole demand.
    uint64 x;
    /// @dev {requests} Served in the measured window.
    uint64 served;
}

/// @notice An operator as a policy sees it when a hook is called.
struct Member {
    address operator;
    /// @dev Failure domain; 0 is the domain shared by all that are in none.
    uint32 domain;
    /// @dev {token wei} Bonded stake, without what is unbonding.
    uint128 stake;
}

/// @notice One member's service in a class before and after, each all zero while it is not eligible or not in force.
struct ServiceChange {
    Member member;
    Service before;
    Service current;
}

/// @notice The success curve of a class: S(X) = 1 - sum over layers of alpha e^(-kappa X).
struct Curve {
    /// @dev {1e-9} Ascending, one to four layers.
    uint64[] kappas;
    /// @dev {1e-9} Signed, sum 1e9.
    int40[] alphas;
}

/// @notice One class of a hypothetical profile.
struct ClassOffer {
    uint32 classId;
    Service service;
}

/// @notice A hypothetical whole profile of one operator: a class that is not listed is left.
struct Offer {
    uint128 stake;
    uint32 domain;
    /// @dev Ascending by classId.
    ClassOffer[] services;
}

/// @title A reward rule: who gets which part of each token emitted
/// @notice The ledger tells a policy what changed through the `on...` hooks; the vault pays what `claim` says. A rule is
/// one contract behind this interface.
/// @dev Assumptions: hooks come from the ledger only, each with the vault's cumulative emission, which never falls. A
/// policy accrues only between `start` and `stop`. Every implementation settles the past with the old parameters before
/// it takes over new ones, rounds against the claimant, and keeps what it owes within what was emitted while it ran.
interface IRewardPolicy {
    /// @notice The caller is not the contract that this function is reserved for.
    error PolicyUnauthorized(address caller, address required);
    /// @notice The offer names a class that is not there or is not in ascending order.
    error PolicyOfferInvalid(uint32 classId, uint32 previousClassId, uint32 classCount);

    /// @notice Emission counts from `emitted` on.
    event PolicyStarted(uint256 emitted);
    /// @notice Emission after `emitted` does not count; what was earned stays claimable.
    event PolicyStopped(uint256 emitted);

    /// @notice Begins to accrue. Ledger only, once.
    function start(uint256 emitted) external;
    /// @notice Ends accrual for good; claims go on. Ledger only.
    function stop(uint256 emitted) external;

    /// @notice A class exists from now on, with weight 0.
    function onClassAdded(uint32 classId, Curve calldata curve) external;
    /// @notice A class's demand weight is now `weight`.
    /// @param emitted {wei} The vault's cumulative emission, here and in every hook.
    function onWeight(uint256 emitted, uint32 classId, uint64 weight) external;
    /// @notice A class's layer weights are now `alphas` {1e-9}; the kappas never change.
    function onAlphas(uint256 emitted, uint32 classId, int40[] calldata alphas) external;
    /// @notice The availability of a domain, as seen by a class, is now `availability` {1e-9}.
    function onAvailability(uint256 emitted, uint32 domain, uint32 classId, uint32 availability) external;
    /// @notice The stake of `member` was `stakeBefore` and is now `member.stake`.
    function onStake(uint256 emitted, Member calldata member, uint128 stakeBefore) external;
    /// @notice Services in one class changed, in this order; one member may come more than once.
    /// @dev A join comes with `before` all zero, a leave (expiry, jail, move) with `current` all zero. A move to another
    /// domain is a leave with the old domain and a join with the new one.
    function onServices(uint256 emitted, uint32 classId, ServiceChange[] calldata changes) external;

    /// @notice Takes out what `operator` has earned in the listed classes. Vault only.
    /// @param paid {wei} What the vault has paid out for this policy so far: a claim never exceeds the accrued liability.
    /// @return amount {wei} To be paid now, rounded down; the rest stays with the position.
    function claim(
        uint256 emitted,
        address operator,
        uint32[] calldata classIds,
        uint256 paid
    ) external returns (uint256 amount);

    /// @notice {wei} All that `operator` could claim now, over all classes, each rounded down.
    function earned(address operator) external view returns (uint256);
    /// @notice {wei} All that is owed to all operators, rounded up: accrued and not yet paid.
    function liability() external view returns (uint256);
    /// @notice {wei/s} What `operator` would earn per second if its whole profile were `offer`, all else fixed, at the
    /// vault's current emission; rounded down.
    function quote(address operator, Offer calldata offer) external view returns (uint256);
}
