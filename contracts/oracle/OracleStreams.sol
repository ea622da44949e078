// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {PendingReport, PendingReports} from "./PendingReport.sol";
import {ReportHash} from "./ReportHash.sol";
import {SignerSet} from "./SignerSet.sol";

/// @title OracleStreams
/// @notice What all parts of the oracle share: the streams, their signers, and how signatures are checked.
abstract contract OracleStreams is IRoyaltyOracle, EIP712, AccessControlDefaultAdminRules {
    using PendingReports for PendingReport;

    /// @dev One slot. `signers` is where the set stands as code; so many restatements were `accepted` and `taken`.
    struct Setup {
        address signers;
        uint24 firstPeriod;
        uint24 disputeWindow;
        uint16 missingAfterDays;
        uint16 accepted;
        uint16 taken;
    }

    /// @dev All of one deal that a report reads, found with one hash.
    struct Stream {
        Setup setup;
        PendingReport waiting;
    }

    /// @notice Changes signers, with delay.
    bytes32 public constant GOVERNOR_ROLE = keccak256("GOVERNOR_ROLE");
    /// @notice Decides disputes first.
    bytes32 public constant TRUSTEE_ROLE = keccak256("TRUSTEE_ROLE");
    /// @notice Decides them in the end.
    bytes32 public constant SUPERVISOR_ROLE = keccak256("SUPERVISOR_ROLE");

    uint256 private constant SIGNATURE = 65;

    mapping(address deal => Stream) internal _of;

    /// @inheritdoc IRoyaltyOracle
    function isMissing(address deal) public view virtual returns (bool);

    function _set(address deal) internal view returns (bytes memory set) {
        address signers = _of[deal].setup.signers;
        if (signers == address(0)) revert RoyaltyOracle_NoStream(deal);
        return SignerSet.read(signers);
    }

    function _digest(RoyaltyReport calldata report) internal view returns (bytes32) {
        return _hashTypedDataV4(ReportHash.structHash(report));
    }

    /// @dev The last period whose payment date has been executed.
    function _executed(address deal) internal view returns (uint256) {
        PendingReport last = _of[deal].waiting;
        return last.acceptedAt() == 0 ? last.period() : last.period() - 1;
    }

    /// @dev A set that no report could satisfy, or that can't be searched in one pass, is refused.
    function _requireSound(bytes memory set) internal pure {
        uint256 size = SignerSet.size(set);
        if (size > SignerSet.MAX_SIGNERS) revert RoyaltyOracle_TooManySigners(SignerSet.MAX_SIGNERS, size);
        address previous;
        uint256 weight;
        for (uint256 i; i < size; ++i) {
            address signer = SignerSet.signerAt(set, i);
            if (signer <= previous) revert RoyaltyOracle_SignersNotRising(previous, signer);
            if (SignerSet.weightAt(set, i) == 0) revert RoyaltyOracle_NoWeight(signer);
            weight += SignerSet.weightAt(set, i);
            previous = signer;
        }
        (, uint256 threshold,) = SignerSet.head(set);
        if (threshold == 0 || threshold > weight) revert RoyaltyOracle_BadThreshold(threshold, weight);
    }

    /// @dev Returns the signers' bit set. Looks at as many signatures as the threshold takes. Both lists rise, so one pass over the set finds
    /// all; a signer that is not further on is unknown, or was there before.
    function _checkSignatures(bytes memory set, uint256 threshold, bytes32 digest, bytes calldata signatures)
        internal
        view
        returns (uint256 signerSet)
    {
        uint256 size = SignerSet.size(set);
        address previous;
        uint256 index;
        uint256 head;
        uint256 weight;
        unchecked {
            while (weight < threshold) {
                if (signatures.length < head + SIGNATURE) revert RoyaltyOracle_TooFewSignatures(threshold, weight);
                (address signer, uint256 tail) = _signer(digest, signatures, head);
                uint256 weighs;
                (index, weighs) = SignerSet.find(set, index, size, signer);
                if (weighs == 0) _refuse(set, size, previous, signer);
                if (tail != 0) _checkContractSignature(signer, digest, signatures, tail);
                previous = signer;
                weight += weighs;
                signerSet |= 1 << index++;
                head += SIGNATURE;
            }
        }
    }

    function _refuse(bytes memory set, uint256 size, address previous, address signer) private pure {
        (, uint256 weight) = SignerSet.find(set, 0, size, signer);
        if (weight == 0) revert RoyaltyOracle_UnknownSigner(signer);
        revert RoyaltyOracle_SignersNotRising(previous, signer);
    }

    /// @dev `tail` is zero for a key, else where a contract's signature starts. A contract is only called once it is known as a signer.
    function _signer(bytes32 digest, bytes calldata signatures, uint256 head)
        internal
        pure
        returns (address signer, uint256 tail)
    {
        bytes32 r;
        bytes32 s;
        uint8 v;
        assembly ("memory-safe") {
            let where := add(signatures.offset, head) // within: the caller checked the length
            r := calldataload(where)
            s := calldataload(add(where, 32))
            v := byte(0, calldataload(add(where, 64)))
        }
        if (v != 0) return (ECDSA.recover(digest, v, r, s), 0);
        tail = uint256(s);
        if (tail < head + SIGNATURE) revert RoyaltyOracle_BadContractSignature(tail, signatures.length);
        signer = address(uint160(uint256(r)));
    }

    function _checkContractSignature(address signer, bytes32 digest, bytes calldata signatures, uint256 tail)
        private
        view
    {
        if (tail > signatures.length || signatures.length - tail < 32) {
            revert RoyaltyOracle_BadContractSignature(tail, signatures.length);
        }
        uint256 length = uint256(bytes32(signatures[tail:tail + 32]));
        if (length > signatures.length - tail - 32) revert RoyaltyOracle_BadContractSignature(tail, signatures.length);
        bytes memory signature = signatures[tail + 32:tail + 32 + length];
        if (!SignatureChecker.isValidERC1271SignatureNow(signer, digest, signature)) {
            revert RoyaltyOracle_ContractSignatureRefused(signer);
        }
    }
}
