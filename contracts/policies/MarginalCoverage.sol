// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Curve, IRewardPolicy, Member, Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
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
        Layer[4] layer;
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
        int184 offset;
        /// @dev p {X56} of layer 0, then of the others.
        uint56 success;
        /// @dev The domain that it is in while p > 0.
        uint16 domain;
        uint56[3] furtherSuccess;
    }

    /// @dev One class on its way through one transaction.
    struct Touch {
        Index index;
        Totals totals;
        uint256 weight;
        uint256 layers;
        uint256 cells;
        /// @dev {weight X32} The class's part of R as it was.
        uint256 termBefore;
        /// @dev {1e-9}
        int256[4] alphas;
        Layer[4] layer;
    }

    mapping(uint32 classId => ClassState) private _classes;
    mapping(uint256 cellKey => Cell) private _cells;
    mapping(address operator => mapping(uint32 classId => Position)) private _positions;

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
        Touch memory touch = _open(emitted, classId);
        uint256 weightBefore = touch.weight;
        _classes[classId].weight = weight;
        touch.weight = weight;
        _close(touch, classId, weightBefore);
    }

    /// @inheritdoc IRewardPolicy
    function onAlphas(uint256 emitted, uint32 classId, int40[] calldata alphas) external onlyLedger {
        Touch memory touch = _open(emitted, classId);
        for (uint256 m; m < touch.layers; ++m) {
            _classes[classId].alphas[m] = alphas[m];
            // As the next settlement will read it.
            touch.alphas[m] = _alpha(_classes[classId], touch.layers, m);
        }
        _close(touch, classId, touch.weight);
    }

    /// @inheritdoc IRewardPolicy
    function onAvailability(uint256 emitted, uint32 domain, uint32 classId, uint32 availability) external onlyLedger {
        // A cell that nobody has entered yet takes its availability from the ledger when somebody does.
        if (_cells[_cellKey(domain, classId, 0)].availability == 0) return;
        Touch memory touch = _open(emitted, classId);
        for (uint256 m; m < touch.layers; ++m) {
            uint256 key = _cellKey(domain, classId, m);
            Cell memory cell = _cells[key];
            _replace(touch.layer[m], cell, 0, 0, availability);
            _cells[key] = cell;
        }
        _close(touch, classId, touch.weight);
    }

    /// @inheritdoc IRewardPolicy
    function onStake(uint256 emitted, Member calldata member, uint128 stakeBefore) external onlyLedger {
        // Stake secures good behaviour; under this rule it weighs nothing.
    }

    /// @inheritdoc IRewardPolicy
    function onServices(uint256 emitted, uint32 classId, ServiceChange[] calldata changes) external onlyLedger {
        Touch memory touch = _open(emitted, classId);
        bool changed;
        for (uint256 i; i < changes.length; ++i) {
            if (_enter(touch, classId, changes[i])) changed = true;
        }
        if (changed) _close(touch, classId, touch.weight);
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
        mapping(uint32 => Position) storage positions = _positions[operator];
        for (uint256 i; i < classIds.length; ++i) {
            uint32 classId = classIds[i];
            Position storage position = positions[classId];
            (int256 offset, uint256 success, uint32 domain) = (position.offset, position.success, position.domain);
            uint256 part = _payable(offset + _owedSince(position, classId, index.g, success, domain), room);
            if (part == 0) continue;
            unchecked {
                // `part` is at most `room`; widths: docs/mechanism.md.
                position.offset = int184(offset - int256(part << POSITION_BITS));
                room -= part;
                amount += part;
            }
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
        Position storage position = _positions[operator][classId];
        int256 owed = _owedSince(position, classId, index.g, position.success, position.domain);
        return _payable(position.offset + owed, type(uint256).max);
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
                service = _eligible(offer.services[next].service, minReliability);
                ++next;
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
            lost += CoverageMath.layerWeight(class.alphas[m], _classes[classId].layer[m].lnM);
        }
        if (lost <= 0) return CoverageMath.ONE_X120;
        uint256 lostX120 = uint256(lost) << 32;
        return lostX120 >= CoverageMath.ONE_X120 ? 0 : CoverageMath.ONE_X120 - lostX120;
    }

    // ---------------------------------------------------------------- settlement

    /// @dev Loads a class and settles it: every layer's A up to the present G.
    function _open(uint256 emitted, uint32 classId) private view returns (Touch memory touch) {
        (touch.index, touch.totals) = _advanced(emitted);
        ClassState storage class = _classes[classId];
        touch.weight = class.weight;
        touch.layers = class.layers;
        touch.cells = class.cells;
        uint256 flow = touch.weight * (touch.index.g - class.g);
        int256[4] memory alphaM;
        for (uint256 m; m < touch.layers; ++m) {
            touch.alphas[m] = _alpha(class, touch.layers, m);
            Layer memory layer = class.layer[m];
            alphaM[m] = CoverageMath.layerWeight(touch.alphas[m], layer.lnM);
            layer.a += _gain(flow, alphaM[m]);
            touch.layer[m] = layer;
        }
        touch.termBefore = _term(touch, alphaM, touch.weight);
    }

    /// @dev Stores a class and its part of R.
    function _close(Touch memory touch, uint32 classId, uint256 weightBefore) private {
        ClassState storage class = _classes[classId];
        class.g = touch.index.g;
        int256[4] memory alphaM;
        for (uint256 m; m < touch.layers; ++m) {
            class.layer[m] = touch.layer[m];
            alphaM[m] = CoverageMath.layerWeight(touch.alphas[m], touch.layer[m].lnM);
        }
        uint256 termAfter = _term(touch, alphaM, touch.weight);
        _commit(touch.index, touch.totals, touch.termBefore, termAfter, weightBefore, touch.weight);
    }

    /// @dev Gives one member of an open class its new p, layer by layer.
    /// @return changed False if its p is the same in every layer: then nothing is done.
    function _enter(Touch memory touch, uint32 classId, ServiceChange calldata change) private returns (bool changed) {
        Position storage position = _positions[change.member.operator][classId];
        uint256[4] memory next;
        (changed, next) = _offered(position, classId, touch.layers, change.current);
        if (!changed) return false;

        uint32 domain = change.member.domain;
        int256 offset = position.offset;
        for (uint256 m; m < touch.layers; ++m) {
            uint256 key = _cellKey(domain, classId, m);
            Cell memory cell = _cells[key];
            if (cell.availability == 0) {
                cell.availability = LEDGER.availabilityOf(domain, classId);
                if (m == 0) _classes[classId].cells = uint24(++touch.cells);
            }
            offset += _replace(touch.layer[m], cell, _success(position, m), next[m], cell.availability);
            _cells[key] = cell;
            if (m > 0) position.furtherSuccess[m - 1] = uint56(next[m]);
        }
        // Fits: |offset| stays below 2^183 (docs/mechanism.md, widths); domains are numbered below 2^12.
        position.offset = int184(offset);
        position.success = uint56(next[0]);
        position.domain = uint16(domain);
    }

    /// @dev Settles a cell, then replaces one member's p and the availability in it, with all that follows in the layer.
    /// @return offsetChange {wei X74} (o before - o after) A_gwm: exact, so that the position's value stays as it is.
    function _replace(
        Layer memory layer,
        Cell memory cell,
        uint256 before,
        uint256 current,
        uint256 availability
    ) private pure returns (int256 offsetChange) {
        unchecked {
            // Widths: docs/mechanism.md. What is subtracted from a sum was added to it by the same functions before.
            (uint256 q, uint256 f) = CoverageMath.failure(cell.lnQ, cell.availability);
            uint256 b = CoverageMath.price(q, f, cell.availability);
            cell.a += int120(CoverageMath.scaled(layer.a - cell.classA, b));
            cell.classA = layer.a;
            uint256 lnM = layer.lnM - CoverageMath.lnNeg(f);
            uint256 t = layer.t - CoverageMath.term(b, cell.odds);

            if (before != current) {
                uint256 oddsBefore = CoverageMath.odds(before);
                uint256 oddsAfter = CoverageMath.odds(current);
                offsetChange = (int256(oddsBefore) - int256(oddsAfter)) * cell.a;
                cell.odds = uint96(cell.odds - oddsBefore + oddsAfter);
                cell.lnQ = uint88(cell.lnQ - CoverageMath.lnFailure(before) + CoverageMath.lnFailure(current));
            }
            cell.availability = uint32(availability);

            (q, f) = CoverageMath.failure(cell.lnQ, availability);
            b = CoverageMath.price(q, f, availability);
            layer.lnM = uint80(lnM + CoverageMath.lnNeg(f));
            layer.t = uint56(t + CoverageMath.term(b, cell.odds));
        }
    }

    /// @dev {wei X74} Sum over layers of o A_gwm, settled to `g` without writing: with the offset, what the position is worth.
    /// @param success The position's p in layer 0, which like `domain` the caller has read with the offset.
    function _owedSince(
        Position storage position,
        uint32 classId,
        uint256 g,
        uint256 success,
        uint32 domain
    ) private view returns (int256 sum) {
        ClassState storage class = _classes[classId];
        uint256 layers = class.layers;
        if (success == 0 && layers <= 1) return 0;
        uint256 key = _cellKey(domain, classId, 0);
        unchecked {
            // Widths: docs/mechanism.md; the class's clock is never ahead of `g`.
            uint256 flow = uint256(class.weight) * (g - class.g);
            for (uint256 m; m < layers; ++m) {
                if (m > 0) success = position.furtherSuccess[m - 1];
                if (success == 0) continue;
                Layer storage layer = class.layer[m];
                int256 classA = layer.a + _gain(flow, CoverageMath.layerWeight(_alpha(class, layers, m), layer.lnM));
                Cell storage cell = _cells[key | m];
                uint256 r = cell.availability;
                (uint256 q, uint256 f) = CoverageMath.failure(cell.lnQ, r);
                int256 gain = CoverageMath.scaled(classA - cell.classA, CoverageMath.price(q, f, r));
                sum += int256(CoverageMath.odds(success)) * (cell.a + gain);
            }
        }
    }

    /// @dev One class of a quote: the operator's present position is taken out of its cell, the offered one put into the
    /// cell of the offered domain, and the result priced.
    /// @return sumX144 weight times the share of the class, as R is after the change.
    function _quoteClass(
        address operator,
        uint32 classId,
        uint32 domain,
        Service memory service
    ) private view returns (uint256 sumX144, uint256 termBefore, uint256 termAfter) {
        Touch memory touch = _open(_index.emitted, classId);
        Position storage position = _positions[operator][classId];
        (bool changed, uint256[4] memory next) = _offered(position, classId, touch.layers, service);
        if (!changed && service.u == 0) return (0, 0, 0);
        if (service.u != 0 && _cells[_cellKey(domain, classId, 0)].availability == 0) ++touch.cells;
        int256[4] memory alphaM;
        int256 rate;
        for (uint256 m; m < touch.layers; ++m) {
            Layer memory layer = touch.layer[m];
            uint256 present = _success(position, m);
            if (present != 0 && position.domain != domain) {
                Cell memory left = _cells[_cellKey(position.domain, classId, m)];
                _replace(layer, left, present, 0, left.availability);
                present = 0;
            }
            Cell memory cell = _cells[_cellKey(domain, classId, m)];
            if (cell.availability == 0) cell.availability = LEDGER.availabilityOf(domain, classId);
            _replace(layer, cell, present, next[m], cell.availability);
            alphaM[m] = CoverageMath.layerWeight(touch.alphas[m], layer.lnM);
            (uint256 q, uint256 f) = CoverageMath.failure(cell.lnQ, cell.availability);
            uint256 b = CoverageMath.price(q, f, cell.availability);
            // {X144} = {X88} {X56}: below 2^(93 + 66), and 2^56 more with the weight.
            rate += CoverageMath.scaled(alphaM[m], b) * int256(CoverageMath.odds(next[m]));
        }
        termBefore = touch.termBefore;
        termAfter = _term(touch, alphaM, touch.weight);
        sumX144 = rate <= 0 ? 0 : uint256(rate) * touch.weight;
    }

    // ---------------------------------------------------------------- arithmetic and storage

    /// @dev p {X56} of a service in every layer, and whether any differs from the position's.
    function _offered(
        Position storage position,
        uint32 classId,
        uint256 layers,
        Service memory service
    ) private view returns (bool changed, uint256[4] memory next) {
        ClassState storage class = _classes[classId];
        for (uint256 m; m < layers; ++m) {
            next[m] = CoverageMath.success(service.u, service.x, class.kappas[m]);
            if (next[m] != _success(position, m)) changed = true;
        }
    }

    function _success(Position storage position, uint256 m) private view returns (uint256) {
        return m == 0 ? position.success : position.furtherSuccess[m - 1];
    }

    /// @dev {1e-9} A one-layer class has alpha = 1 by its curve's sum: no need to read it.
    function _alpha(ClassState storage class, uint256 layers, uint256 m) private view returns (int256) {
        return layers == 1 ? int256(1e9) : class.alphas[m];
    }

    /// @dev {wei X18} weight alpha M dG, rounded towards minus infinity; `flow` = weight dG {wei X64} is below 2^156, since
    /// a class's weight is never above what G divides by.
    function _gain(uint256 flow, int256 alphaM) private pure returns (int120) {
        unchecked {
            return int120((int256(flow) * alphaM) >> (G_BITS + 88 - A_BITS));
        }
    }

    /// @dev {weight X32} The class's part of R: weight times the sum over layers of alpha M T, rounded up. T holds up to one
    /// unit too much for each cell: a negative layer must not be overrated.
    function _term(Touch memory touch, int256[4] memory alphaM, uint256 weight) private pure returns (uint256) {
        if (weight == 0) return 0;
        int256 sum;
        bool served;
        unchecked {
            // Each product is below 2^(93 + 56), and 2^56 more with the weight.
            for (uint256 m; m < touch.layers; ++m) {
                uint256 t = touch.layer[m].t;
                if (t == 0) continue;
                served = true;
                if (alphaM[m] < 0) t = t > touch.cells ? t - touch.cells : 0;
                sum += alphaM[m] * int256(t);
            }
            if (!served) return 0;
            return sum <= 0 ? 1 : ((uint256(sum) * weight) >> 86) + 1;
        }
    }

    function _cellKey(uint32 domain, uint32 classId, uint256 layer) private pure returns (uint256) {
        return (uint256(domain) << 40) | (uint256(classId) << 8) | layer;
    }
}
