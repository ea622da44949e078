// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";

/// @title Allowances
/// @notice ERC-20 allowances and ERC-2612 permits of a tranche token.
/// @dev Every token is a clone, so the EIP-712 domain has one name for all; `verifyingContract` tells them apart.
abstract contract Allowances is ITrancheToken, EIP712, Nonces {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    mapping(address owner => mapping(address spender => uint256)) private _allowances;

    constructor() EIP712("Regalia TrancheToken", "1") {}

    /// @notice Let a spender move up to so many units.
    /// @return Always true; refusals revert.
    function approve(address spender, uint256 units) external returns (bool) {
        _approve(msg.sender, spender, units);
        return true;
    }

    /// @inheritdoc IERC20Permit
    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        if (block.timestamp > deadline) revert TrancheToken_PermitExpired(deadline, block.timestamp);
        bytes32 permitted = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline));
        address signer = ECDSA.recover(_hashTypedDataV4(permitted), v, r, s);
        if (signer != owner) revert TrancheToken_PermitSigner(signer, owner);
        _approve(owner, spender, value);
    }

    /// @notice Units a spender may still move.
    function allowance(address owner, address spender) external view returns (uint256) {
        return _allowances[owner][spender];
    }

    /// @notice The next permit's nonce.
    function nonces(address owner) public view override(IERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @inheritdoc IERC20Permit
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        public
        view
        override(IERC5267, EIP712)
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        return super.eip712Domain();
    }

    /// @dev Takes units off the caller's allowance; the greatest one is never used up.
    function _spend(address owner, uint256 units) internal {
        uint256 allowed = _allowances[owner][msg.sender];
        if (allowed == type(uint256).max) return;
        if (allowed < units) revert ERC20InsufficientAllowance(msg.sender, allowed, units);
        unchecked {
            _allowances[owner][msg.sender] = allowed - units;
        }
    }

    function _approve(address owner, address spender, uint256 units) private {
        if (spender == address(0)) revert ERC20InvalidSpender(spender);
        _allowances[owner][spender] = units;
        emit Approval(owner, spender, units);
    }
}
