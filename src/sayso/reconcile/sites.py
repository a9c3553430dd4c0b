"""Kinds of sites in the words of a claim: two deeds of one town and day may lie apart in it. Data: `sites.toml`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table


@dataclass(frozen=True, slots=True)
class Site:
    """Words for a kind of site; "march" in small letters is one, the month is not."""

    id: str
    words: str
    matches: str
    misses: str

    def holds(self, text: str) -> bool:
        """True if the text names such a site."""
        return re.search(rf"\b(?:{self.words})\b", text) is not None


@functools.lru_cache(maxsize=4096)
def find_sites(text: str) -> frozenset[str]:
    """The kinds of sites that a text names."""
    return frozenset(site.id for site in load_table("sites.toml", Site) if site.holds(text))


def sites_apart(left: str, right: str) -> bool:
    """True if both texts name sites and none of one kind: "in the bazaar", "at the police station"."""
    one, two = find_sites(left), find_sites(right)
    return bool(one) and bool(two) and one.isdisjoint(two)
