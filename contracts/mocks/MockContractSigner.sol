// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title MockContractSigner
/// @notice An attestor that is a contract (ERC-1271): accepts what its owner signed, and misbehaves on demand.
contract MockContractSigner is IERC1271 {
    enum Mood {
        Honest,
        Refusing,
        Garbage,
        Reverting,
        Burning
    }

    address public immutable OWNER;
    Mood public mood;

    constructor(address owner) {
        OWNER = owner;
    }

    function setMood(Mood mood_) external {
        mood = mood_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (mood == Mood.Refusing) return 0xffffffff;
        if (mood == Mood.Reverting) revert("no");
        if (mood == Mood.Burning) {
            while (true) {}
        }
        if (mood == Mood.Garbage) {
            assembly {
                mstore(0, not(0))
                return(0, 96)
            }
        }
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecover(hash, signature);
        return problem == ECDSA.RecoverError.NoError && signer == OWNER ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
