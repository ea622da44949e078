// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Order
/// @notice What a maker signs: to sell or to buy units of a tranche at a price. Amounts in the payment token's smallest unit.
/// @param maker Whose order it is.
/// @param token The tranche.
/// @param paymentToken What is paid; it must be the deal's.
/// @param sells Whether the maker sells.
/// @param units The most that is filled in all, below 2^48 − 1.
/// @param price Of a unit, without what it has earned so far.
/// @param minimumFill A fill is at least so many units, or all that is left.
/// @param counterparty Who alone may fill it; zero: anybody.
/// @param venue Who gets the fee.
/// @param venueFee Of the price, in ppm, from the maker's side.
/// @param incomePerUnit Income distributed per unit (2^48 fixed point) as the maker saw it: once it is more the order is void. 2^256 − 1: the maker
/// does not mind.
/// @param nonce Epoch (u64) ‖ word (u184) ‖ place in the word (u8, 0 to 4).
/// @param expiry The last second.
struct Order {
    address maker;
    address token;
    address paymentToken;
    bool sells;
    uint256 units;
    uint256 price;
    uint256 minimumFill;
    address counterparty;
    address venue;
    uint256 venueFee;
    uint256 incomePerUnit;
    uint256 nonce;
    uint256 expiry;
}

/// @title OrderHash
/// @notice The EIP-712 struct hash of an order, straight from calldata.
library OrderHash {
    /// @notice The EIP-712 type of an order.
    bytes32 internal constant TYPEHASH = keccak256(
        "Order(address maker,address token,address paymentToken,bool sells,uint256 units,uint256 price,uint256 minimumFill,address counterparty,address venue,uint256 venueFee,uint256 incomePerUnit,uint256 nonce,uint256 expiry)"
    );

    /// @notice hashStruct(order).
    /// @dev In assembly, as every fill does it: the thirteen words stand in calldata as they are hashed. A word with dirty upper bits gives a hash
    /// nobody signed, and the code that reads it refuses it.
    function structHash(Order calldata order) internal pure returns (bytes32 hash) {
        bytes32 typeHash = TYPEHASH;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typeHash)
            calldatacopy(add(free, 32), order, 416)
            hash := keccak256(free, 448)
        }
    }
}
