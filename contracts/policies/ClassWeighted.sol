// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Offer, Service} from "../interfaces/IRewardPolicy.sol";
import {StakedPools} from "./StakedPools.sol";

/// @title Pay for stake inside governed classes
/// @notice B (points_w / sum of points) (s_i / sum of the members' stakes), summed over the classes w that i serves: the
/// allocation points of MasterChef (sushiswap/masterchef contracts/MasterChef.sol). Points are a class's demand weight
/// {weight} until the admin sets others; the stake s_i {token wei} counts whole in every class served. Pays for stake that is
/// near what governance points at, never for requests saved.
/// @dev In the field: pools with points and hardly any stake drew whole streams to single farmers, stake left with the points, and
/// an `updatePool` forgotten before `set` repriced the past (hence massUpdatePools). Here a class nobody serves draws nothing,
/// every change settles the global index first, and a class whose demand weight is 0 (a retired one) has no points.
/// Settled continuously: O(1) per service, O(k) in the operator's k classes per change of stake. Rounded down throughout.
contract ClassWeighted is StakedPools {
    error PointsLengthsDiffer(uint256 classIds, uint256 points);
    error PointsUnknownClass(uint32 classId, uint32 classCount);

    /// @notice A class's allocation points are now `points`; `byDemand`: its demand weight counts again.
    event PointsChanged(uint32 indexed classId, uint64 points, bool byDemand);

    struct Points {
        /// @dev Demand weight as last reported.
        uint64 weight;
        /// @dev What the admin set.
        uint64 points;
        bool isSet;
    }

    mapping(uint32 classId => Points) private _points;

    constructor(ICoverageLedger ledger) StakedPools(ledger) {}

    /// @notice Sets the allocation points {weight} of classes, from now on. Admin.
    function setPoints(uint32[] calldata classIds, uint64[] calldata points) external restricted {
        if (classIds.length != points.length) revert PointsLengthsDiffer(classIds.length, points.length);
        uint32 classCount = LEDGER.classCount();
        _advance(VAULT.emitted());
        for (uint256 i; i < classIds.length; ++i) {
            if (classIds[i] == 0 || classIds[i] > classCount) revert PointsUnknownClass(classIds[i], classCount);
            Points storage class = _points[classIds[i]];
            (class.points, class.isSet) = (points[i], true);
            _repot(classIds[i]);
            emit PointsChanged(classIds[i], points[i], false);
        }
    }

    /// @notice Lets the demand weight of classes count again. Admin.
    function clearPoints(uint32[] calldata classIds) external restricted {
        _advance(VAULT.emitted());
        for (uint256 i; i < classIds.length; ++i) {
            Points storage class = _points[classIds[i]];
            (class.points, class.isSet) = (0, false);
            _repot(classIds[i]);
            emit PointsChanged(classIds[i], class.weight, true);
        }
    }

    /// @notice {weight} The allocation points of a class; 0 without demand.
    function pointsOf(uint32 classId) public view returns (uint256) {
        Points storage class = _points[classId];
        return class.weight == 0 || !class.isSet ? class.weight : class.points;
    }

    function _onWeight(uint32 classId, uint64 weight) internal override {
        _points[classId].weight = weight;
        _repot(classId);
    }

    function _potOf(uint32 classId, uint256) internal view override returns (uint256) {
        return pointsOf(classId);
    }

    function _unitsIn(
        address,
        Offer calldata offer,
        uint256,
        uint32,
        Service memory
    ) internal pure override returns (uint256) {
        return offer.stake;
    }

    /// @inheritdoc StakedPools
    function _spread(address operator, uint256 stake, uint32[] storage live) internal override {
        for (uint256 i; i < live.length; ++i) _setUnits(operator, live[i], stake);
    }

    /// @inheritdoc StakedPools
    function _onJoin(address operator, uint32 classId, uint256 stake, uint32[] storage) internal override {
        _setUnits(operator, classId, stake);
    }

    /// @inheritdoc StakedPools
    function _onExit(address, uint256, uint32[] storage) internal override {
        // The other classes keep the whole stake.
    }
}
