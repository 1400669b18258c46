// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Service} from "../interfaces/IRewardPolicy.sol";
import {CoverageMath} from "../libraries/CoverageMath.sol";
import {ReportCodec} from "../libraries/ReportCodec.sol";
import {SuccessCurve} from "../libraries/SuccessCurve.sol";

/// @title The libraries' functions, open to tests
contract LibraryHarness {
    using ReportCodec for bytes;

    function expNeg(uint256[] calldata xs) external pure returns (uint256[] memory ys) {
        ys = new uint256[](xs.length);
        for (uint256 i; i < xs.length; ++i) ys[i] = CoverageMath.expNeg(xs[i]);
    }

    function lnNeg(uint256[] calldata ys) external pure returns (uint256[] memory xs) {
        xs = new uint256[](ys.length);
        for (uint256 i; i < ys.length; ++i) xs[i] = CoverageMath.lnNeg(ys[i]);
    }

    /// @notice p, -ln(1 - p) and the odds of every (u, x, kappa).
    function member(
        uint256[3][] calldata inputs
    ) external pure returns (uint256[] memory p, uint256[] memory lnQ, uint256[] memory odds) {
        p = new uint256[](inputs.length);
        lnQ = new uint256[](inputs.length);
        odds = new uint256[](inputs.length);
        for (uint256 i; i < inputs.length; ++i) {
            p[i] = CoverageMath.success(inputs[i][0], inputs[i][1], inputs[i][2]);
            lnQ[i] = CoverageMath.lnFailure(p[i]);
            odds[i] = CoverageMath.odds(p[i]);
        }
    }

    /// @notice Q, f and b of every (lnQ, r).
    function domain(
        uint256[2][] calldata inputs
    ) external pure returns (uint256[] memory q, uint256[] memory f, uint256[] memory b) {
        q = new uint256[](inputs.length);
        f = new uint256[](inputs.length);
        b = new uint256[](inputs.length);
        for (uint256 i; i < inputs.length; ++i) {
            (q[i], f[i]) = CoverageMath.failure(inputs[i][0], inputs[i][1]);
            b[i] = CoverageMath.price(q[i], f[i], inputs[i][1]);
        }
    }

    function layerWeight(int256[] calldata alphas, uint256[] calldata lnMs) external pure returns (int256[] memory w) {
        w = new int256[](alphas.length);
        for (uint256 i; i < alphas.length; ++i) w[i] = CoverageMath.layerWeight(alphas[i], lnMs[i]);
    }

    function term(uint256[] calldata bs, uint256[] calldata odds) external pure returns (uint256[] memory t) {
        t = new uint256[](bs.length);
        for (uint256 i; i < bs.length; ++i) t[i] = CoverageMath.term(bs[i], odds[i]);
    }

    function scaled(int256[] calldata values, uint256[] calldata bs) external pure returns (int256[] memory s) {
        s = new int256[](values.length);
        for (uint256 i; i < values.length; ++i) s[i] = CoverageMath.scaled(values[i], bs[i]);
    }

    function requireValid(uint64[] calldata kappas, int40[] calldata alphas) external pure {
        SuccessCurve.requireValid(kappas, alphas);
    }

    function countEntries(bytes calldata batch, uint256 entryBytes) external pure returns (uint256) {
        return batch.count(entryBytes);
    }

    function serviceEntry(
        bytes calldata batch,
        uint256 index
    ) external pure returns (address operator, uint32 classId, Service memory reported) {
        classId = batch.classOf(index);
        (operator, reported) = batch.service(index);
    }

    function demandEntry(bytes calldata batch, uint256 index) external pure returns (uint32 classId, uint64 weight) {
        return batch.demand(index);
    }

    function availabilityEntry(
        bytes calldata batch,
        uint256 index
    ) external pure returns (uint32 domain_, uint32 classId, uint32 value) {
        return batch.availability(index);
    }
}
