// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {ClassOffer, Curve, IRewardPolicy, Member, Offer, Service} from "../interfaces/IRewardPolicy.sol";
import {CoverageMath} from "../libraries/CoverageMath.sol";
import {CoveragePolicy} from "./CoveragePolicy.sol";

/// @title Pay for marginal coverage
/// @notice An operator earns exactly what expected request success would lose without it: C(all) - C(all without it),
/// leave-one-out, as a share of the emission. Failure domains fail as a whole; success curves have one to four layers.
/// @dev Per layer m of class w and domain g: q = 1 - p, Q = product of q in the domain, f = 1 - r (1 - Q), M = product of f,
/// b = r Q / f, o = p / q, and i earns weight alpha M b o dG. Indices: a class's A_wm += weight alpha M dG, a cell's
/// A_gwm += b dA_wm, a position's value = offset + sum over m of o dA_gwm. See docs/mechanism.md for derivation, widths and
/// error bounds.
contract MarginalCoverage is CoveragePolicy {
    /// @dev One slot that a claim reads, and the curve.
    struct ClassState {
        /// @dev G at the class's last settlement.
        uint160 g;
        uint64 weight;
        uint8 layers;
        /// @dev Domains that were ever served from in this class.
        uint24 cells;
        uint64[4] kappas;
        int40[4] alphas;
    }

    struct Layer {
        /// @dev A_wm {wei X18}
        int120 a;
        /// @dev -ln M {wad}
        uint80 lnM;
        /// @dev T {X30}: sum over domains of b O, each rounded up.
        uint56 t;
    }

    /// @dev One layer of a class in one domain.
    struct Cell {
        /// @dev A_gwm {wei X18}
        int120 a;
        /// @dev A_wm at the cell's last settlement.
        int120 classA;
        /// @dev -ln Q {wad}: the exact sum over members.
        uint88 lnQ;
        /// @dev O {X56}: the exact sum over members.
        uint96 odds;
        /// @dev r {1e-9}; 0 before the first member.
        uint32 availability;
    }

    struct Position {
        /// @dev {wei X74} earned - sum over layers of o A_gwm: constant while nothing that concerns the operator changes.
        int192 offset;
        /// @dev p {X64} of layer 0, then of the others.
        uint64 success;
        uint64[3] furtherSuccess;
    }

    /// @dev A class on its way through one transaction.
    struct Work {
        Index index;
        Totals totals;
        uint256 weight;
        uint256 layers;
        uint256 cells;
        uint256 termBefore;
        int256[4] alphas;
        Layer[4] layer;
    }

    mapping(uint32 classId => ClassState) private _classes;
    mapping(uint32 classId => mapping(uint256 layer => Layer)) private _layers;
    mapping(uint256 cellKey => Cell) private _cells;
    mapping(address operator => mapping(uint32 classId => Position)) private _positions;
    mapping(address operator => uint32) private _domainOf;

    constructor(ICoverageLedger ledger) CoveragePolicy(ledger) {}

    // ---------------------------------------------------------------- hooks

    /// @inheritdoc IRewardPolicy
    function onClassAdded(uint32 classId, Curve calldata curve) external onlyLedger {
        ClassState storage class = _classes[classId];
        class.layers = uint8(curve.kappas.length);
        for (uint256 m; m < curve.kappas.length; ++m) {
            class.kappas[m] = curve.kappas[m];
            class.alphas[m] = curve.alphas[m];
        }
    }

    /// @inheritdoc IRewardPolicy
    function onWeight(uint256 emitted, uint32 classId, uint64 weight) external onlyLedger {
        Work memory work = _open(emitted, classId);
        uint256 weightBefore = work.weight;
        work.weight = weight;
        _classes[classId].weight = weight;
        _close(work, classId, weightBefore);
    }

    /// @inheritdoc IRewardPolicy
    function onAlphas(uint256 emitted, uint32 classId, int40[] calldata alphas) external onlyLedger {
        Work memory work = _open(emitted, classId);
        for (uint256 m; m < work.layers; ++m) {
            work.alphas[m] = alphas[m];
            _classes[classId].alphas[m] = alphas[m];
        }
        _close(work, classId, work.weight);
    }

    /// @inheritdoc IRewardPolicy
    function onAvailability(uint256 emitted, uint32 domain, uint32 classId, uint32 availability) external onlyLedger {
        // A cell that nobody has entered yet takes its availability from the ledger when somebody does.
        if (_cells[_cellKey(domain, classId, 0)].availability == 0) return;
        Work memory work = _open(emitted, classId);
        for (uint256 m; m < work.layers; ++m) {
            Cell storage stored = _cells[_cellKey(domain, classId, m)];
            Cell memory cell = stored;
            _settle(cell, work.layer[m].a);
            Cell memory before = _copy(cell);
            cell.availability = availability;
            _replaceFactor(work.layer[m], before, cell);
            _store(stored, cell);
        }
        _close(work, classId, work.weight);
    }

    /// @inheritdoc IRewardPolicy
    function onStake(uint256 emitted, Member calldata member, uint128 stakeBefore) external onlyLedger {
        // Stake secures good behaviour; under this rule it weighs nothing.
    }

    /// @inheritdoc IRewardPolicy
    function onService(
        uint256 emitted,
        Member calldata member,
        uint32 classId,
        Service calldata,
        Service calldata current
    ) external onlyLedger {
        Position storage position = _positions[member.operator][classId];
        ClassState storage class = _classes[classId];
        uint256 layers = class.layers;

        uint256[4] memory before;
        uint256[4] memory next;
        bool changed;
        for (uint256 m; m < layers; ++m) {
            before[m] = m == 0 ? position.success : position.furtherSuccess[m - 1];
            next[m] = CoverageMath.success(current.u, current.x, class.kappas[m]);
            if (before[m] != next[m]) changed = true;
        }
        if (!changed) return;

        Work memory work = _open(emitted, classId);
        int256 offset = position.offset;
        for (uint256 m; m < layers; ++m) {
            uint256 key = _cellKey(member.domain, classId, m);
            Cell storage stored = _cells[key];
            if (stored.availability == 0) {
                stored.availability = LEDGER.availabilityOf(member.domain, classId);
                if (m == 0) _classes[classId].cells = uint24(++work.cells);
            }
            Cell memory cell = stored;
            _settle(cell, work.layer[m].a);
            offset += _enter(work.layer[m], cell, before[m], next[m]);
            _store(stored, cell);
            if (m == 0) position.success = uint64(next[0]);
            else position.furtherSuccess[m - 1] = uint64(next[m]);
        }
        position.offset = int192(offset);
        if (_domainOf[member.operator] != member.domain) _domainOf[member.operator] = member.domain;
        _close(work, classId, work.weight);
    }

    // ---------------------------------------------------------------- claims and views

    /// @inheritdoc IRewardPolicy
    function claim(
        uint256 emitted,
        address operator,
        uint32[] calldata classIds,
        uint256 paid
    ) external onlyVault returns (uint256 amount) {
        (Index memory index, Totals memory totals) = _advanced(emitted);
        uint256 room = totals.accrued - paid;
        uint32 domain = _domainOf[operator];
        for (uint256 i; i < classIds.length; ++i) {
            Position storage position = _positions[operator][classIds[i]];
            uint256 part = _payable(_value(position, domain, classIds[i], index.g), room - amount);
            if (part == 0) continue;
            position.offset -= int192(int256(part << POSITION_BITS));
            amount += part;
        }
    }

    /// @inheritdoc IRewardPolicy
    function earned(address operator) external view returns (uint256 sum) {
        uint32 classCount = LEDGER.classCount();
        for (uint32 classId = 1; classId <= classCount; ++classId) sum += earnedIn(operator, classId);
    }

    /// @notice {wei} What `operator` could claim now for one class, rounded down.
    function earnedIn(address operator, uint32 classId) public view returns (uint256) {
        (Index memory index, ) = _advanced(VAULT.emitted());
        int256 value = _value(_positions[operator][classId], _domainOf[operator], classId, index.g);
        return _payable(value, type(uint256).max);
    }

    /// @inheritdoc IRewardPolicy
    function quote(address operator, Offer calldata offer) external view returns (uint256) {
        _requireOffer(offer);
        uint32 minReliability = LEDGER.minReliability();
        uint32 classCount = LEDGER.classCount();
        uint256 earnedAfter = _totals.earnedWeight;
        uint256 sum;
        uint256 next;
        for (uint32 classId = 1; classId <= classCount; ++classId) {
            Service memory service;
            if (next < offer.services.length && offer.services[next].classId == classId) {
                ClassOffer calldata entry = offer.services[next++];
                if (entry.service.u >= minReliability) service = entry.service;
            }
            (uint256 part, uint256 termBefore, uint256 termAfter) = _quoteClass(
                operator,
                classId,
                offer.domain,
                service
            );
            sum += part;
            earnedAfter = earnedAfter - termBefore + termAfter;
        }
        return _quoted(sum, VAULT.currentRate(), earnedAfter);
    }

    /// @notice {X120} The expected success rate C_w of a class, exactly as the accumulators see it; at most 2^120.
    function coverage(uint32 classId) external view returns (uint256) {
        ClassState storage class = _classes[classId];
        // {X88} sum over layers of alpha M, which is 1 - C_w.
        int256 lost;
        for (uint256 m; m < class.layers; ++m) {
            lost += CoverageMath.layerWeight(class.alphas[m], _layers[classId][m].lnM);
        }
        if (lost <= 0) return CoverageMath.ONE_X120;
        uint256 lostX120 = uint256(lost) << 32;
        return lostX120 >= CoverageMath.ONE_X120 ? 0 : CoverageMath.ONE_X120 - lostX120;
    }

    // ---------------------------------------------------------------- settlement

    /// @dev Loads a class and settles it: every layer's A up to the present G.
    function _open(uint256 emitted, uint32 classId) private view returns (Work memory work) {
        (work.index, work.totals) = _advanced(emitted);
        ClassState storage class = _classes[classId];
        work.weight = class.weight;
        work.layers = class.layers;
        work.cells = class.cells;
        uint256 flow = work.weight * (work.index.g - class.g);
        for (uint256 m; m < work.layers; ++m) {
            // A one-layer class has alpha = 1 by its curve's sum: no need to read it.
            work.alphas[m] = work.layers == 1 ? int256(1e9) : class.alphas[m];
            work.layer[m] = _layers[classId][m];
            work.layer[m].a += _classGain(flow, work.alphas[m], work.layer[m].lnM);
        }
        work.termBefore = _earnedTerm(work);
    }

    /// @dev Stores a class that `_open` loaded, and its part of R.
    function _close(Work memory work, uint32 classId, uint256 weightBefore) private {
        _classes[classId].g = work.index.g;
        for (uint256 m; m < work.layers; ++m) _layers[classId][m] = work.layer[m];
        _commit(work.index, work.totals, work.termBefore, _earnedTerm(work), weightBefore, work.weight);
    }

    /// @dev Brings the cell's A up to the class's, rounded down.
    function _settle(Cell memory cell, int256 classA) private pure {
        (, uint256 b) = CoverageMath.domain(cell.lnQ, cell.availability);
        // Fits: |A| stays below 2^119 (CoveragePolicy), and b is at most 1.
        cell.a += int120(_scaled(classA - cell.classA, b));
        cell.classA = int120(classA);
    }

    /// @dev Changes one member's p in a settled cell, with all that follows in the cell and the layer.
    /// @return offsetChange {wei X74} (o before - o after) A_gwm: exact, so that the position's value stays as it is.
    function _enter(
        Layer memory layer,
        Cell memory cell,
        uint256 successBefore,
        uint256 successAfter
    ) private pure returns (int256 offsetChange) {
        Cell memory before = _copy(cell);
        uint256 oddsBefore = CoverageMath.odds(successBefore);
        uint256 oddsAfter = CoverageMath.odds(successAfter);
        cell.lnQ = uint88(cell.lnQ - CoverageMath.lnFailure(successBefore) + CoverageMath.lnFailure(successAfter));
        cell.odds = uint96(cell.odds - oddsBefore + oddsAfter);
        _replaceFactor(layer, before, cell);
        offsetChange = (int256(oddsBefore) - int256(oddsAfter)) * cell.a;
    }

    /// @dev Replaces one cell's factor in M and its term in T.
    function _replaceFactor(Layer memory layer, Cell memory before, Cell memory current) private pure {
        (uint256 lnBefore, uint256 bBefore) = CoverageMath.domain(before.lnQ, before.availability);
        (uint256 lnAfter, uint256 bAfter) = CoverageMath.domain(current.lnQ, current.availability);
        layer.lnM = uint80(layer.lnM - lnBefore + lnAfter);
        layer.t = uint56(layer.t - CoverageMath.term(bBefore, before.odds) + CoverageMath.term(bAfter, current.odds));
    }

    /// @dev {weight X32} The class's part of R: weight times the sum over layers of alpha M T, rounded up.
    function _earnedTerm(Work memory work) private pure returns (uint256) {
        // {X118}
        int256 sum;
        bool served;
        for (uint256 m; m < work.layers; ++m) {
            int256 alphaM = CoverageMath.layerWeight(work.alphas[m], work.layer[m].lnM);
            uint256 t = work.layer[m].t;
            if (t == 0) continue;
            served = true;
            // T holds up to one unit too much for each cell: a negative layer must not be overrated.
            if (alphaM < 0) t = t > work.cells ? t - work.cells : 0;
            sum += alphaM * int256(t);
        }
        if (!served) return 0;
        sum *= int256(work.weight);
        return sum <= 0 ? (work.weight == 0 ? 0 : 1) : (uint256(sum) >> 86) + 1;
    }

    /// @dev {wei X74} offset + sum over layers of o A_gwm, settled to `g` without writing.
    function _value(
        Position storage position,
        uint32 domain,
        uint32 classId,
        uint256 g
    ) private view returns (int256 value) {
        uint256 success = position.success;
        value = position.offset;
        ClassState storage class = _classes[classId];
        uint256 layers = class.layers;
        if (success == 0 && layers == 1) return value;
        uint256 flow = uint256(class.weight) * (g - class.g);
        for (uint256 m; m < layers; ++m) {
            if (m > 0) success = position.furtherSuccess[m - 1];
            if (success == 0) continue;
            Layer storage layer = _layers[classId][m];
            int256 alpha = layers == 1 ? int256(1e9) : class.alphas[m];
            Cell memory cell = _cells[_cellKey(domain, classId, m)];
            _settle(cell, layer.a + _classGain(flow, alpha, layer.lnM));
            value += int256(CoverageMath.odds(success)) * cell.a;
        }
    }

    /// @dev One class of a quote: the operator's present position is taken out of its cell, the offered one put into the
    /// cell of the offered domain, and the result priced. A class that is neither served nor offered costs two reads.
    function _quoteClass(
        address operator,
        uint32 classId,
        uint32 domain,
        Service memory service
    ) private view returns (uint256 sumX144, uint256 termBefore, uint256 termAfter) {
        Position memory position = _positions[operator][classId];
        if (position.success == 0 && position.furtherSuccess[0] == 0 && service.u == 0) return (0, 0, 0);
        ClassState storage class = _classes[classId];
        Work memory work = _open(_index.emitted, classId);
        termBefore = work.termBefore;
        int256 rate;
        bool newCell;
        for (uint256 m; m < work.layers; ++m) {
            Layer memory layer = work.layer[m];
            uint256 present = m == 0 ? position.success : position.furtherSuccess[m - 1];
            uint256 offered = CoverageMath.success(service.u, service.x, class.kappas[m]);
            uint32 presentDomain = _domainOf[operator];
            Cell memory cell = _cells[_cellKey(domain, classId, m)];
            if (cell.availability == 0) {
                cell.availability = LEDGER.availabilityOf(domain, classId);
                newCell = true;
            }
            if (present != 0 && presentDomain != domain) {
                _enter(layer, _cells[_cellKey(presentDomain, classId, m)], present, 0);
                present = 0;
            }
            _enter(layer, cell, present, offered);
            (, uint256 b) = CoverageMath.domain(cell.lnQ, cell.availability);
            // {X88} alpha M b, then {X144} with the odds; the weight comes last: below 2^(93 + 66 + 56).
            int256 alphaM = CoverageMath.layerWeight(work.alphas[m], layer.lnM);
            rate += _scaled(alphaM, b) * int256(CoverageMath.odds(offered));
        }
        if (newCell && service.u != 0) ++work.cells;
        termAfter = _earnedTerm(work);
        sumX144 = rate <= 0 ? 0 : uint256(rate) * work.weight;
    }

    // ---------------------------------------------------------------- arithmetic and storage

    /// @dev {wei X18} weight alpha M dG, rounded towards minus infinity; `flow` = weight dG {wei X64} is below 2^159, since
    /// a class's weight is never above what G divides by.
    function _classGain(uint256 flow, int256 alpha, uint256 lnM) private pure returns (int120) {
        if (flow == 0) return 0;
        return int120((int256(flow) * CoverageMath.layerWeight(alpha, lnM)) >> (G_BITS + 88 - A_BITS));
    }

    /// @dev value b, rounded towards minus infinity.
    function _scaled(int256 value, uint256 bX120) private pure returns (int256) {
        return (value * int256(bX120)) >> 120;
    }

    function _copy(Cell memory cell) private pure returns (Cell memory) {
        return Cell(cell.a, cell.classA, cell.lnQ, cell.odds, cell.availability);
    }

    function _store(Cell storage stored, Cell memory cell) private {
        stored.a = cell.a;
        stored.classA = cell.classA;
        stored.lnQ = cell.lnQ;
        stored.odds = cell.odds;
        stored.availability = cell.availability;
    }

    function _cellKey(uint32 domain, uint32 classId, uint256 layer) private pure returns (uint256) {
        return (uint256(domain) << 40) | (uint256(classId) << 8) | layer;
    }
}
