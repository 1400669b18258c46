// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {LibraryHarness} from "../../contracts/mocks/LibraryHarness.sol";
import {Failed, bound} from "./support/Vm.sol";

/// @title SuccessCurve accepts only concave, increasing curves
/// @notice The oracle is -S''(X) = sum of alpha kappa^2 e^(-kappa X) itself, sampled on a geometric and a linear grid of X
/// with solady's expWad: another way to the answer than the sums of the code under test.
contract SuccessCurveTest {
    LibraryHarness private immutable _harness = new LibraryHarness();

    /// @dev -S'' of an accepted curve is never below 0, wherever it is sampled.
    function testFuzz_accepted_is_concave(
        uint64[4] calldata gaps,
        int40[4] calldata raw,
        uint256 layers
    ) external view {
        (uint64[] memory kappas, int40[] memory alphas) = _curve(gaps, raw, bound(layers, 1, 4));
        if (_accepts(kappas, alphas)) _requireConcave(kappas, alphas);
    }

    /// @dev The same for three layers with moderate further weights, of which about a third are accepted.
    function testFuzz_accepted_near_the_boundary(uint64[4] calldata gaps, uint40[3] calldata down) external view {
        uint64[] memory kappas = _kappas(gaps, 3);
        int40[] memory alphas = new int40[](3);
        alphas[1] = int40(int256(bound(down[1], 0, 2e9))) - 1e9;
        alphas[2] = int40(int256(bound(down[2], 0, 0.2e9))) - 0.1e9;
        alphas[0] = 1e9 - alphas[1] - alphas[2];
        if (_accepts(kappas, alphas)) _requireConcave(kappas, alphas);
    }

    /// @dev Two layers: exact. Concave if and only if -S'' is not negative at X = 0 and for X to infinity.
    function testFuzz_two_layers_exact(uint64[4] calldata gaps, int40 second) external view {
        uint64[] memory kappas = _kappas(gaps, 2);
        int40[] memory alphas = new int40[](2);
        alphas[1] = int40(int256(bound(uint256(int256(second) + 2 ** 39), 0, 62e9)) - 31e9);
        alphas[0] = 1e9 - alphas[1];
        int256 atZero = _c(alphas[0], kappas[0]) + _c(alphas[1], kappas[1]);
        bool concave = alphas[0] >= 0 && atZero >= 0;
        if (_accepts(kappas, alphas) != concave) revert Failed("two layers", kappas[1], uint256(atZero));
    }

    /// @dev How much is lost by testing a sufficient condition: three layers at kappa 1, 2, 4, all weights around the
    /// boundary.
    function test_concave_curves_that_are_rejected_are_counted() external view {
        uint256 concave;
        uint256 accepted;
        for (uint256 i; i < 60; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("curve", i)));
            uint64[] memory kappas = new uint64[](3);
            (kappas[0], kappas[1], kappas[2]) = (1e9, 2e9, 4e9);
            int40[] memory alphas = new int40[](3);
            alphas[1] = int40(int256(bound(seed, 0, 2e9)) - 1e9);
            alphas[2] = int40(int256(bound(seed >> 128, 0, 0.4e9)) - 0.2e9);
            alphas[0] = 1e9 - alphas[1] - alphas[2];
            bool isConcave = _isConcave(kappas, alphas);
            bool accepts = _accepts(kappas, alphas);
            if (accepts && !isConcave) revert Failed("convex accepted", i, 0);
            if (isConcave) ++concave;
            if (accepts) ++accepted;
        }
        // A sufficient condition: 28 of the 38 concave curves of this family pass.
        if (accepted * 3 < concave * 2) revert Failed("rejects too many", accepted, concave);
    }

    /// @dev Convex around X = 0.55 though not at X = 0: rejected, and the oracle sees it.
    function test_convex_stretch_is_rejected() external view {
        uint64[] memory kappas = new uint64[](3);
        (kappas[0], kappas[1], kappas[2]) = (1e9, 2e9, 4e9);
        int40[] memory alphas = new int40[](3);
        (alphas[0], alphas[1], alphas[2]) = (2.5e9, -2e9, 0.5e9);
        if (_isConcave(kappas, alphas)) revert Failed("the oracle overlooks a convex stretch", 0, 0);
        if (_accepts(kappas, alphas)) revert Failed("convex accepted", 0, 0);
    }

    function _curve(
        uint64[4] calldata gaps,
        int40[4] calldata raw,
        uint256 layers
    ) private pure returns (uint64[] memory kappas, int40[] memory alphas) {
        kappas = _kappas(gaps, layers);
        alphas = new int40[](layers);
        int40 sum;
        for (uint256 m = 1; m < layers; ++m) {
            int256 alpha = int256(bound(uint256(int256(raw[m]) + 2 ** 39), 0, 8e9)) - 4e9;
            alphas[m] = int40(alpha / int256(1 << (3 * (m - 1))));
            sum += alphas[m];
        }
        alphas[0] = 1e9 - sum;
    }

    function _kappas(uint64[4] calldata gaps, uint256 layers) private pure returns (uint64[] memory kappas) {
        kappas = new uint64[](layers);
        uint64 kappa;
        for (uint256 m; m < layers; ++m) {
            kappa += uint64(bound(gaps[m], 0.05e9, 4e9));
            kappas[m] = kappa;
        }
    }

    function _accepts(uint64[] memory kappas, int40[] memory alphas) private view returns (bool) {
        try _harness.requireValid(kappas, alphas) {
            return true;
        } catch {
            return false;
        }
    }

    function _requireConcave(uint64[] memory kappas, int40[] memory alphas) private pure {
        if (!_isConcave(kappas, alphas)) revert Failed("convex somewhere", kappas[0], uint256(int256(alphas[0])));
    }

    /// @dev Samples h(X) at X = 0, on 32 geometric points from 1e-6 to 40 and on 50 linear points up to 10.
    function _isConcave(uint64[] memory kappas, int40[] memory alphas) private pure returns (bool) {
        if (_h(kappas, alphas, 0) < 0) return false;
        uint256 x = 1e3;
        for (uint256 i; i < 32; ++i) {
            if (_h(kappas, alphas, x) < 0) return false;
            x = (x * 174) / 100;
        }
        for (x = 0.2e9; x <= 10e9; x += 0.2e9) if (_h(kappas, alphas, x) < 0) return false;
        return true;
    }

    /// @dev -S''(X), X in billionths, plus expWad's error times the magnitudes.
    function _h(uint64[] memory kappas, int40[] memory alphas, uint256 x) private pure returns (int256 sum) {
        for (uint256 m; m < kappas.length; ++m) {
            int256 c = _c(alphas[m], kappas[m]);
            sum += c * FixedPointMathLib.expWad(-int256(uint256(kappas[m]) * x)) + (c < 0 ? -c : c) * 2;
        }
    }

    function _c(int256 alpha, uint256 kappa) private pure returns (int256) {
        return alpha * int256(kappa * kappa);
    }
}
