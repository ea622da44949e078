// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What the prover answers at the address of forge's cheatcodes.
interface Vm {
    function assume(bool condition) external pure;
    function prank(address caller) external;
    function warp(uint256 timestamp) external;
    function chainId(uint256 id) external;
}

/// @notice Values the prover leaves open.
interface Svm {
    function createUint256(string memory name) external returns (uint256);
    function createAddress(string memory name) external returns (address);
    function createBytes(uint256 length, string memory name) external returns (bytes memory);
    function createCalldata(string memory contractName, bool includesViews) external returns (bytes memory);
    function enableSymbolicStorage(address account) external;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
Svm constant svm = Svm(address(uint160(uint256(keccak256("svm cheat code")))));
