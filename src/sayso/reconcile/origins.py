"""Origins: outlets that relay one source are one witness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..records import Link
from .facts import Fact
from .links import Finding
from .pairing import same_source


def count_origins(facts: Sequence[Fact], findings: Iterable[Finding]) -> int:
    """How many independent voices a case has: ten outlets relaying one ministry are one."""
    return len(set(find_origins(facts, (finding.link for finding in findings)).values()))


def find_origins(facts: Sequence[Fact], links: Iterable[Link]) -> dict[str, str]:
    """The origin of each claim, called by its first claim: both "01:C2" and its copy "03:C1" have "01:C2"."""
    root = {fact.name: fact.name for fact in facts}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for link in links:
        if link.relation == "relays" and link.left in root and link.right in root:
            root[find(link.right)] = find(link.left)
    heads: list[Fact] = []
    for fact in facts:
        voice = next((head for head in heads if same_source(head, fact)), None)
        if voice is None:
            heads.append(fact)
        else:
            root[find(fact.name)] = find(voice.name)
    first: dict[str, str] = {}
    return {fact.name: first.setdefault(find(fact.name), fact.name) for fact in facts}


def count_outlets(facts: Iterable[Fact]) -> int:
    """How many outlets carry a case; a report without an outlet counts as one."""
    return len({fact.outlet or f"#{fact.report}" for fact in facts})
