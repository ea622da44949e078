// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {IRightsPool} from "../interfaces/IRightsPool.sol";
import {IValuationOracle} from "../interfaces/IValuationOracle.sol";
import {SignedValuation} from "../types/SignedValuation.sol";
import {AttestorQuorum} from "./AttestorQuorum.sol";

/// @title ValuationOracle
/// @notice See {IValuationOracle}. To the registry it is an appraiser like any other.
/// @dev Replays are refused, as the registry numbers the valuations of a right and the number is signed.
contract ValuationOracle is IValuationOracle, AttestorQuorum {
    bytes32 private constant VALUATION_TYPEHASH = keccak256(
        "SignedValuation(bytes32 right,uint32 number,address token,uint96 amount,uint8 method,uint32 day,uint32 until,bytes32 document)"
    );
    bytes32 private constant REPORT_TYPEHASH = keccak256(
        "ValuationReport(SignedValuation[] valuations,uint256 deadline)SignedValuation(bytes32 right,uint32 number,address token,uint96 amount,uint8 method,uint32 day,uint32 until,bytes32 document)"
    );

    /// @param registry Whom it reports to.
    /// @param admin Appoints attestors and sets the threshold.
    /// @param delay Seconds before another admin can take over.
    /// @param attestorsNeeded The first threshold.
    constructor(IIPRegistry registry, address admin, uint48 delay, uint256 attestorsNeeded)
        AttestorQuorum(registry, admin, delay, attestorsNeeded)
        EIP712("Regalia ValuationOracle", "1")
    {}

    /// @inheritdoc IValuationOracle
    function report(
        SignedValuation[] calldata valuations,
        uint256 deadline,
        address[] calldata signers,
        bytes[] calldata signatures
    ) external {
        if (valuations.length == 0) revert ValuationOracle_NoValuations();
        _requireInTime(deadline);
        bytes32 digest = digestOf(valuations, deadline);
        _requireQuorum(digest, signers, signatures);
        emit ValuationReportTaken(digest, signers, valuations.length, deadline, msg.sender);
        for (uint256 i; i < valuations.length; ++i) {
            _requireDisinterested(valuations[i].right, signers);
            _value(valuations[i]);
        }
    }

    /// @inheritdoc IValuationOracle
    function digestOf(SignedValuation[] calldata valuations, uint256 deadline) public view returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](valuations.length);
        for (uint256 i; i < valuations.length; ++i) {
            hashes[i] = keccak256(abi.encode(VALUATION_TYPEHASH, valuations[i]));
        }
        bytes32 all = keccak256(abi.encodePacked(hashes));
        return _hashTypedDataV4(keccak256(abi.encode(REPORT_TYPEHASH, all, deadline)));
    }

    function _value(SignedValuation calldata v) private {
        uint256 number = REGISTRY.value(v.right, v.token, v.amount, v.method, v.day, v.until, v.document);
        if (number != v.number) revert ValuationOracle_OutOfOrder(v.right, number, v.number);
    }

    /// @dev The registry asks the same of whoever calls it, which is this contract and tells it nothing.
    // slither-disable-next-line calls-loop: of the attestors who signed, whom the caller hands in
    function _requireDisinterested(bytes32 right, address[] calldata signers) private view {
        address pool = REGISTRY.poolOf(right);
        for (uint256 i; i < signers.length; ++i) {
            uint256 share = REGISTRY.shareOf(right, signers[i]);
            if (share != 0) revert ValuationOracle_AttestorOwns(right, signers[i], share);
            if (pool != address(0) && !IRightsPool(pool).mayValue(right, signers[i])) {
                revert ValuationOracle_AttestorIsOriginator(right, signers[i]);
            }
        }
    }
}
