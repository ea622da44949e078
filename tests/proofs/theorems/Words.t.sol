// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Passport, Passports} from "contracts/compliance/Passport.sol";
import {PendingReport, PendingReports} from "contracts/oracle/PendingReport.sol";
import {Book, Books} from "contracts/types/Book.sol";

/// @title WordsTheorems
/// @notice Packed words give back what was put in, and a field that is written leaves the others alone; for every word.
contract WordsTheorems {
    using PendingReports for PendingReport;

    function check_theBookKeepsIncome(uint256 word, uint152 perUnit, uint48 remainder) external pure {
        Book book = Book.wrap(word).withIncome(perUnit, remainder);
        assert(book.perUnit() == perUnit && book.remainder() == remainder);
        assert(book.supply() == Book.wrap(word).supply() && uint8(Book.unwrap(book) >> 152) == uint8(word >> 152));
    }

    function reach_theBookKeepsIncome(uint256 word, uint152 perUnit, uint48 remainder) external pure {
        Book book = Book.wrap(word).withIncome(perUnit, remainder);
        assert(book.perUnit() == 0 || book.remainder() == 0 || book.supply() == 0);
    }

    function check_theBookKeepsSupply(uint256 word, uint48 units) external pure {
        Book book = Book.wrap(word).withSupply(units).with(Books.PAUSED, true);
        assert(book.supply() == units && book.has(Books.PAUSED));
        assert(uint152(Book.unwrap(book)) == uint152(word) && book.remainder() == Book.wrap(word).remainder());
    }

    function reach_theBookKeepsSupply(uint256 word, uint48 units) external pure {
        assert(Book.wrap(word).withSupply(units).supply() == Book.wrap(word).supply());
    }

    function check_aReportGivesBackItsParts(bytes32 digest, uint24 period, uint32 timestamp) external pure {
        PendingReport report = PendingReports.accepted(digest, period, timestamp);
        assert(report.digest() == bytes25(digest) && report.period() == period);
        assert(report.acceptedAt() == timestamp && !report.isDisputed());
        assert(report.disputed().isDisputed() && report.disputed().digest() == report.digest());
        assert(report.disputed().period() == period && report.disputed().since(7).acceptedAt() == 7);
    }

    function reach_aReportGivesBackItsParts(bytes32 digest, uint24 period, uint32 timestamp) external pure {
        PendingReport report = PendingReports.accepted(digest, period, timestamp);
        assert(report.period() == 0 || report.acceptedAt() == 0);
    }

    function check_aPassportGivesBackItsParts(address who, uint48 until, uint16 country, uint8 class, uint8 issuer, uint8 wallets)
        external
        pure
    {
        Passport p = Passports.pack(who, until, country, class, issuer, wallets);
        assert(p.investor() == who && p.validUntil() == until && p.country() == country && p.class() == class);
        assert(p.issuer() == issuer && p.wallets() == wallets && !p.isClosed() && !p.isEligible());
        assert(p.with(Passports.CLOSED).isClosed() && p.with(Passports.CLOSED).investor() == who);
    }

    function reach_aPassportGivesBackItsParts(address who, uint48 until, uint16 country, uint8 class, uint8 issuer, uint8 wallets)
        external
        pure
    {
        Passport p = Passports.pack(who, until, country, class, issuer, wallets);
        assert(p.isUnknown() || p.class() == 0 || p.wallets() == 0);
    }
}
