// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {DeskInstructions} from "./DeskInstructions.sol";
import {DeskOrders} from "./DeskOrders.sol";
import {OneTransaction} from "./OneTransaction.sol";

/// @title SettlementDesk
/// @notice See {ISettlementDesk}. Orders are in {DeskOrders}, sales in two steps in {DeskInstructions}.
/// @dev It takes units and money on the leave its users gave it, from the maker of a signed order and from whoever calls, and from nobody else:
/// so it matters to nobody but them what the tranche an order names really is. Every entry shares one lock. Needed for safety: makers sign what they
/// mean. Needed for liveness of cash paid in: the payment token lets the buyer receive. How to stop it: there is no way; a halt, a freeze or the registry stops trades of
/// whom they concern, and never what is taken back.
contract SettlementDesk is DeskOrders, DeskInstructions, OneTransaction {
    constructor() EIP712("Regalia SettlementDesk", "1") {}
}
