# SPDX-License-Identifier: Apache-2.0
"""The reference of the contracts, a page a folder: what each says of itself, and what to do about its errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from regalia.chain.hints import HINTS
from tools.docs.natspec import read_contracts
from tools.docs.told import Contract, Member, Told

_HEADINGS = {"function": "Functions", "getter": "Constants and settings", "event": "Events", "error": "Errors"}
_INTRODUCTION = """# Contracts

Made from the NatSpec of `contracts/`. What each folder is trusted with, how cash moves and who can do what:
`contracts/README.md` of the repository. A function that an interface declares is told there in full; a contract without it in its
own list has it from what it inherits. Mocks are left out.

| folder | contracts, interfaces, libraries |
|---|---|
"""


def contract_pages(root: Path) -> dict[str, str]:
    """Pages by their names."""
    contracts = read_contracts(root)
    places = {contract.name: f"{_folder(contract)}.md#{contract.name.lower()}" for contract in contracts}
    folders: dict[str, list[Contract]] = {}
    for contract in contracts:
        folders.setdefault(_folder(contract), []).append(contract)
    rows = [
        f"| [{folder}]({folder}.md) | {', '.join(_link(found.name, places) for found in sorted(inside, key=_name))} |"
        for folder, inside in sorted(folders.items())
    ]
    pages = {f"{folder}.md": "\n".join(_page(folder, inside, places)) for folder, inside in folders.items()}
    return {"index.md": _INTRODUCTION + "\n".join(rows) + "\n", **pages}


def _folder(contract: Contract) -> str:
    """``waterfall-steps`` of ``contracts/waterfall/steps/Trap.sol``."""
    return "-".join(PurePosixPath(contract.source).parts[1:-1])


def _name(contract: Contract) -> str:
    return contract.name


def _link(name: str, places: dict[str, str]) -> str:
    return f"[{name}]({places[name]})" if name in places else f"`{name}`"


def _page(folder: str, contracts: Sequence[Contract], places: dict[str, str]) -> Iterator[str]:
    yield f"# {folder.replace('-', '/')}/"
    for contract in sorted(contracts, key=_name):
        yield f"\n## {contract.name}\n"
        inherits = f", is {', '.join(_link(base, places) for base in contract.bases)}" if contract.bases else ""
        yield f"*{contract.kind}{inherits}* · `{contract.source}`\n"
        yield from _paragraphs(contract.told)
        for kind, heading in _HEADINGS.items():
            members = [member for member in contract.members if member.kind == kind]
            if members:
                yield f"### {contract.name}: {heading.lower()}\n"
                yield from _short(kind, members) if kind in ("getter", "error") else _long(members, places)


def _paragraphs(told: Told) -> Iterator[str]:
    for words in (told.notice, told.dev):
        if words:
            yield _escaped(words) + "\n"


def _long(members: Sequence[Member], places: dict[str, str]) -> Iterator[str]:
    for member in members:
        yield f"```solidity\n{member.signature}\n```\n"
        yield from _paragraphs(member.told)
        for name, words in member.told.params.items():
            yield f"- `{name}`: {_escaped(words)}"
        for words in member.told.returns:
            yield f"- returns {_escaped(words)}"
        if member.told.inherits in places:
            yield f"\nDeclared by {_link(member.told.inherits, places)}."
        yield ""


def _short(kind: str, members: Sequence[Member]) -> Iterator[str]:
    yield "| error | what to do |\n|---|---|" if kind == "error" else "| | |\n|---|---|"
    for member in members:
        words = member.told.notice or (HINTS.get(member.name, "") if kind == "error" else "")
        yield f"| `{member.signature}` | {_escaped(words)} |"
    yield ""


def _escaped(words: str) -> str:
    """As text: signs that Markdown or HTML would take for their own."""
    return words.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
