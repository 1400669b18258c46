// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Curve, IRewardPolicy, Member, Service, ServiceChange} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {IRewardVault} from "../../../contracts/interfaces/IRewardVault.sol";

/// @title A ledger that checks nothing
/// @notice Tells a policy of any curve, concave or not, of any measurement and of any availability in the fields' ranges:
/// what would follow if the ledger's own checks were wrong.
contract HostileLedger {
    IRewardVault public immutable VAULT;
    IRewardPolicy public policy;
    uint32 public classCount;
    uint32 public minReliability;

    mapping(uint256 domainAndClass => uint32) private _availability;
    mapping(address operator => mapping(uint32 classId => Service)) private _services;

    constructor(IRewardVault vault) {
        VAULT = vault;
    }

    function setPolicy(IRewardPolicy policy_) external {
        policy = policy_;
        policy_.start(VAULT.emitted());
        VAULT.setPolicy(address(policy_));
    }

    function availabilityOf(uint32 domain, uint32 classId) external view returns (uint32) {
        uint32 reported = _availability[_key(domain, classId)];
        return reported == 0 ? 0.9999e9 : reported;
    }

    function serviceOf(address operator, uint32 classId) external view returns (Service memory) {
        return _services[operator][classId];
    }

    function addClass(Curve calldata curve, uint64 weight) external {
        policy.onClassAdded(++classCount, curve);
        policy.onWeight(VAULT.emitted(), classCount, weight);
    }

    function setWeight(uint32 classId, uint64 weight) external {
        policy.onWeight(VAULT.emitted(), classId, weight);
    }

    function setAlphas(uint32 classId, int40[] calldata alphas) external {
        policy.onAlphas(VAULT.emitted(), classId, alphas);
    }

    function setAvailability(uint32 domain, uint32 classId, uint32 availability) external {
        _availability[_key(domain, classId)] = availability;
        policy.onAvailability(VAULT.emitted(), domain, classId, availability);
    }

    /// @notice All zero: a leave.
    function measure(Member calldata member, uint32 classId, Service calldata service) external {
        ServiceChange[] memory changes = new ServiceChange[](1);
        changes[0] = ServiceChange(member, _services[member.operator][classId], service);
        _services[member.operator][classId] = service;
        policy.onServices(VAULT.emitted(), classId, changes);
    }

    function _key(uint32 domain, uint32 classId) private pure returns (uint256) {
        return (uint256(domain) << 32) | classId;
    }
}
