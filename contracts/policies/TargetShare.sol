// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {LedgerGoverned} from "./LedgerGoverned.sol";
import {PooledPolicy} from "./PooledPolicy.sol";

/// @title Pay for capacity, steered to target shares
/// @notice B D_w c_iw / (sum over all of D c), summed over the classes w that i serves. c_iw {requests} is i's capacity: its
/// capacity ratio x, counted up to 1,000, times the class's demand weight. D_w is a coefficient per class that `adjust` moves, once
/// a day, so that w's share of all capacity nears its share of demand (Gonka, gonka-ai/gonka
/// inference-chain/x/inference/coefficients/coefficients.go). Pays for capacity wherever it is short of the target, served or not.
/// @dev Per epoch and class, share being w's part of all capacity, averaged over the seconds since its last adjustment, and T
/// its part of all demand:
///
///     abs(share - T) <= 5 pp      hold: step = 0.025, no sign
///     else                        sign = toward T; step = min(2 step, cap) if the last sign was the same or none, else
///                                 min(max(step / 2, 0.005), cap); cap = 0.05, or 0.25 while share < 1%;
///                                 base = clamp(base (1 +- step), min, max)
///     D = base, or min + (base - min) T / share if share > T
///
/// In the field: similar hardware moved to one model together at the slightest change of threshold; at epoch 403 about 90% of
/// the benchmarked GPUs served one model. Settled continuously at O(1), adjusted per epoch by anyone at O(1) per class; averaged,
/// so that leaving at the moment of an adjustment moves nothing.
contract TargetShare is PooledPolicy, LedgerGoverned {
    uint256 private constant ONE = 1e9;
    /// @notice {s} An epoch: a class is adjusted once in each.
    uint256 public constant EPOCH = 1 days;
    /// @notice {s} How much sooner an adjustment may come, so that who calls once a day is never a second too early.
    uint256 public constant SLACK = 1 hours;
    /// @notice {1e-9} Largest capacity ratio that counts: a thousand times the class's demand.
    uint256 public constant MAX_CAPACITY = 1_000 * ONE;
    /// @notice {1e-9} Half-width of the band around the target in which a class is held.
    uint256 public constant BAND = 0.05e9;
    /// @notice {1e-9} Steps: the least, the largest, the first, and the largest of a class below `BOOTSTRAP_SHARE`.
    uint256 public constant MIN_STEP = 0.005e9;
    uint256 public constant MAX_STEP = 0.05e9;
    uint256 public constant FIRST_STEP = 0.025e9;
    uint256 public constant BOOTSTRAP_STEP = 0.25e9;
    uint256 public constant BOOTSTRAP_SHARE = 0.01e9;
    /// @notice {1e-9} Bounds of the coefficient of a class that got no others.
    uint64 public constant MIN_COEFFICIENT = 0.5e9;
    uint64 public constant MAX_COEFFICIENT = 2e9;
    /// @notice {1e-9} The largest bound that can be set.
    uint64 public constant COEFFICIENT_LIMIT = 16e9;

    error BoundsInvalid(uint64 min, uint64 max, uint64 limit);
    error BoundsUnknownClass(uint32 classId, uint32 classCount);

    event BoundsChanged(uint32 indexed classId, uint64 min, uint64 max);
    /// @notice A class was adjusted: its share and target {1e-9}, the base and the coefficient paid {1e-9}.
    event Adjusted(uint32 indexed classId, uint256 share, uint256 target, uint256 base, uint256 coefficient);

    /// @notice The controller of a class, all {1e-9}; all zero before the class first had a weight.
    struct Controller {
        uint40 base;
        /// @dev D: what is paid by.
        uint40 coefficient;
        uint40 min;
        uint40 max;
        uint32 step;
        /// @dev Of the last move: 1 up, -1 down, 0 held.
        int8 sign;
        /// @dev {s} When it was last adjusted, or began.
        uint40 adjustedAt;
    }

    /// @dev An amount of capacity {1e-9 requests} over time.
    struct Meter {
        uint112 capacity;
        /// @dev {1e-9 requests s}
        uint144 worked;
        /// @dev {s}
        uint40 since;
        /// @dev Of a class: the network's `worked` when the class was last adjusted.
        uint144 networkMark;
        uint64 weight;
    }

    /// @notice The controller of each class.
    mapping(uint32 classId => Controller) public controllerOf;
    mapping(uint32 classId => Meter) private _meters;
    Meter private _network;

    constructor(ICoverageLedger ledger) PooledPolicy(ledger) LedgerGoverned(ledger) {}

    /// @notice Adjusts the listed classes; one whose epoch is not over is passed over. Anyone.
    function adjust(uint32[] calldata classIds) external {
        _advance(VAULT.emitted());
        for (uint256 i; i < classIds.length; ++i) {
            uint256 adjustedAt = controllerOf[classIds[i]].adjustedAt;
            if (adjustedAt == 0 || block.timestamp < adjustedAt + EPOCH - SLACK) continue;
            _adjust(classIds[i]);
        }
    }

    /// @notice Sets the bounds {1e-9} of a class's coefficient and takes its base and coefficient into them. Admin.
    function setBounds(uint32 classId, uint64 min, uint64 max) external restricted {
        if (min == 0 || min > max || max > COEFFICIENT_LIMIT) revert BoundsInvalid(min, max, COEFFICIENT_LIMIT);
        Controller storage controller = controllerOf[classId];
        if (controller.adjustedAt == 0) revert BoundsUnknownClass(classId, LEDGER.classCount());
        _advance(VAULT.emitted());
        (controller.min, controller.max) = (uint40(min), uint40(max));
        controller.base = uint40(FixedPointMathLib.clamp(controller.base, min, max));
        controller.coefficient = uint40(FixedPointMathLib.clamp(controller.coefficient, min, max));
        _repot(classId);
        emit BoundsChanged(classId, min, max);
    }

    /// @notice {1e-9} The class's share of all capacity, averaged since its last adjustment, and its share of demand.
    function shareOf(uint32 classId) public view returns (uint256 share, uint256 target) {
        Meter memory meter = _meters[classId];
        Meter memory network = _network;
        _tick(meter);
        _tick(network);
        uint256 all = network.worked - meter.networkMark;
        if (all != 0) share = (uint256(meter.worked) * ONE) / all;
        if (network.weight != 0) target = (uint256(meter.weight) * ONE) / network.weight;
    }

    function _onWeight(uint32 classId, uint64 weight) internal override {
        Controller storage controller = controllerOf[classId];
        if (controller.adjustedAt == 0) {
            controllerOf[classId] = Controller({
                base: uint40(MIN_COEFFICIENT),
                coefficient: uint40(MIN_COEFFICIENT),
                min: uint40(MIN_COEFFICIENT),
                max: uint40(MAX_COEFFICIENT),
                step: uint32(FIRST_STEP),
                sign: 0,
                adjustedAt: uint40(block.timestamp)
            });
            Meter memory network = _network;
            _tick(network);
            _network = network;
            _meters[classId].networkMark = network.worked;
        }
        _meter(classId, weight);
        _repot(classId);
    }

    function _onService(uint32 classId, ServiceChange calldata change) internal override {
        _setUnits(change.member.operator, classId, change.current.u == 0 ? 0 : _counted(change.current.x));
        _meter(classId, _meters[classId].weight);
    }

    /// @dev D times capacity; below 2^34 2^56 2^40 n.
    function _potOf(uint32 classId, uint256 units) internal view override returns (uint256) {
        return uint256(controllerOf[classId].coefficient) * _meters[classId].weight * units;
    }

    function _unitsIn(
        address,
        Offer calldata,
        uint256,
        uint32,
        Service memory service
    ) internal pure override returns (uint256) {
        return _counted(service.x);
    }

    function _adjust(uint32 classId) private {
        Controller memory controller = controllerOf[classId];
        _meter(classId, _meters[classId].weight);
        (uint256 share, uint256 target) = shareOf(classId);
        _meters[classId].worked = 0;
        _meters[classId].networkMark = _network.worked;
        _steer(controller, share, target);
        controller.adjustedAt = uint40(block.timestamp);
        controllerOf[classId] = controller;
        _repot(classId);
        emit Adjusted(classId, share, target, controller.base, controller.coefficient);
    }

    /// @dev One step of the controller. The casts fit: steps are below 2^32, coefficients below 2^34.
    function _steer(Controller memory controller, uint256 share, uint256 target) private pure {
        if (target == 0) {
            (controller.base, controller.step, controller.sign) = (controller.min, uint32(FIRST_STEP), 0);
        } else if (share + BAND >= target && share <= target + BAND) {
            (controller.step, controller.sign) = (uint32(FIRST_STEP), 0);
        } else {
            int8 sign = share > target ? int8(-1) : int8(1);
            uint256 cap = share < BOOTSTRAP_SHARE ? BOOTSTRAP_STEP : MAX_STEP;
            uint256 step =
                controller.sign == 0 || controller.sign == sign
                    ? uint256(controller.step) * 2
                    : FixedPointMathLib.max(controller.step / 2, MIN_STEP);
            step = FixedPointMathLib.min(step, cap);
            uint256 base = (uint256(controller.base) * (sign > 0 ? ONE + step : ONE - step)) / ONE;
            controller.base = uint40(FixedPointMathLib.clamp(base, controller.min, controller.max));
            (controller.step, controller.sign) = (uint32(step), sign);
        }
        controller.coefficient = controller.base;
        if (share <= target) return;
        controller.coefficient =
            controller.min + uint40(((uint256(controller.base) - controller.min) * target) / share);
    }

    /// @dev Reads class and network off up to now, then takes over the class's weight and capacity.
    function _meter(uint32 classId, uint64 weight) private {
        Meter memory meter = _meters[classId];
        Meter memory network = _network;
        _tick(meter);
        _tick(network);
        uint256 capacity = uint256(weight) * _heldOf(classId);
        network.capacity = uint112(network.capacity - meter.capacity + capacity);
        network.weight = network.weight - meter.weight + weight;
        (meter.capacity, meter.weight) = (uint112(capacity), weight);
        (_meters[classId], _network) = (meter, network);
    }

    /// @dev Fits for 2^14 operators at the largest capacity and weight, over 2^32 seconds.
    function _tick(Meter memory meter) private view {
        meter.worked += uint144(meter.capacity) * uint144(block.timestamp - meter.since);
        meter.since = uint40(block.timestamp);
    }

    function _counted(uint256 x) private pure returns (uint256) {
        return FixedPointMathLib.min(x, MAX_CAPACITY);
    }
}
