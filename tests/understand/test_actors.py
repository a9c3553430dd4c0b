"""Who is who in a report: names, offices, descriptions, pronouns. All texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.lexicon import load_table
from sayso.records import Actor, Report, Span
from sayso.understand.actors import Cast, find_actors
from sayso.understand.callings import CallingEntry, callings_of, words_of
from sayso.understand.known_actors import ActorEntry, CountryEntry, find_known
from sayso.understand.marks import AttributionMark, PlaceMark
from sayso.understand.names import TitleEntry, find_names, load_titles
from sayso.understand.parse import load_parser
from sayso.understand.phrases import ReferenceEntry, load_references
from sayso.understand.role_words import BodyEntry, RoleEntry, find_body_names, role_of
from sayso.understand.segment import find_segments


class Reading:
    """A cast, asked by the words of its text; "he@2" is the second "he"."""

    def __init__(self, text: str, *wanted: str, said: tuple[tuple[str, str], ...] = (), places: tuple[str, ...] = ()):
        self.text = text
        segments, _ = find_segments(Report("r", text))
        marks = tuple(
            AttributionMark(self.span(who), None, (self.span(what),), "direct", "assert", "none", ())
            for who, what in said
        )
        spans = tuple(map(self.span, [*wanted, *(who for who, _ in said)]))
        place_marks = tuple(PlaceMark(self.span(place), "P1", "test") for place in places)
        self.cast, self.problems = find_actors(segments, wanted=spans, places=place_marks, attributions=marks)

    def span(self, words: str) -> Span:
        words, _, number = words.partition("@")
        at = -1
        for _ in range(int(number or 1)):
            at = self.text.index(words, at + 1)
        return Span(at, at + len(words))

    def all(self, words: str) -> list[str]:
        by_id = {actor.id: actor.name for actor in self.cast.actors}
        return [by_id[one] for one in self.cast.all_in(self.span(words))]

    def actor(self, words: str) -> Actor:
        who = self.cast.who(self.span(words))
        return next(actor for actor in self.cast.actors if actor.id == who)

    def who(self, words: str) -> str | None:
        return next(iter(self.all(words)), None)


def test_a_short_name_is_the_person_named_in_full():
    text = "Norwegian Foreign Minister Kari Solheim flew to Oslo. Solheim said nothing."
    read = Reading(text, "Norwegian Foreign Minister Kari Solheim", "Solheim@2")
    assert read.actor("Solheim@2") == read.actor("Norwegian Foreign Minister Kari Solheim")
    solheim = read.actor("Solheim@2")
    assert (solheim.name, solheim.kind, solheim.country, solheim.sector) == ("Kari Solheim", "person", "NOR", "GOV")
    assert solheim.roles == ("foreign minister",)


def test_a_nationality_and_an_office_point_to_the_person():
    text = "Norwegian Foreign Minister Kari Solheim met rebels. The top Norwegian diplomat promised aid."
    read = Reading(text, "Norwegian Foreign Minister Kari Solheim", "The top Norwegian diplomat")
    assert read.who("The top Norwegian diplomat") == "Kari Solheim"


def test_a_capital_that_acts_is_its_government():
    read = Reading("Moscow rejected the offer. Russia has no plans to talk.", "Moscow", "Russia")
    russia = read.actor("Moscow")
    assert (russia.name, russia.kind, russia.country, russia.sector) == ("Russia", "government", "RUS", "GOV")
    assert "Moscow" in russia.aliases
    assert read.who("Russia") == "Russia"


def test_a_capital_that_is_a_place_is_not_listed():
    read = Reading("Three gunmen fled from a market in Moscow.", "Three gunmen")
    assert [actor.name for actor in read.cast.actors] == ["gunmen"]


def test_a_capital_where_something_happens_is_no_government():
    read = Reading("Rebels hid rockets in Damascus.", "Rebels", "Damascus")
    damascus = read.actor("Damascus")
    assert (damascus.name, damascus.kind, damascus.country, damascus.sector) == ("Damascus", None, "SYR", None)


def test_words_that_name_nobody_stay_open():
    read = Reading("Something moved on the ridge.", "Something")
    assert read.cast.actors == ()
    assert [problem.code for problem in read.problems] == ["actor.unresolved"]


def test_a_well_known_person_needs_no_country_beside_the_name():
    read = Reading("President Yeltsin dismissed it in Geneva, in Switzerland.", "President Yeltsin")
    assert (read.actor("President Yeltsin").country, read.actor("President Yeltsin").sector) == ("RUS", "GOV")


def test_the_report_outranks_what_is_known_of_a_person():
    read = Reading("Georgian President Eduard Shevardnadze resigned.", "Georgian President Eduard Shevardnadze")
    assert read.actor("Georgian President Eduard Shevardnadze").country == "GEO"


def test_she_is_not_a_man_with_a_well_known_given_name():
    text = "Colonel Maria Brandl met Captain Kevin Holt. She told reporters that the road was safe."
    read = Reading(text, "She")
    assert read.who("She") == "Maria Brandl"


def test_who_takes_up_its_noun():
    read = Reading("The villagers who fled said nothing.", "who")
    assert read.who("who") == "villagers"


def test_mrs_somebody_is_not_her_husband():
    text = "Otto Brandl and Ada Brandl spoke. Otto Brandl left. Mrs. Brandl said she would stay."
    read = Reading(text, "Mrs. Brandl", "she")
    assert [read.who("Mrs. Brandl"), read.who("she")] == ["Ada Brandl", "Ada Brandl"]


def test_an_office_that_nobody_asked_for_keeps_its_holder_in_mind():
    text = "President Ada Rau met Kevin Holt. The president was cowed. She said nothing."
    assert Reading(text, "She").who("She") == "Ada Rau"


def test_people_of_a_country_are_not_its_government():
    read = Reading("Two Iraqis were killed, and the Iraqis protested to Ankara.", "Two Iraqis", "the Iraqis")
    assert (read.actor("Two Iraqis").kind, read.actor("Two Iraqis").country) == ("civilians", "IRQ")
    assert read.actor("the Iraqis").kind == "government"


def test_an_actor_without_a_nationality_is_of_the_country_where_it_is_said_to_be():
    read = Reading("Students at a school in Chile marched, Peru said.", "Students")
    assert (read.actor("Students").country, read.actor("Students").sector) == ("CHL", "EDU")


def test_troops_of_a_country_are_its_force():
    read = Reading("Russian troops advanced. Russian forces took the hill.", "Russian troops", "Russian forces")
    force = read.actor("Russian troops")
    assert (force.name, force.kind, force.country, force.sector) == ("Russian forces", "armed force", "RUS", "MIL")
    assert read.who("Russian forces") == "Russian forces"


def test_two_soldiers_are_not_the_whole_army():
    read = Reading(
        "Russian forces withdrew. Two Russian soldiers were killed.", "Russian forces", "Two Russian soldiers"
    )
    soldiers = read.actor("Two Russian soldiers")
    assert (soldiers.name, soldiers.country, soldiers.sector) == ("Russian soldiers", "RUS", "MIL")
    assert soldiers.id != read.actor("Russian forces").id


def test_fighters_and_leaders_of_a_group_are_the_group():
    text = "Houthi fighters fired rockets, and Houthi leaders promised more."
    read = Reading(text, "Houthi fighters", "Houthi leaders")
    assert [read.who("Houthi fighters"), read.who("Houthi leaders")] == ["Houthis", "Houthis"]


def test_words_that_only_colour_do_not_own():
    read = Reading("US-backed fighters crossed the river.", "US-backed fighters")
    assert read.actor("US-backed fighters").country is None


def test_an_acronym_in_brackets_is_a_name():
    text = "The Upper Lakes Liberation Front (ULLF) crossed the river. ULLF forces burned a bridge."
    read = Reading(text, "The Upper Lakes Liberation Front (ULLF)", "ULLF forces")
    front = read.actor("ULLF forces")
    assert front.name == "Upper Lakes Liberation Front"
    assert (front.kind, front.sector) == ("armed group", "REB")
    assert "ULLF" in front.aliases


def test_a_spokesman_speaks_for_his_group_when_he_says_we():
    text = '"We hold the bridge," said Upper Lakes Liberation Front spokesman Anton Brandl.'
    source = "Upper Lakes Liberation Front spokesman Anton Brandl"
    read = Reading(text, "We", said=((source, "We hold the bridge"),))
    assert read.who(source) == "Anton Brandl"
    assert read.who("We") == "Upper Lakes Liberation Front"


def test_the_enemy_is_the_other_side_of_whoever_speaks():
    text = (
        "Hamas fighters clashed with the Lions' Den in the old town. "
        '"The enemy has fled," said Hamas spokesman Omar Nadi.'
    )
    said = (("Hamas spokesman Omar Nadi", "The enemy has fled"),)
    read = Reading(text, "Hamas fighters", "the Lions' Den", "The enemy", said=said)
    assert read.who("The enemy") == "Lions' Den"


def test_both_sides_are_two_actors():
    text = "The Taliban and the Haqqani network fought in the valley. Both sides claimed victory."
    read = Reading(text, "The Taliban and the Haqqani network", "Both sides")
    assert read.all("The Taliban and the Haqqani network") == ["Taliban", "Haqqani network"]
    assert read.all("Both sides") == ["Taliban", "Haqqani network"]


def test_each_side_speaks_of_the_other_and_so_of_both():
    text = "Taliban fighters and Panj villagers clashed, with each side saying the other side had lost."
    read = Reading(
        text, "Taliban fighters and Panj villagers", "the other side", said=(("each side", "the other side had lost"),)
    )
    assert len(read.all("each side")) == 2
    assert read.all("the other side") == read.all("each side")


def test_he_after_a_quotation_is_the_last_speaker():
    text = '"It is over," army spokesman Jonas Falk said. "Our road is open," he added.'
    read = Reading(text, "he", said=(("army spokesman Jonas Falk", "It is over"),))
    assert read.who("he") == "Jonas Falk"


def test_it_is_the_body_that_speaks():
    text = "The interior ministry said it had arrested two men."
    read = Reading(text, "it", said=(("The interior ministry", "it had arrested two men"),))
    assert read.who("it") == "interior ministry"


def test_a_spokesman_comes_to_speak_for_a_body_and_it_is_the_body():
    text = "A spokesman for the Upper Lakes Liberation Front said it held the town."
    source = "A spokesman for the Upper Lakes Liberation Front"
    read = Reading(text, "it", said=((source, "it held the town"),))
    assert read.who("it") == "Upper Lakes Liberation Front"
    assert read.actor(source).roles == ("spokesman",)


def test_an_unnamed_source_is_an_actor_named_by_its_words():
    read = Reading("Local officials said three gunmen had fled.", "Local officials", "three gunmen")
    assert [read.who("Local officials"), read.who("three gunmen")] == ["Local officials", "gunmen"]
    assert (read.actor("three gunmen").kind, read.actor("three gunmen").sector) == ("armed group", "UAF")


def test_a_pronoun_that_nobody_fits_stays_open():
    read = Reading("It rained. She said the bridge was gone.", "She")
    assert read.all("She") == []
    assert [problem.code for problem in read.problems] == ["actor.unresolved"]


def test_a_place_is_no_person():
    read = Reading("Brandl Ridge fell on Monday. Rebels hold it.", "Rebels", places=("Brandl Ridge",))
    assert [actor.name for actor in read.cast.actors] == ["Rebels"]


def test_two_spellings_are_one_person():
    text = "Commander Ahmad Massoudi spoke. Ahmad Masoudi left at noon."
    read = Reading(text, "Commander Ahmad Massoudi", "Ahmad Masoudi")
    assert read.actor("Ahmad Masoudi").id == read.actor("Commander Ahmad Massoudi").id


def test_the_late_father_is_not_meant_by_the_last_name():
    text = "Ivo Brandl, the son of the late general Otto Karl Brandl, leads a militia. Brandl wants talks."
    read = Reading(text, "Brandl@3")
    assert read.who("Brandl@3") == "Ivo Brandl"


def test_two_demonyms_before_one_noun_are_two_actors():
    read = Reading("French and Egyptian warships sailed on Monday.", "French and Egyptian warships")
    assert len(read.all("French and Egyptian warships")) == 2


@pytest.mark.parametrize("entry", load_table("roles.toml", RoleEntry), ids=lambda entry: entry.id)
def test_a_role_matches_its_example_and_misses_the_other(entry: RoleEntry):
    def hits(sentence: str) -> bool:
        return any(role_of(token)[0] == entry for token in load_parser()(sentence))

    assert hits(entry.matches)
    assert not hits(entry.misses)


@pytest.mark.parametrize("entry", load_table("body_names.toml", BodyEntry), ids=lambda entry: entry.id)
def test_a_body_name_matches_its_example_and_misses_the_other(entry: BodyEntry):
    assert entry in [name.entry for name in find_body_names(entry.matches)]
    assert not find_body_names(entry.misses)


@pytest.mark.parametrize("entry", load_table("titles.toml", TitleEntry), ids=lambda entry: entry.id)
def test_a_title_matches_its_example_and_misses_the_other(entry: TitleEntry):
    def hits(sentence: str) -> bool:
        segments, _ = find_segments(Report("r", sentence))
        people = {name.first for name in find_names(segments, ()).values() if name.person}
        return any(load_titles().get(segments.doc[at - 1].lower_) == entry for at in people if at)

    assert hits(entry.matches)
    assert not hits(entry.misses)


@pytest.mark.parametrize("entry", load_table("reference.toml", ReferenceEntry), ids=lambda entry: entry.id)
def test_a_reference_matches_its_example_and_misses_the_other(entry: ReferenceEntry):
    def hits(sentence: str) -> bool:
        words = {t.lower_ for t in load_parser()(sentence)} | {t.lemma_.lower() for t in load_parser()(sentence)}
        return any(word in entry.words and entry.means in load_references()[word] for word in words)

    assert hits(entry.matches)
    assert not hits(entry.misses)


@pytest.mark.parametrize("entry", load_table("callings.toml", CallingEntry), ids=lambda entry: entry.id)
def test_a_calling_matches_its_example_and_misses_the_other(entry: CallingEntry):
    def hits(sentence: str) -> bool:
        nouns = (token for token in load_parser()(sentence) if token.pos_ in ("NOUN", "PROPN", "ADJ"))
        return any(entry in callings_of(words_of(noun)) for noun in nouns)

    assert hits(entry.matches)
    assert not hits(entry.misses)


def test_every_state_and_every_group_is_found_by_its_own_name():
    for row in load_table("countries.tsv", CountryEntry):
        assert len(row.country) == 3
        found = find_known(f"Then {row.name} agreed.", f"Then {row.name} agreed.")
        assert row.name in [mention.known.name for mention in found], row.name
    for group in load_table("actors.tsv", ActorEntry):
        assert find_known(f"Then {group.name} agreed.", f"Then {group.name} agreed."), group.name


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Hamas", "he", "the rebels", "said", "Iran", "it", ".", "“", "”", "🙂", "and"]), max_size=14
    )
)
def test_mentions_lie_in_the_text_and_name_listed_actors(words: list[str]):
    text = " ".join(words)
    segments, _ = find_segments(Report("r", text))
    spans = tuple(Span(t.idx, t.idx + len(t)) for t in segments.doc if t.is_alpha)
    cast, _ = find_actors(segments, wanted=spans, places=(), attributions=())
    ids = {actor.id for actor in cast.actors}
    assert all(who in ids and 0 <= span.start < span.end <= len(text) for span, who in cast.mentions)
    assert isinstance(cast, Cast)


def test_the_fighters_of_dozens_of_fighters_are_the_same():
    text = "The army killed dozens of fighters near the pass."
    read = Reading(text, "dozens of fighters", "fighters")
    assert read.actor("dozens of fighters") == read.actor("fighters")


def test_a_truce_is_no_actor():
    read = Reading("The truce was broken by the Northern Hills Front.", "The truce", "the Northern Hills Front")
    assert read.who("The truce") is None
    assert read.who("the Northern Hills Front") == "Northern Hills Front"


def test_the_name_of_a_group_ends_before_where_and_when():
    text = "She met the Northern Hills Front in Strelsau on Wednesday."
    assert Reading(text, "the Northern Hills Front").who("the Northern Hills Front") == "Northern Hills Front"


def test_the_men_of_a_guard_called_by_its_last_word_are_the_guard():
    text = "The Valley Guard held the hill. He said that Guard snipers had killed a courier."
    assert Reading(text, "Guard snipers").who("Guard snipers") == "Valley Guard"


def test_who_was_called_she_is_not_he_later():
    text = "Minister Aisling Odda spoke. She left. Major Bram Ulster stayed. He slept."
    read = Reading(text, "She", "He")
    assert read.who("She") == "Aisling Odda"
    assert read.who("He") == "Bram Ulster"


def test_delegates_of_a_group_are_the_group():
    text = "The envoy met delegates of the Northern Hills Front."
    assert Reading(text, "delegates of the Northern Hills Front").who("delegates of the Northern Hills Front") == (
        "Northern Hills Front"
    )


def test_envoys_of_the_two_sides_are_both_sides():
    text = "The Northern Hills Front fought the Valley Guard. Envoys of the two sides met."
    assert set(Reading(text, "Envoys of the two sides").all("Envoys of the two sides")) == {
        "Northern Hills Front",
        "Valley Guard",
    }


def test_the_men_of_a_spokesman_are_those_of_his_group():
    text = "Bram Ulster, spokesman for the Northern Hills Front, said that his men had only returned fire."
    assert Reading(text, "his men").who("his men") == "Northern Hills Front"


def test_an_office_before_its_holder_is_named_is_the_holder():
    text = "Talks go on, the Norwegian foreign minister said. Foreign Minister Kari Solheim flew to Oslo."
    read = Reading(text, "the Norwegian foreign minister", "Foreign Minister Kari Solheim")
    assert read.who("the Norwegian foreign minister") == "Kari Solheim"
    assert read.actor("Foreign Minister Kari Solheim").country == "NOR"


def test_each_accuses_means_both_sides():
    text = "The Northern Hills Front and the Valley Guard agreed to stop, and each accused the other of breaking it."
    assert len(Reading(text, "each").all("each")) == 2


def test_the_force_is_the_armed_force_named_before():
    text = "The Valley Guard held the hill. The force admits nine dead."
    assert Reading(text, "The force").who("The force") == "Valley Guard"


def test_who_is_named_after_an_office_is_a_person():
    text = '"No," said the Herald\'s director, Pia Strand. The Strelsau Herald said nothing.'
    assert Reading(text, "the Herald's director, Pia Strand").who("the Herald's director, Pia Strand") == "Pia Strand"


def test_a_newspaper_named_after_its_kind_is_one_actor():
    text = "The newspaper Strelsau Herald quoted an official."
    assert Reading(text, "The newspaper").who("The newspaper") == "Strelsau Herald"


def test_who_summons_the_envoy_is_neither_the_envoy_nor_him():
    text = "Foreign Minister Bram Ulster summoned the Norwegian ambassador and told him to leave."
    read = Reading(text, "Foreign Minister Bram Ulster", "the Norwegian ambassador", "him")
    assert read.who("the Norwegian ambassador") != "Bram Ulster"
    assert read.who("him") != "Bram Ulster"


def test_the_top_diplomat_is_the_foreign_minister_and_no_envoy():
    text = "Norwegian Foreign Minister Kari Solheim spoke. A Norwegian envoy came. The top Norwegian diplomat left."
    read = Reading(text, "A Norwegian envoy", "The top Norwegian diplomat")
    assert read.who("The top Norwegian diplomat") == "Kari Solheim"


def test_a_place_that_is_shelled_is_no_actor():
    read = Reading("The army shelled Orvan.", "Orvan", places=("Orvan",))
    assert read.cast.actors == () and read.problems == ()


def test_a_name_in_quotation_marks_keeps_its_distance_from_the_words_behind():
    read = Reading('They burned the "San Bruno" grain mill.', 'the "San Bruno" grain mill')
    assert read.who('the "San Bruno" grain mill') == "San Bruno grain mill"
