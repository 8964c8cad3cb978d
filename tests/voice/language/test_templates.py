"""Templates take exactly the sentences that they expand into."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.language.templates import TemplateError, compile_template, expand, matches

words = st.sampled_from(["about", "a", "run", "walk"])
pieces = st.recursive(
    words | st.just("<n>"),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        inner.map(lambda part: f"[{part}]"),
    ),
    max_leaves=6,
)


@given(pieces)
def test_whatever_it_expands_into_it_takes_with_the_same_numbers(text: str) -> None:
    template = compile_template(text)
    for sentence, bound in list(expand(template, {"n": [3, 20]}))[:50]:
        assert bound in list(matches(template, sentence))


@pytest.mark.parametrize(
    ("text", "sentence", "taken"),
    [
        ("(run|walk)", "run", True),
        ("(run|walk)", "run walk", False),
        ("about [a] <n>", "about a three", True),
        ("about [a] <n>", "about three", True),
        ("about [a] <n>", "a three", False),
        ("<n>", "twenty five", True),
    ],
)
def test_words_choices_options_and_numbers(text: str, sentence: str, taken: bool) -> None:
    assert any(True for _ in matches(compile_template(text), sentence.split())) is taken


def test_a_number_is_kept_under_its_name() -> None:
    (bound,) = matches(compile_template("<low> to <high>"), "two to five".split())
    assert bound == (("low", Decimal(2)), ("high", Decimal(5)))


@pytest.mark.parametrize("text", ["(run", "run)", "[run)", "a|b", "<N>", "<n", "((a)"])
def test_what_is_not_well_formed_is_named(text: str) -> None:
    with pytest.raises(TemplateError) as refused:
        compile_template(text)
    assert repr(text) in str(refused.value)
