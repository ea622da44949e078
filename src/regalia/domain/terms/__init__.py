# SPDX-License-Identifier: Apache-2.0
"""The terms of a deal: read from a file, checked, spelled canonically and hashed."""

from regalia.domain.terms.canonical import canonical_json, terms_hash
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.executable import not_executable
from regalia.domain.terms.load import load_terms, read_terms, terms_from
from regalia.domain.terms.problems import NotExecutableError, Problem, TermsError

__all__ = [
    "NotExecutableError",
    "Problem",
    "Terms",
    "TermsError",
    "canonical_json",
    "load_terms",
    "not_executable",
    "read_terms",
    "terms_from",
    "terms_hash",
]
