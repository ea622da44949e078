// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a deal remembers between payment dates. Amounts in the payment token's smallest unit, below 2^128.
/// @dev `balance`, `arrears`: one a tranche. `account`: accounts, then the cash of each facility. `carried`, `used`: one a step of both
/// lists. `drawn`, `cost`, `called`: one a facility. What a program doesn't use may be left out: `used` (caps per year), `series` (trailing
/// triggers). `age`: 8 bits a tranche, the lowest first. `history`: 16 bits a trigger, newest answer in bit 0. `active`: one bit a trigger.
/// `series`: of each trigger, collections << 128 | debt service of past dates, oldest first.
struct State {
    uint256[] balance;
    uint256[] arrears;
    uint256[] account;
    uint256[] carried;
    uint256[] used;
    uint256[] drawn;
    uint256[] cost;
    uint256[] called;
    uint256[][] series;
    uint256 age;
    uint256 history;
    uint256 active;
    bool defaulted;
    uint256 collected;
}

/// @notice Facts of one payment date. `target` counts only when `hasTarget`.
/// @dev `facts`: one a fact of the program. `reportAge`: days between this report and the one before. `unpaid`: bits of the facilities that
/// let a deadline pass. `ending`: the deal is wound up; `available` is then all there is.
struct Inputs {
    uint256 period;
    uint256 available;
    uint256 received;
    bool hasTarget;
    uint256 target;
    uint256[] invoices;
    uint256[] facts;
    uint256 reportAge;
    uint256 unpaid;
    bool ending;
}

/// @notice What one step did: `paid` includes what was `drawn` from supports; `released` is what an account gave back.
struct Record {
    uint256 due;
    uint256 paid;
    uint256 drawn;
    uint256 released;
}
