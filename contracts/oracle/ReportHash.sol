// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";

/// @title ReportHash
/// @notice The EIP-712 struct hash of a report, straight from calldata.
/// @dev In assembly because a report is the oracle's one hot transaction: the nine words of the struct stand in calldata as they are hashed,
/// but for the invoices, which are hashed first. A word with dirty upper bits gives a digest nobody signed.
library ReportHash {
    /// @notice The EIP-712 type of a report.
    bytes32 internal constant TYPEHASH = keccak256(
        "RoyaltyReport(address deal,uint32 period,uint32 epoch,uint256 received,uint256 otherIncome,bool hasTarget,uint256 reserveTarget,uint256[] invoices,bytes32 evidenceRoot)"
    );

    /// @notice hashStruct(report).
    function structHash(RoyaltyReport calldata report) internal pure returns (bytes32 hash) {
        bytes32 typeHash = TYPEHASH;
        uint256[] calldata invoices = report.invoices;
        assembly ("memory-safe") {
            let free := mload(0x40)
            let size := mul(32, invoices.length)
            calldatacopy(free, invoices.offset, size)
            let invoicesHash := keccak256(free, size)
            mstore(free, typeHash)
            calldatacopy(add(free, 32), report, 288)
            mstore(add(free, 256), invoicesHash) // the seventh field after the type hash: the offset of the invoices stood there
            hash := keccak256(free, 320)
        }
    }

    /// @notice The same of a report of zeros.
    function ofNothing(address deal, uint256 period, uint256 epoch, uint256 invoices) internal pure returns (bytes32) {
        bytes32 none = keccak256(new bytes(32 * invoices));
        return keccak256(abi.encode(TYPEHASH, deal, period, epoch, 0, 0, false, 0, none, bytes32(0)));
    }
}
