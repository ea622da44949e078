// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "./Vm.sol";

/// @title World
/// @notice Where everything of a world that Python made is to be found, and who is who. See `worlds.py`.
contract World {
    uint256 internal constant SPARE_ATTESTORS = 5;

    address public oracle;
    address public registry;
    address public agent;
    address public supervisor;
    address public meeting;
    address public facility;
    address public factory;
    address public implementation;
    address public tokenImplementation;
    address public checker;
    address public desk;
    address public money;
    address public deal;
    address public escrow;
    address public offering;
    address public hostileDeal;
    address public hostileEscrow;
    address public hostileToken;
    uint256 public invoices;
    uint256 public facilities;
    uint256 public start;
    bytes public program;
    address[] private _tokens;
    address[] private _payees;
    address[] private _holders;
    uint256[] private _levels;
    mapping(address signer => uint256) public keyOf;

    constructor(string memory name) {
        string memory folder = string.concat(".build/forge/", name);
        vm.loadAllocs(string.concat(folder, "/genesis.json"));
        string memory told = vm.readFile(string.concat(folder, "/manifest.json"));
        oracle = vm.parseJsonAddress(told, ".oracle");
        registry = vm.parseJsonAddress(told, ".registry");
        agent = vm.parseJsonAddress(told, ".agent");
        supervisor = vm.parseJsonAddress(told, ".supervisor");
        meeting = vm.parseJsonAddress(told, ".meeting");
        facility = vm.parseJsonAddress(told, ".facility");
        factory = vm.parseJsonAddress(told, ".factory");
        implementation = vm.parseJsonAddress(told, ".implementation");
        tokenImplementation = vm.parseJsonAddress(told, ".tokenImplementation");
        checker = vm.parseJsonAddress(told, ".checker");
        desk = vm.parseJsonAddress(told, ".desk");
        money = vm.parseJsonAddress(told, ".money");
        deal = vm.parseJsonAddress(told, ".deal");
        escrow = vm.parseJsonAddress(told, ".escrow");
        offering = vm.parseJsonAddress(told, ".offering");
        hostileDeal = vm.parseJsonAddress(told, ".hostileDeal");
        hostileEscrow = vm.parseJsonAddress(told, ".hostileEscrow");
        hostileToken = vm.parseJsonAddress(told, ".hostileToken");
        invoices = vm.parseJsonUint(told, ".invoices");
        facilities = vm.parseJsonUint(told, ".facilities");
        start = vm.parseJsonUint(told, ".now");
        program = vm.parseJsonBytes(told, ".program");
        _tokens = vm.parseJsonAddressArray(told, ".tokens");
        _payees = vm.parseJsonAddressArray(told, ".payees");
        _levels = vm.parseJsonUintArray(told, ".levels");
        _nameHolders();
        vm.warp(start);
    }

    /// @notice Whoever may come to hold units: six wallets whose keys we have, the originator, and three that never may.
    function holders() external view returns (address[] memory) {
        return _holders;
    }

    function tokens() external view returns (address[] memory) {
        return _tokens;
    }

    function payees() external view returns (address[] memory) {
        return _payees;
    }

    function token(uint256 tranche) external view returns (address) {
        return _tokens[tranche % _tokens.length];
    }

    function tranches() external view returns (uint256) {
        return _tokens.length;
    }

    function levels(uint256 tranche) external view returns (uint256) {
        return _levels[tranche];
    }

    function holder(uint256 seed) external view returns (address) {
        return _holders[seed % _holders.length];
    }

    /// @notice One whose key we have.
    function signer(uint256 seed) external view returns (address) {
        return _holders[seed % 6];
    }

    function payee(uint256 seed) external view returns (address) {
        return _payees[seed % _payees.length];
    }

    /// @notice Somebody whose key no test needs, as `tests.support.roles.actor` has him.
    function actor(string memory role) external pure returns (address) {
        return address(uint160(uint256(keccak256(bytes(role)))));
    }

    function _nameHolders() private {
        string[6] memory names = ["saver", "fund", "bank", "trader", "second wallet", "newcomer"];
        for (uint256 i; i < names.length; ++i) {
            _holders.push(_known(names[i]));
        }
        _holders.push(address(uint160(uint256(keccak256("originator")))));
        _holders.push(escrow);
        _holders.push(_tokens[0]);
        _holders.push(address(uint160(uint256(keccak256("stranger")))));
        string[SPARE_ATTESTORS] memory attestors = ["attestor 0", "attestor 1", "attestor 2", "attestor 3", "attestor 4"];
        for (uint256 i; i < attestors.length; ++i) {
            _known(attestors[i]);
        }
        _known("accomplice 0");
    }

    function _known(string memory name) private returns (address who) {
        uint256 key = uint256(keccak256(bytes(name)));
        who = vm.addr(key);
        keyOf[who] = key;
    }
}
