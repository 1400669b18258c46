// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../../../contracts/interfaces/ICoverageLedger.sol";
import {IRewardPolicy} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {Failed, Vm, vm} from "./Vm.sol";

/// @title Every rule in contracts/policies, by number
/// @notice 0 to 4 are the core rules, which the invariants recompute; then all the others that can be deployed, by name.
/// A new rule is among them without being named here.
contract RuleBook {
    string private constant FOLDER = "contracts/policies";
    uint256 public constant CORE = 5;

    string[] private _names;
    mapping(bytes32 nameHash => bool) private _known;

    constructor() {
        _add("MarginalCoverage");
        _add("FlatMarginalCoverage");
        _add("EqualShare");
        _add("StakeWeighted");
        _add("ServedVolume");
        Vm.DirEntry[] memory files = vm.readDir(FOLDER);
        for (uint256 i; i < files.length; ++i) {
            string memory name = _nameIn(files[i].path);
            if (_known[keccak256(bytes(name))]) continue;
            // What is abstract has no code.
            if (vm.getCode(_artifactOf(name)).length != 0) _add(name);
        }
        _sort();
    }

    function count() external view returns (uint256) {
        return _names.length;
    }

    function nameOf(uint256 kind) external view returns (string memory) {
        return _names[kind];
    }

    /// @notice The kind of a rule.
    function kindOf(string memory name) external view returns (uint256 kind) {
        while (keccak256(bytes(_names[kind])) != keccak256(bytes(name))) ++kind;
    }

    function deploy(uint256 kind, ICoverageLedger ledger) external returns (IRewardPolicy policy) {
        bytes memory code = bytes.concat(vm.getCode(_artifactOf(_names[kind])), abi.encode(ledger));
        assembly ("memory-safe") {
            policy := create(0, add(code, 32), mload(code))
        }
        if (address(policy).code.length == 0) revert Failed("not deployed", kind, 0);
    }

    function _add(string memory name) private {
        _known[keccak256(bytes(name))] = true;
        _names.push(name);
    }

    /// @dev By name behind the core: a folder may list its files in any order, a seed must mean the same rules everywhere.
    function _sort() private {
        for (uint256 i = CORE + 1; i < _names.length; ++i) {
            for (uint256 j = i; j > CORE && _before(_names[j], _names[j - 1]); --j) {
                (_names[j], _names[j - 1]) = (_names[j - 1], _names[j]);
            }
        }
    }

    function _before(string memory left, string memory right) private pure returns (bool) {
        return bytes32(bytes(left)) < bytes32(bytes(right));
    }

    function _artifactOf(string memory name) private pure returns (string memory) {
        return string.concat(FOLDER, "/", name, ".sol:", name);
    }

    /// @dev "X" of "/some/where/X.sol".
    function _nameIn(string memory path) private pure returns (string memory) {
        bytes memory text = bytes(path);
        uint256 end = text.length - 4;
        uint256 first = end;
        while (first > 0 && text[first - 1] != "/" && text[first - 1] != "\\") --first;
        bytes memory name = new bytes(end - first);
        for (uint256 i; i < name.length; ++i) name[i] = text[first + i];
        return string(name);
    }
}
