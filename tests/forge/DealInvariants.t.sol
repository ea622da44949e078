// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DealInvariants} from "./DealInvariants.sol";

/// @title OfferedDealInvariants
/// @notice From the first bid on.
contract OfferedDealInvariants is DealInvariants {
    function setUp() public override {
        super.setUp();
        _employ("SaleHandler");
        _employ("AttestorHandler");
        _employ("RegistrarHandler");
    }

    function _world() internal pure override returns (string memory) {
        return "offered";
    }
}

/// @title LiveDealInvariants
/// @notice A deal with two payment dates behind it, with everybody who has a role in it.
contract LiveDealInvariants is DealInvariants {
    function setUp() public override {
        super.setUp();
        _employ("SaleHandler");
        _employ("AttestorHandler");
        _employ("OfficerHandler");
        _employ("RegistrarHandler");
        _employ("DisputeHandler");
        _employ("VoterHandler");
    }

    function _world() internal pure override returns (string memory) {
        return "live";
    }
}

/// @title EndingDealInvariants
/// @notice A deal with support and calls, which is over with its second payment date: concluded and redeemed.
contract EndingDealInvariants is DealInvariants {
    function setUp() public override {
        super.setUp();
        address attestors = _employ("AttestorHandler");
        _employ("OfficerHandler");
        _employ("SupportHandler", abi.encode(ledger, attestors));
    }

    function _world() internal pure override returns (string memory) {
        return "ending";
    }
}
