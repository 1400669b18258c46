// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Offer, Service} from "../interfaces/IRewardPolicy.sol";
import {StakedPools} from "./StakedPools.sol";

/// @title Pay for stake allocated where curators signal
/// @notice B (signal_w / sum of signals) (a_iw / sum of the members' a_w), summed over the classes w that i serves: indexing
/// rewards of The Graph (graphprotocol/contracts packages/contracts/contracts/rewards/RewardsManager.sol). signal_w {wei} is
/// the class's demand weight, read as wei, plus the tokens that curators bonded on it here; a_iw {token wei} is the part of i's
/// bonded stake that is allocated to w: an even split over the classes it serves, or by allocation points that it sets.
/// Pays no matter whether queries are served.
/// @dev In the field: indexing rewards arrived whether or not queries were served, and whoever curates its own class directs
/// the stream to itself. A class whose demand weight is 0 (a retired one) has no signal; bonded tokens can always be taken back.
/// Settled continuously: O(k) in the operator's k classes whenever its split or its stake changes. Splits are rounded down to
/// whole wei, pay is rounded down throughout.
contract SignalAllocated is StakedPools, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    error SignalUnknownClass(uint32 classId, uint32 classCount);
    error SignalZeroValue();
    error SignalExceeded(uint256 requested, uint256 bonded);
    error SignalTooLarge(uint256 bonded, uint256 maximum);
    error AllocationLengthsDiffer(uint256 classIds, uint256 points);

    event SignalBonded(address indexed curator, uint32 indexed classId, uint256 amount);
    event SignalTaken(address indexed curator, uint32 indexed classId, uint256 amount);
    /// @notice The operator's stake is split by these points from now on; a class never named has 1.
    event Allocated(address indexed operator, uint32 indexed classId, uint32 points);

    /// @notice {wei} The most that may be bonded on a class, so that its signal fits whatever the demand.
    uint256 public constant MAX_SIGNAL = 2 ** 96 - 1;

    struct Signal {
        /// @dev Demand weight as last reported.
        uint64 weight;
        /// @dev {wei} At most `MAX_SIGNAL`.
        uint128 bonded;
    }

    IERC20 public immutable TOKEN;

    mapping(uint32 classId => Signal) private _signals;
    /// @notice {wei} What a curator bonded on a class.
    mapping(address curator => mapping(uint32 classId => uint256)) public bondOf;
    /// @dev Allocation points plus 1; 0: never set.
    mapping(address operator => mapping(uint32 classId => uint256)) private _allocation;

    constructor(ICoverageLedger ledger) StakedPools(ledger) {
        TOKEN = VAULT.TOKEN();
    }

    /// @notice Bonds `amount` {wei} of the caller's tokens on a class; what arrives counts. Anyone.
    function bond(uint32 classId, uint256 amount) external nonReentrant {
        uint32 classCount = LEDGER.classCount();
        if (classId == 0 || classId > classCount) revert SignalUnknownClass(classId, classCount);
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        uint256 arrived = TOKEN.balanceOf(address(this)) - before;
        if (arrived == 0) revert SignalZeroValue();
        bondOf[msg.sender][classId] += arrived;
        _signal(classId, _signals[classId].bonded + arrived);
        emit SignalBonded(msg.sender, classId, arrived);
    }

    /// @notice Takes `amount` {wei} of the caller's bonded tokens back, at once.
    function unbond(uint32 classId, uint256 amount) external nonReentrant {
        uint256 bonded = bondOf[msg.sender][classId];
        if (amount == 0) revert SignalZeroValue();
        if (amount > bonded) revert SignalExceeded(amount, bonded);
        bondOf[msg.sender][classId] = bonded - amount;
        _signal(classId, _signals[classId].bonded - amount);
        emit SignalTaken(msg.sender, classId, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @notice Splits the caller's stake by allocation points from now on; with no points in any class that it serves, it
    /// allocates nothing.
    function allocate(uint32[] calldata classIds, uint32[] calldata points) external {
        if (classIds.length != points.length) revert AllocationLengthsDiffer(classIds.length, points.length);
        _advance(VAULT.emitted());
        for (uint256 i; i < classIds.length; ++i) {
            _allocation[msg.sender][classIds[i]] = uint256(points[i]) + 1;
            emit Allocated(msg.sender, classIds[i], points[i]);
        }
        _respread(msg.sender);
    }

    /// @notice {wei} The signal of a class; 0 without demand.
    function signalOf(uint32 classId) public view returns (uint256) {
        Signal storage signal = _signals[classId];
        return signal.weight == 0 ? 0 : signal.weight + signal.bonded;
    }

    /// @notice {1} The allocation points of an operator in a class.
    function allocationOf(address operator, uint32 classId) public view returns (uint256) {
        uint256 stored = _allocation[operator][classId];
        return stored == 0 ? 1 : stored - 1;
    }

    function _onWeight(uint32 classId, uint64 weight) internal override {
        _signals[classId].weight = weight;
        _repot(classId);
    }

    function _potOf(uint32 classId, uint256) internal view override returns (uint256) {
        return signalOf(classId);
    }

    function _unitsIn(
        address operator,
        Offer calldata offer,
        uint256 minReliability,
        uint32 classId,
        Service memory
    ) internal view override returns (uint256) {
        uint256 sum;
        for (uint256 i; i < offer.services.length; ++i) {
            uint256 u = offer.services[i].service.u;
            if (u >= minReliability && u != 0) sum += allocationOf(operator, offer.services[i].classId);
        }
        return sum == 0 ? 0 : (offer.stake * allocationOf(operator, classId)) / sum;
    }

    /// @inheritdoc StakedPools
    function _spread(address operator, uint256 stake, uint32[] storage live) internal override {
        uint256[] memory points = new uint256[](live.length);
        uint256 sum;
        for (uint256 i; i < points.length; ++i) {
            points[i] = allocationOf(operator, live[i]);
            sum += points[i];
        }
        for (uint256 i; i < points.length; ++i) {
            _setUnits(operator, live[i], sum == 0 ? 0 : (stake * points[i]) / sum);
        }
    }

    function _signal(uint32 classId, uint256 bonded) private {
        if (bonded > MAX_SIGNAL) revert SignalTooLarge(bonded, MAX_SIGNAL);
        _advance(VAULT.emitted());
        _signals[classId].bonded = uint128(bonded);
        _repot(classId);
    }
}
