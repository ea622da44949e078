// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {Holding} from "../../contracts/types/Holding.sol";
import {Ledger} from "./Ledger.sol";
import {World} from "./World.sol";

/// @title Laws
/// @notice The laws of `tests/README.md`, by their letters, read from the contracts and from the ledger of the acts. Words are decoded here by
/// hand, not by the libraries of the contracts.
contract Laws {
    World private immutable w;
    Ledger private immutable ledger;
    IRoyaltyEscrow private immutable escrow;
    IERC20 private immutable money;

    constructor(Ledger ledger_) {
        (ledger, w) = (ledger_, ledger_.w());
        (escrow, money) = (IRoyaltyEscrow(w.escrow()), IERC20(w.money()));
    }

    /// @notice A, quickly: what is held covers collection, accounts and payables.
    function checkSolvent() external view {
        uint256 owed = _cashAndPayables(escrow);
        require(money.balanceOf(address(escrow)) >= owed, "A: the escrow holds less than its books");
    }

    function checkAll() external view {
        uint256 scaled;
        uint256 whole;
        for (uint256 t; t < w.tranches(); ++t) {
            (uint256 exact, uint256 claims) = _checkTranche(t);
            scaled += exact;
            whole += claims;
        }
        uint256 books = _cashAndPayables(escrow);
        uint256 held = money.balanceOf(address(escrow)) - ledger.donated(address(escrow));
        require(books + whole <= held, "A: the escrow holds less than its books");
        require((held - books) << 48 == scaled, "B: cash is not conserved");
        // C: a unit a holder and a book
        require(held - books - whole <= w.tranches() * (w.holders().length + 1), "C: rounding keeps back too much");
        _checkPurses();
        _checkHostile();
    }

    /// @dev I of a tranche, and the rest for each of its holders; what its book comes to exactly, and what can be claimed.
    function _checkTranche(uint256 t) private view returns (uint256 scaled, uint256 claims) {
        address token = w.token(t);
        (uint256 supply, uint256 remainder, uint256 perUnit,,, uint256 dust, uint256 awaited) = escrow.bookOf(token);
        scaled = perUnit * awaited + remainder + dust;
        claims = perUnit * awaited >> 48; // of units still to be collected
        address[] memory holders = w.holders();
        uint256 held;
        for (uint256 h; h < holders.length; ++h) {
            (uint256 units, uint256 exact) = _checkHolder(t, token, holders[h], perUnit);
            (held, scaled, claims) = (held + units, scaled + exact, claims + (exact >> 48));
        }
        require(held + awaited == supply, "I: units are not all somebody's");
        require(IERC20(token).totalSupply() == held, "I: the supply is not the sum of balances");
    }

    /// @dev F, M, P.
    function _checkHolder(uint256 t, address token, address holder, uint256 perUnit)
        private
        view
        returns (uint256 units, uint256 exact)
    {
        (, Holding holding,) = escrow.wordsOf(token, holder, address(0));
        uint256 word = Holding.unwrap(holding);
        units = word >> 208;
        exact = uint256(int256(perUnit * units) + int152(uint152(word)));
        require(units == ledger.units(t, holder), "M: units were moved by an act that moves none");
        require(uint48(word >> 160) == ledger.frozen(t, holder), "P: frozen units changed without an order");
        require(exact >> 48 == ledger.owed(t, holder), "F: a claim changed without a payment date");
    }

    function _checkPurses() private view {
        address[5] memory purses = [address(escrow), w.offering(), w.desk(), w.oracle(), w.hostileEscrow()];
        for (uint256 i; i < purses.length; ++i) {
            require(int256(money.balanceOf(purses[i])) == ledger.cash(purses[i]), "M: cash was moved by an act that moves none");
        }
    }

    /// @dev A of the deal of somebody who would like to take from the other.
    function _checkHostile() private view {
        IRoyaltyEscrow other = IRoyaltyEscrow(w.hostileEscrow());
        uint256 owed = _cashAndPayables(other) + other.entitlementOf(w.hostileToken(), w.actor("attacker"));
        require(owed <= money.balanceOf(address(other)), "A: the hostile deal owes what it has not");
    }

    function _cashAndPayables(IRoyaltyEscrow of_) private view returns (uint256 sum) {
        (uint256 collection, uint256[] memory accounts) = of_.cash();
        sum = collection;
        for (uint256 a; a < accounts.length; ++a) {
            sum += accounts[a];
        }
        address[] memory payees = w.payees();
        for (uint256 p; p < payees.length; ++p) {
            sum += of_.payableTo(payees[p]);
        }
    }
}
