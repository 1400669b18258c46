// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BreadthToken} from "../../../contracts/BreadthToken.sol";
import {CoverageLedger} from "../../../contracts/CoverageLedger.sol";
import {OperatorRegistry} from "../../../contracts/OperatorRegistry.sol";
import {RewardVault} from "../../../contracts/RewardVault.sol";
import {ClassOffer, Curve, IRewardPolicy, Offer, Service} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {MarginalCoverage} from "../../../contracts/policies/MarginalCoverage.sol";
import {Batch} from "./Batch.sol";
import {Recount} from "./Recount.sol";
import {World} from "./World.sol";
import {bound, skip, vm} from "./Vm.sol";

/// @title What the properties of pay need to be asked in a state that the fuzzer has reached
/// @notice Changes the state: whoever calls takes a snapshot before and goes back to it.
abstract contract Newcomers {
    /// @dev {wei/s} The most that the vault takes, so that a share of 2^-79 shows.
    uint256 internal constant RATE = 2 ** 79;
    /// @dev {wei/s} The error of a quote: docs/mechanism.md, section 6, for ten operators in a class and a sum of |alpha|
    /// of 2, which no curve of `Curves` has; and one for the last wei.
    uint256 internal constant DUST = (RATE * 2 * (10 + 2) * 18) / 1e18 + 1;

    World internal immutable WORLD;
    Recount internal immutable RECOUNT;
    CoverageLedger internal immutable LEDGER;

    constructor(World world, Recount recount) {
        WORLD = world;
        RECOUNT = recount;
        LEDGER = world.ledger();
    }

    /// @dev A coverage rule that hears the ledger, if there is one, under the highest emission rate.
    function _policy(uint256 seed) internal returns (MarginalCoverage policy) {
        uint256 count = WORLD.policyCount();
        for (uint256 i; i < count; ++i) {
            IRewardPolicy candidate = WORLD.policy((seed % count) + i);
            if (WORLD.kindOf(candidate) == 0 && WORLD.isLive(candidate)) policy = MarginalCoverage(address(candidate));
        }
        if (address(policy) == address(0)) return policy;
        RewardVault vault = WORLD.vault();
        vm.prank(WORLD.FUNDER());
        vault.fund(2 ** 85);
        vm.prank(WORLD.GOVERNOR());
        vault.setEmissionRate(RATE);
    }

    /// @dev An open class, if there is one, that has most of the weight; and every limit wide open.
    function _openClass(uint256 seed) internal returns (uint32 classId) {
        uint32 count = LEDGER.classCount();
        for (uint256 i; i < count && classId == 0; ++i) {
            uint32 candidate = uint32(((seed + i) % count) + 1);
            if (LEDGER.classOf(candidate).status == CoverageLedger.ClassStatus.Open) classId = candidate;
        }
        if (classId == 0) return 0;
        vm.startPrank(WORLD.GOVERNOR());
        LEDGER.setWeight(classId, 2 ** 54);
        LEDGER.setLimits(CoverageLedger.Limits(0, type(uint32).max, type(uint32).max, type(uint64).max >> 8));
        vm.stopPrank();
    }

    function _newcomer(uint256 number) internal pure returns (address) {
        return address(uint160(0xB0000 + number));
    }

    /// @dev Newcomers 0 to `count` - 1 register and are measured alike.
    function _join(uint256 count, uint32 domain, uint32 classId, Service memory service) internal {
        OperatorRegistry registry = WORLD.registry();
        BreadthToken token = WORLD.token();
        uint256 stake = registry.minStake();
        bytes memory batch;
        for (uint256 i; i < count; ++i) {
            address account = _newcomer(i);
            vm.prank(WORLD.FUNDER());
            token.transfer(account, stake);
            vm.startPrank(account);
            token.approve(address(registry), stake);
            registry.register(stake, domain);
            vm.stopPrank();
            batch = bytes.concat(batch, Batch.service(account, classId, service.u, service.x, 0));
        }
        // A report in the same second may raise nothing.
        skip(1);
        vm.prank(WORLD.REPORTER());
        LEDGER.reportServices(batch);
    }

    function _quote(
        MarginalCoverage policy,
        address account,
        uint32 domain,
        uint32 classId,
        Service memory service
    ) internal view returns (uint256) {
        Offer memory offer;
        offer.domain = domain;
        offer.services = new ClassOffer[](1);
        offer.services[0] = ClassOffer(classId, service);
        return policy.quote(account, offer);
    }

    /// @dev Often at an end of a range.
    function _service(uint256 seed, uint256 least) internal pure returns (Service memory service) {
        uint256 kind = seed % 8;
        uint256 u =
            kind == 0
                ? least
                : kind == 1
                    ? 0.999e9
                    : bound(seed >> 8, least, 0.999e9);
        seed >>= 128;
        kind = seed % 8;
        uint256 x =
            kind == 0
                ? 1
                : kind == 1
                    ? 50e9
                    : bound(seed >> 8, 1e6, 3e9);
        service = Service(uint32(u), uint64(x), 0);
    }
}
