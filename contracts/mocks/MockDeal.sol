// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {RoyaltyEscrow} from "../deal/RoyaltyEscrow.sol";
import {TrancheTerms} from "../deal/TrancheTerms.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {MockPaymentToken} from "./MockPaymentToken.sol";

/// @title MockDeal
/// @notice A deal without a waterfall over the real escrow and real tranche tokens: income comes when a test says so, also to a tranche
/// whose units may be burnt. In a real deal a redeemed tranche earns nothing any more.
contract MockDeal {
    /// @notice The escrow it books in.
    RoyaltyEscrow public immutable ESCROW;
    /// @notice The money: a test's, so that it can be made.
    MockPaymentToken public immutable PAYMENT_TOKEN;
    /// @notice Whose units are retained, where rules say so.
    address public immutable ORIGINATOR;

    address[] private _tokens;
    mapping(uint256 tranche => bool) private _redeemed;

    /// @param implementation The {TrancheToken} to clone, of the same registry and supervisor.
    /// @param originator Who retains units; zero for nobody.
    /// @param rules Transfer rules, one word a tranche.
    /// @param countries Admitted countries of each tranche, as {TrancheTerms} lays them out; empty where its rules list none.
    constructor(
        MockPaymentToken paymentToken,
        address implementation,
        IEligibility registry,
        ISupervisor supervisor,
        address originator,
        bytes32[] memory rules,
        bytes[] memory countries,
        bytes memory taxTable,
        address taxAuthority
    ) {
        (PAYMENT_TOKEN, ORIGINATOR) = (paymentToken, originator);
        ESCROW = new RoyaltyEscrow(address(this), paymentToken, 0, registry, supervisor, taxTable, taxAuthority);
        for (uint256 t; t < rules.length; ++t) {
            bytes memory terms = TrancheTerms.pack(
                TransferRules.wrap(uint256(rules[t])),
                [address(ESCROW), address(paymentToken), address(this), address(this), originator],
                uint8(t),
                "Units",
                "UNT",
                countries[t]
            );
            _tokens.push(Clones.cloneWithImmutableArgs(implementation, terms));
        }
        paymentToken.approve(address(ESCROW), type(uint256).max);
    }

    /// @notice Issue units of those placed; only after {open}.
    function issue(uint256 tranche, address holder, uint256 units) external {
        ITrancheToken(_tokens[tranche]).mint(holder, units);
    }

    /// @notice Close: so many units of each tranche are placed, and units are traded from now on.
    function open(uint256[] calldata units) external {
        ESCROW.openBooks(address(this), 0, address(this), new uint256[](0), _tokens, units);
    }

    /// @notice Income of each tranche, paid in and spread at once.
    function distribute(uint256[] calldata income) external {
        uint256 total;
        for (uint256 t; t < income.length; ++t) {
            total += income[t];
        }
        PAYMENT_TOKEN.mint(address(this), total);
        if (total != 0) ESCROW.payRoyalty("licence", total, "reference");
        ESCROW.distribute(0, new uint256[](0), new address[](0), new uint256[](0), _tokens, income);
    }

    /// @notice Say whether the units of a tranche may be burnt.
    function setRedeemed(uint256 tranche, bool redeemed) external {
        _redeemed[tranche] = redeemed;
    }

    /// @notice As {IDeal.heed}; a payment date of this deal asks nobody.
    function heed(bool) external {}

    /// @notice As {IDeal.isRedeemed}.
    function isRedeemed(uint256 tranche) external view returns (bool) {
        return _redeemed[tranche];
    }

    /// @notice As {IOffering.awaited}: nobody's place among the holders is kept.
    function awaited(uint256) external pure returns (uint256) {
        return 0;
    }

    /// @notice As {IDeal.tranches}.
    function tranches() external view returns (uint256) {
        return _tokens.length;
    }

    /// @notice As {IDeal.trancheAt}.
    function trancheAt(uint256 tranche) external view returns (address token, uint256 units) {
        return (_tokens[tranche], ITrancheToken(_tokens[tranche]).totalSupply());
    }

    /// @notice As {IDeal.parties}; there is neither oracle nor payee.
    function parties()
        external
        view
        returns (address escrow, address oracle, address offering, address originator, address[] memory payees)
    {
        return (address(ESCROW), address(0), address(this), ORIGINATOR, new address[](0));
    }
}
