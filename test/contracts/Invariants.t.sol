// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../contracts/CoverageLedger.sol";
import {RewardVault} from "../../contracts/RewardVault.sol";
import {ClassOffer, IRewardPolicy, Offer, Service} from "../../contracts/interfaces/IRewardPolicy.sol";
import {CoveragePolicy} from "../../contracts/policies/CoveragePolicy.sol";
import {MarginalCoverage} from "../../contracts/policies/MarginalCoverage.sol";
import {Books} from "./support/Books.sol";
import {ExactPotential} from "./support/ExactPotential.sol";
import {History} from "./support/History.sol";
import {PayProperties} from "./support/PayProperties.sol";
import {Recount} from "./support/Recount.sol";
import {requireClose, requireEqual, vm} from "./support/Vm.sol";
import {World} from "./support/World.sol";
import {CrowdHandler} from "./support/handlers/CrowdHandler.sol";
import {GovernorHandler} from "./support/handlers/GovernorHandler.sol";
import {OperatorHandler} from "./support/handlers/OperatorHandler.sol";
import {ReporterHandler} from "./support/handlers/ReporterHandler.sol";
import {RoleHandler} from "./support/handlers/RoleHandler.sol";
import {VisitorHandler} from "./support/handlers/VisitorHandler.sol";

/// @title The whole system under several actors at once
/// @notice The invariants are numbered as in README.md beside this file.
contract InvariantsTest {
    World private _world;
    Recount private _recount;
    ExactPotential private _potential;
    PayProperties private _pay;
    Books private _books;
    RewardVault private _vault;
    CoverageLedger private _ledger;
    address[] private _targets;

    function setUp() external {
        _world = new World(false);
        _books = new Books(_world);
        _recount = new Recount(_world);
        _potential = new ExactPotential(_world, _recount);
        _pay = new PayProperties(_world, _recount);
        _vault = _world.vault();
        _ledger = _world.ledger();
        History history = new History(_world);
        _targets = [
            address(new OperatorHandler(history)),
            address(new ReporterHandler(history)),
            address(new ReporterHandler(history)),
            address(new GovernorHandler(history)),
            address(new RoleHandler(history)),
            address(new CrowdHandler(history)),
            address(new VisitorHandler(history))
        ];
    }

    /// @dev Read by the runner: only the handlers are called.
    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    function invariant_the_whole_system() external {
        _books.money();
        _books.ledgerBooks();
        _books.escrow();
        IRewardPolicy policy = _world.policy(_world.calls());
        if (!_world.dropped(policy)) {
            if (_world.started(policy)) _books.solvent(policy);
            if (_world.isLive(policy)) _sameMembers(policy);
        }
        _properties();
    }

    // ---------------------------------------------------------------- what a rule pays

    /// @dev P1, P3, P4 and P7, one after each call in turn; what it took to ask is undone.
    function _properties() private {
        uint256 calls = _world.calls();
        uint256 seed = uint256(keccak256(abi.encode(calls, vm.getBlockTimestamp(), _vault.emitted())));
        uint256 snapshot = vm.snapshotState();
        if (calls % 4 == 0) _potential.exactPotential(seed);
        else if (calls % 4 == 1) _pay.copies(seed);
        else if (calls % 4 == 2) _pay.scarcity(seed);
        else _pay.splitting(seed);
        vm.revertToState(snapshot);
    }

    // ---------------------------------------------------------------- a policy's members are the ledger's

    /// @dev I10
    function _sameMembers(IRewardPolicy policy) private view {
        uint256 kind = _world.kindOf(policy);
        if (kind > 4) return;
        if (kind > 1) return _sameWeights(policy, kind);
        uint256 expected;
        uint256 tolerance = 1;
        for (uint32 classId = 1; classId <= _ledger.classCount(); ++classId) {
            uint256 weight = _ledger.classOf(classId).weight;
            int256 marginal;
            if (kind == 0) {
                int256 coverage;
                (coverage, marginal) = _recount.marginalCoverage(classId);
                uint256 known = MarginalCoverage(address(policy)).coverage(classId);
                // 1e-15
                requireClose(known, coverage < 0 ? 0 : uint256(coverage), uint256(2 ** 120) / 1e15, "I10 coverage");
            } else {
                marginal = int256(_recount.flatMarginal(classId));
            }
            if (marginal > 0) expected += (uint256(marginal) * weight) >> 88;
            // T is rounded up by 2^-30 in each of at most four cells and layers, |alpha| below 2.
            tolerance += 2 + ((weight << 32) * 32) / 2 ** 30;
        }
        (uint256 earnedWeight, uint256 totalWeight) = CoveragePolicy(address(policy)).earnedWeight();
        requireEqual(totalWeight, _ledger.totalWeight(), "I10 W");
        requireClose(earnedWeight, expected, tolerance, "I10 R");
    }

    /// @dev The proportional rules: what `quote` says of every operator's present profile.
    function _sameWeights(IRewardPolicy policy, uint256 kind) private view {
        uint256 rate = _vault.currentRate();
        if (rate == 0) return;
        uint256 total;
        for (uint256 i; i < _world.OPERATORS(); ++i) total += _weightOf(_world.operator(i), kind);
        for (uint256 i; i < _world.OPERATORS(); ++i) {
            address account = _world.operator(i);
            Offer memory offer = _profileOf(account);
            uint256 weight = _weightOf(account, kind);
            // A service that was recorded under other limits may be eligible now or not: `quote` goes by today's.
            uint256 offered = _offeredWeight(offer, kind);
            uint256 sum = total - weight + offered;
            requireEqual(
                policy.quote(account, offer),
                offered == 0 ? 0 : (rate * offered) / sum,
                "I10 weight of an operator"
            );
        }
    }

    function _weightOf(address account, uint256 kind) private view returns (uint256 weight) {
        bool serves;
        for (uint32 classId = 1; classId <= _ledger.classCount(); ++classId) {
            CoverageLedger.Measurement memory known = _ledger.measurementOf(account, classId);
            if (!known.eligible) continue;
            serves = true;
            if (kind == 4) weight += known.served;
        }
        if (serves && kind == 2) weight = 1;
        if (serves && kind == 3) weight = _ledger.operatorOf(account).stake;
    }

    function _offeredWeight(Offer memory offer, uint256 kind) private view returns (uint256 weight) {
        bool serves;
        for (uint256 i; i < offer.services.length; ++i) {
            Service memory service = offer.services[i].service;
            if (service.u == 0 || service.u < _ledger.minReliability()) continue;
            serves = true;
            if (kind == 4) weight += service.served;
        }
        if (serves && kind == 2) weight = 1;
        if (serves && kind == 3) weight = offer.stake;
    }

    function _profileOf(address account) private view returns (Offer memory offer) {
        uint32[] memory classIds = _ledger.servicesOf(account);
        CoverageLedger.OperatorRecord memory record = _ledger.operatorOf(account);
        (offer.stake, offer.domain) = (record.stake, record.domain);
        offer.services = new ClassOffer[](classIds.length);
        for (uint256 i; i < classIds.length; ++i) {
            CoverageLedger.Measurement memory known = _ledger.measurementOf(account, classIds[i]);
            offer.services[i] = ClassOffer(classIds[i], Service(known.u, known.x, known.served));
        }
    }
}
