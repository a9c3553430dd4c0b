"""What is kept of a claim is the claim as compared."""

from hypothesis import given, settings

from sayso.reconcile import find_facts
from sayso.reconcile.packing import pack_fact, unpack_fact

from .stories import told
from .test_order import reports


@settings(max_examples=50, deadline=None)
@given(reports)
def test_what_was_packed_is_unpacked_as_it_was(drawn):
    for fact in find_facts(told(f"{number:02}", *some) for number, some in enumerate(drawn, 1)).values():
        assert unpack_fact(pack_fact(fact)) == fact
