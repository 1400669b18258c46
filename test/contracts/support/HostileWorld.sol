// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {BreadthToken} from "../../../contracts/BreadthToken.sol";
import {RewardVault} from "../../../contracts/RewardVault.sol";
import {ICoverageLedger} from "../../../contracts/interfaces/ICoverageLedger.sol";
import {Curve, Member, Service} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {MarginalCoverage} from "../../../contracts/policies/MarginalCoverage.sol";
import {HostileLedger} from "./HostileLedger.sol";
import {bound, skip, vm} from "./Vm.sol";

/// @title A real vault and a real MarginalCoverage under a ledger that checks nothing, and the handlers that abuse it
/// @dev Whatever reverts is a failure of the run: no input may brick a leave, a claim or a setter.
contract HostileWorld {
    uint256 public constant OPERATORS = 5;
    uint256 private constant MAX_CLASSES = 3;
    /// @dev So that all classes together stay within the ledger's 2^56.
    uint256 private constant MAX_WEIGHT = 2 ** 54;

    BreadthToken public token;
    RewardVault public vault;
    HostileLedger public ledger;
    MarginalCoverage public policy;
    uint256[MAX_CLASSES + 1] private _layers;

    constructor() {
        vm.warp(1_700_000_000);
        AccessManager manager = new AccessManager(address(this));
        token = new BreadthToken(address(this), 2 ** 93);
        vault = new RewardVault(token, address(manager));
        ledger = new HostileLedger(vault);
        policy = new MarginalCoverage(ICoverageLedger(address(ledger)));
        vault.connect(address(ledger));
        ledger.setPolicy(policy);
        token.approve(address(vault), type(uint256).max);
        vault.fund(2 ** 91);
        vault.setEmissionRate(2 ** 60);
    }

    function operator(uint256 index) public pure returns (address) {
        return address(uint160(0xB0000 + (index % OPERATORS)));
    }

    modifier after_(uint256 dt) {
        skip(
            (
                dt % 3 == 0
                    ? 0
                    : dt % 3 == 1
                        ? bound(dt, 1, 1 days)
                        : bound(dt, 1, 1000 days)
            )
        );
        _;
    }

    function addClass(
        uint64[4] calldata gaps,
        int40[4] calldata alphas,
        uint256 layers,
        uint256 weight,
        uint256 dt
    ) external after_(dt) {
        if (ledger.classCount() == MAX_CLASSES) return;
        layers = bound(layers, 1, 4);
        Curve memory curve = Curve(new uint64[](layers), _alphas(alphas, layers));
        uint64 kappa;
        for (uint256 m; m < layers; ++m) {
            kappa += uint64(bound(gaps[m], 1, 250e9));
            curve.kappas[m] = kappa;
        }
        ledger.addClass(curve, uint64(bound(weight, 0, MAX_WEIGHT)));
        _layers[ledger.classCount()] = layers;
    }

    function setAlphas(uint256 class, int40[4] calldata alphas, uint256 dt) external after_(dt) {
        if (ledger.classCount() == 0) return;
        uint32 classId = _classId(class);
        ledger.setAlphas(classId, _alphas(alphas, _layers[classId]));
    }

    function setWeight(uint256 class, uint256 weight, uint256 dt) external after_(dt) {
        if (ledger.classCount() == 0) return;
        ledger.setWeight(_classId(class), weight % 4 == 0 ? 0 : uint64(bound(weight, 1, MAX_WEIGHT)));
    }

    function setAvailability(uint256 domain, uint256 class, uint256 value, uint256 dt) external after_(dt) {
        if (ledger.classCount() == 0) return;
        ledger.setAvailability(uint32(domain % 3), _classId(class), uint32(bound(value, 1, 0.9999e9)));
    }

    function measure(uint256 who, uint256 class, uint256 u, uint256 x, uint256 dt) external after_(dt) {
        if (ledger.classCount() == 0) return;
        u = u % 4 == 0 ? 0.999e9 : bound(u, 0, 0.999e9);
        x =
            x % 4 == 0
                ? type(uint64).max
                : x % 4 == 1
                    ? bound(x, 0, 1e9)
                    : uint64(x);
        ledger.measure(_member(who), _classId(class), Service(uint32(u), uint64(x), 0));
    }

    function leaveClass(uint256 who, uint256 class, uint256 dt) external after_(dt) {
        if (ledger.classCount() == 0) return;
        Service memory none;
        ledger.measure(_member(who), _classId(class), none);
    }

    function claim(uint256 who, uint256 dt) external after_(dt) {
        uint32[] memory classIds = new uint32[](ledger.classCount());
        for (uint32 i; i < classIds.length; ++i) classIds[i] = i + 1;
        vault.claim(operator(who), classIds);
    }

    function fund(uint256 amount, uint256 rate) external {
        uint256 room = vault.MAX_BUDGET() - vault.budget();
        if (room == 0) return;
        vault.fund(bound(amount, 1, room));
        vault.setEmissionRate(bound(rate, 0, type(uint80).max));
    }

    function _member(uint256 who) private pure returns (Member memory) {
        return Member(operator(who), uint32(who % OPERATORS) % 3, 0);
    }

    function _classId(uint256 class) private view returns (uint32) {
        return uint32(bound(class, 1, ledger.classCount()));
    }

    /// @dev Anything within +-32, and as often as not the bounds themselves.
    function _alphas(int40[4] calldata raw, uint256 layers) private pure returns (int40[] memory alphas) {
        alphas = new int40[](layers);
        for (uint256 m; m < layers; ++m) {
            uint256 value = uint256(int256(raw[m]) + 2 ** 39);
            alphas[m] = int40(
                value % 4 == 0
                    ? int256(32e9)
                    : value % 4 == 1
                        ? -int256(32e9)
                        : int256(bound(value, 0, 64e9)) - 32e9
            );
        }
    }
}
