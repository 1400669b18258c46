// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Curve} from "../../../contracts/interfaces/IRewardPolicy.sol";

/// @title A few concave success curves of one to four layers, and other weights for the same kappas
library Curves {
    uint256 internal constant FAMILIES = 4;
    uint256 internal constant VARIANTS = 3;

    /// @param family How many layers: 1 + family.
    /// @param variant Which layer weights.
    function curve(uint256 family, uint256 variant) internal pure returns (Curve memory made) {
        return Curve(kappas(family), alphas(family, variant));
    }

    function kappas(uint256 family) internal pure returns (uint64[] memory list) {
        list = new uint64[](family + 1);
        uint64 first = family == 0 ? 1e9 : 0.5e9;
        for (uint256 m; m <= family; ++m) list[m] = first << uint64(m);
    }

    function alphas(uint256 family, uint256 variant) internal pure returns (int40[] memory list) {
        if (family == 0) return _list(1e9, 0, 0, 0, 1);
        if (family == 1) {
            if (variant == 0) return _list(1.3e9, -0.3e9, 0, 0, 2);
            if (variant == 1) return _list(0.5e9, 0.5e9, 0, 0, 2);
            return _list(1e9, 0, 0, 0, 2);
        }
        if (family == 2) {
            if (variant == 0) return _list(1.1e9, -0.09e9, -0.01e9, 0, 3);
            if (variant == 1) return _list(0.2e9, 0.3e9, 0.5e9, 0, 3);
            return _list(0.9e9, 0.2e9, -0.1e9, 0, 3);
        }
        if (variant == 0) return _list(1.05e9, -0.03e9, -0.01e9, -0.01e9, 4);
        if (variant == 1) return _list(0.25e9, 0.25e9, 0.25e9, 0.25e9, 4);
        return _list(0, 0, 0, 1e9, 4);
    }

    function _list(int40 a, int40 b, int40 c, int40 d, uint256 length) private pure returns (int40[] memory list) {
        int40[4] memory all = [a, b, c, d];
        list = new int40[](length);
        int40 sum;
        for (uint256 m; m < length; ++m) {
            list[m] = all[m];
            sum += all[m];
        }
        list[length - 1] += 1e9 - sum;
    }
}
