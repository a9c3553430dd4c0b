"""Origins: outlets that relay one source are one witness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .facts import Fact
from .links import Finding
from .pairing import same_source


def count_origins(facts: Sequence[Fact], findings: Iterable[Finding]) -> int:
    """How many independent voices a case has: ten outlets relaying one ministry are one."""
    root = {fact.name: fact.name for fact in facts}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for finding in findings:
        if finding.link.relation == "relays":
            root[find(finding.link.right)] = find(finding.link.left)
    heads: list[Fact] = []
    for fact in facts:
        voice = next((head for head in heads if same_source(head, fact)), None)
        if voice is None:
            heads.append(fact)
        else:
            root[find(fact.name)] = find(voice.name)
    return len({find(fact.name) for fact in facts})


def count_outlets(facts: Iterable[Fact]) -> int:
    """How many outlets carry a case; a report without an outlet counts as one."""
    return len({fact.outlet or f"#{fact.report}" for fact in facts})
