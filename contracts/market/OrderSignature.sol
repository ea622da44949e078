// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title OrderSignature
/// @notice Whether a maker signed: by his key, else by his code (ERC-1271), which an account with both may choose.
/// @dev The key comes first, so that nobody's code is looked at who signed with it.
library OrderSignature {
    /// @dev A key's signature has 65 bytes, r ‖ s ‖ v, and the lower of the two s.
    function isOf(address maker, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        bool signed;
        assembly ("memory-safe") {
            let free := mload(0x40)
            let s := calldataload(add(signature.offset, 32))
            mstore(0, digest)
            mstore(32, byte(0, calldataload(add(signature.offset, 64))))
            mstore(64, calldataload(signature.offset))
            mstore(96, s)
            let found := staticcall(gas(), 1, 0, 128, 0, 32)
            // an empty answer is nobody's, and the digest is still there
            signed := and(
                and(eq(returndatasize(), 32), eq(mload(0), maker)),
                and(eq(signature.length, 65), lt(s, 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A1))
            )
            mstore(0x40, free)
            mstore(96, 0)
        }
        return signed || SignatureChecker.isValidERC1271SignatureNowCalldata(maker, digest, signature);
    }
}
