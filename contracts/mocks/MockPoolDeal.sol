// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDeal} from "../interfaces/IDeal.sol";

/// @title MockPoolDeal
/// @notice What a pool of rights sees of a deal and of its escrow, and nothing else; it stands where a test says. Anybody may say so.
contract MockPoolDeal {
    /// @notice The money of the escrow, which this contract is, too.
    IERC20 public immutable PAYMENT_TOKEN;
    /// @notice Who opens the pool.
    address public immutable ORIGINATOR;
    /// @notice The source of facts.
    address public immutable FACTS;

    /// @notice Where the deal stands.
    IDeal.Status public status;
    /// @notice Whether its only tranche is redeemed.
    bool public redeemed;
    /// @notice The packed program.
    bytes public program;

    /// @notice What came in for a right.
    event RoyaltyPaid(
        address indexed payer, bytes32 indexed licence, uint256 amount, bytes32 indexed paymentReference
    );

    constructor(IERC20 paymentToken, address originator, address facts, bytes memory program_) {
        (PAYMENT_TOKEN, ORIGINATOR, FACTS, program) = (paymentToken, originator, facts, program_);
    }

    /// @notice Let it stand somewhere else.
    function stand(IDeal.Status status_, bool redeemed_) external {
        (status, redeemed) = (status_, redeemed_);
    }

    /// @notice Take the price of a repurchase.
    function payRoyalty(bytes32 licence, uint256 amount, bytes32 paymentReference) external {
        emit RoyaltyPaid(msg.sender, licence, amount, paymentReference);
        PAYMENT_TOKEN.transferFrom(msg.sender, address(this), amount);
    }

    /// @notice See {IDeal}.
    function parties() external view returns (address, address, address, address, address[] memory payees) {
        return (address(this), address(0), address(0), ORIGINATOR, payees);
    }

    /// @notice See {IDeal}.
    function sources() external view returns (address, address) {
        return (address(0), FACTS);
    }

    /// @notice See {IDeal}.
    function isRedeemed(uint256) external view returns (bool) {
        return redeemed;
    }

    /// @notice See {IDeal}.
    function tranches() external pure returns (uint256) {
        return 1;
    }
}
