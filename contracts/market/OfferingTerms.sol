// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {Offer} from "../types/Offer.sol";

/// @title OfferingTerms
/// @notice What an offering never changes, in the code of its own clone.
/// @dev Layout: deal ‖ escrow ‖ payment token (20 bytes each) ‖ u40 opens ‖ u40 deadline ‖ an {Offer} a tranche.
library OfferingTerms {
    struct View {
        IDeal deal;
        address escrow;
        IERC20 paymentToken;
        uint256 opens;
        uint256 deadline;
        uint256 tranches;
        uint256 offersAt;
    }

    uint256 private constant FIXED = 70;

    /// @notice Write everything; see the layout.
    function pack(
        address deal,
        address escrow,
        address paymentToken,
        uint40 opens,
        uint40 deadline,
        bytes32[] memory offers
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(bytes20(deal), bytes20(escrow), bytes20(paymentToken), opens, deadline, offers);
    }

    /// @notice Those of the clone this runs in.
    function read() internal view returns (View memory v) {
        bytes memory all = Clones.fetchCloneArgs(address(this));
        v.tranches = (all.length - FIXED) / 32;
        (address deal, address escrow, address token, uint256 times, uint256 where) =
            (address(0), address(0), address(0), 0, 0);
        assembly ("memory-safe") {
            where := add(all, 32)
            deal := shr(96, mload(where))
            escrow := shr(96, mload(add(where, 20)))
            token := shr(96, mload(add(where, 40)))
            times := shr(176, mload(add(where, 60)))
            where := add(where, FIXED)
        }
        (v.deal, v.escrow, v.paymentToken, v.offersAt) = (IDeal(deal), escrow, IERC20(token), where);
        // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
        (v.opens, v.deadline) = (times >> 40, uint40(times));
    }

    /// @notice The offer of a tranche, which must be one.
    function offer(View memory v, uint256 tranche) internal pure returns (Offer found) {
        uint256 where = v.offersAt + 32 * tranche;
        assembly ("memory-safe") {
            found := mload(where)
        }
    }
}
