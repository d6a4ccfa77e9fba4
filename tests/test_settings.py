"""The `COMMENTARY` setting: one typed value, or a message that helps."""

from __future__ import annotations

import pytest

from commentary.errors import SettingsError
from commentary.predictions import Harm
from commentary.sections import Kind
from commentary.settings import Generate, Price, Publish, Settings, Structured, load_settings


@pytest.mark.parametrize("empty", [None, {}])
def test_nothing_said_gives_the_defaults(empty: object) -> None:
    """A blog without wishes gets both sections, generated when missing."""
    assert Settings() == load_settings(empty)
    assert load_settings(empty).may_generate


def test_every_key_can_be_set() -> None:
    """Each key takes a value of its type and gives it back."""
    given = {
        "generate": "never",
        "frozen": True,
        "model": "m",
        "sections": ["conclusion"],
        "publish": "accepted",
        "publish_extracts": True,
        "leave_out_stale": True,
        "require_sections": True,
        "reviewers": ["山田"],
        "minimum_characters": 0,
        "attempts": 3,
        "predictions": False,
        "refused_predictions": ["medicine"],
        "verify": True,
        "verify_model": "reader",
        "concurrency": 8,
        "deadline": 60,
        "longest_wait": 900,
        "max_output_tokens": 4000,
        "context_tokens": 9000,
        "structured": "text",
        "parameters": {"b": 1, "a": 2},
        "prices": {"m": {"input": 2, "output": 8.5}},
        "monthly_budget": 20,
        "prompts": "prompts",
    }

    settings = load_settings(given)

    assert set(given) == set(Settings.__slots__)
    assert (Generate.NEVER, Publish.ACCEPTED) == (settings.generate, settings.publish)
    assert (Kind.CONCLUSION,) == settings.sections
    assert ("山田",) == settings.reviewers
    assert (Harm.MEDICINE,) == settings.refused_predictions
    assert 60.0 == settings.deadline
    assert Structured.TEXT is settings.structured
    assert (("m", Price(2, 8.5)),) == settings.prices
    assert (("a", 2), ("b", 1)) == settings.parameters
    assert not settings.may_generate


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param(
            {"modell": "m"}, '`COMMENTARY\\["modell"\\]`; did you mean `model`', id="typo"
        ),
        pytest.param({"zzz": 1}, "known are attempts", id="unknown"),
        pytest.param({"api_key": "sk-1"}, "looks like a secret.*OPENAI_API_KEY", id="secret"),
        pytest.param({1: 2}, "unknown key", id="no text"),
        pytest.param({"publish": "some"}, '"all", "accepted"', id="choice"),
        pytest.param({"frozen": 1}, "must be True or False", id="number for truth"),
        pytest.param({"attempts": True}, "must be a whole number", id="truth for number"),
        pytest.param({"attempts": 0}, "must be above 0", id="zero"),
        pytest.param({"deadline": "1"}, "must be a number", id="text for number"),
        pytest.param({"model": None}, "must be a text", id="none"),
        pytest.param({"sections": "outlook"}, "must be a list", id="text for list"),
        pytest.param({"sections": ["outlok"]}, '"outlook", "conclusion"', id="unknown kind"),
        pytest.param({"reviewers": [""]}, "list of names", id="empty name"),
        pytest.param({"parameters": []}, "must be a dict", id="list for dict"),
        pytest.param([], "must be a dict", id="no dict at all"),
        pytest.param({"verify": "never"}, "must be True or False", id="word for truth"),
        pytest.param({"verify_model": True}, "must be a text", id="truth for a name"),
        pytest.param({"verify_model": " "}, "without white space", id="blank name"),
        pytest.param(
            {"verify": False, "verify_model": "m"}, "'m', but .* is False", id="idle reader"
        ),
    ],
)
def test_wrong_settings_are_refused_with_the_remedy(given: object, message: str) -> None:
    """The message names the key, and what it may hold."""
    with pytest.raises(SettingsError, match=message):
        load_settings(given)


def test_secret_is_never_in_the_message() -> None:
    """A key put into the settings by mistake is not printed."""
    with pytest.raises(SettingsError) as caught:
        load_settings({"api_key": "sk-very-secret"})

    assert "sk-very-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "variable", "expected"),
    [
        ("missing", "", Generate.MISSING),
        ("missing", "never", Generate.NEVER),
        ("never", "missing", Generate.NEVER),
        ("never", "", Generate.NEVER),
    ],
)
def test_variable_can_only_tighten(setting: str, variable: str, expected: Generate) -> None:
    """`COMMENTARY_GENERATE` forbids what settings allow, never the reverse."""
    assert expected is load_settings({"generate": setting}, generate=variable).generate


def test_unknown_variable_value_is_refused() -> None:
    """A misspelt `never` must not spend money."""
    with pytest.raises(SettingsError, match=r"COMMENTARY_GENERATE.*nevr"):
        load_settings({}, generate="nevr")


def test_variable_names_the_model() -> None:
    """`COMMENTARY_MODEL` takes the place of the setting."""
    assert "other" == load_settings({"model": "one"}, model="other").model
