# SPDX-License-Identifier: Apache-2.0
"""halmos, which else leaves a product of two unknowns open even where one of them can only be 0 or 1.

Our libraries choose without branches: `mul(x, lt(a, b))`, and `xor(b, mul(xor(a, b), lt(a, b)))` for the smaller one. Read as what they
are, `a < b ? x : 0` and `a < b ? a : b`, nothing has to be guessed and nothing is lost. Runs in the environment halmos is installed in,
with halmos's own arguments; needs nothing of the project.
"""

import sys
from importlib import import_module
from typing import Any

bitvec: Any = import_module("halmos.bitvec")
z3: Any = import_module("z3")
multiply = bitvec.HalmosBitVec.mul
differ = bitvec.HalmosBitVec.bitwise_xor


def condition(word: Any) -> Any:
    """What decides whether a word is 1 or 0; None for any other word."""
    if not getattr(word, "is_symbolic", False):
        return None
    term = word.as_z3()
    if not z3.is_app_of(term, z3.Z3_OP_ITE):
        return None
    decides, one, zero = term.children()
    if not (z3.is_bv_value(one) and z3.is_bv_value(zero)):
        return None
    return decides if (one.as_long(), zero.as_long()) == (1, 0) else None


def mul(self: Any, other: Any, *, abstraction: Any = None) -> Any:
    for chooses, chosen in ((self, other), (other, self)):
        decides = condition(chooses)
        if decides is not None:
            size = chosen.size
            return bitvec.HalmosBitVec(z3.If(decides, chosen.as_z3(), z3.BitVecVal(0, size)), size=size)
    return multiply(self, other, abstraction=abstraction)


def bitwise_xor(self: Any, other: Any) -> Any:
    for one, choice in ((self, other), (other, self)):
        if not getattr(choice, "is_symbolic", False) or not z3.is_app_of(choice.as_z3(), z3.Z3_OP_ITE):
            continue
        decides, difference, zero = choice.as_z3().children()
        if z3.is_app_of(difference, z3.Z3_OP_BXOR) and z3.is_bv_value(zero) and zero.as_long() == 0:
            left, right = difference.children()
            term = one.as_z3()
            if left.eq(term) or right.eq(term):
                return bitvec.HalmosBitVec(z3.If(decides, right if left.eq(term) else left, term), size=one.size)
    return differ(self, other)


if __name__ == "__main__":
    bitvec.HalmosBitVec.bitwise_xor = bitwise_xor
    bitvec.HalmosBitVec.mul = mul
    sys.exit(import_module("halmos.__main__").main())
