"""The `COMMENTARY` setting and the environment become one typed value; unknown keys are refused."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .errors import SettingsError
from .predictions import Harm
from .sections import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable


class Generate(StrEnum):
    """Whether a build may ask a model."""

    MISSING = "missing"
    NEVER = "never"


class Publish(StrEnum):
    """Which sections pages show."""

    ALL = "all"
    ACCEPTED = "accepted"


class Structured(StrEnum):
    """How a model is told the form of its answer."""

    AUTO = "auto"
    SCHEMA = "schema"
    OBJECT = "object"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs: US dollars for a million tokens."""

    input: float
    output: float
    cached: float | None = None
    """Of input that the provider had in its cache; None for the same as other input."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the blog's owner decided. README.md explains each key."""

    generate: Generate = Generate.MISSING
    """`never`: only what stands in sidecars, else extracts."""
    frozen: bool = False
    """The build of `publish`: never generates and leaves extracts out."""
    model: str = ""
    """Name of the model; `COMMENTARY_MODEL` takes its place."""
    sections: tuple[Kind, ...] = (Kind.OUTLOOK, Kind.CONCLUSION)
    """Kinds of section that articles get unless they say otherwise."""
    publish: Publish = Publish.ALL
    """`accepted`: only sections that a person accepted."""
    publish_extracts: bool = False
    """Whether a frozen build shows extracts too."""
    leave_out_stale: bool = False
    """Whether `publish` goes on, without them, when sections are stale."""
    require_sections: bool = False
    """Whether a wanted section that is not there stops `publish`."""
    reviewers: tuple[str, ...] = ()
    """Names of those who may accept."""
    minimum_characters: int = 400
    """Articles with a shorter body get no commentary."""
    attempts: int = 2
    """How often one article is asked for at most, the first time included."""
    predictions: bool = True
    """Whether a model is asked for the predictions in an outlook."""
    refused_predictions: tuple[Harm, ...] = tuple(Harm)
    """What no prediction may be about."""
    verify: bool = True
    """Whether a second reader compares each sentence with the paragraphs it names."""
    verify_model: str = ""
    """Name of its model; empty for the one that writes the article."""
    concurrency: int = 4
    """Articles asked for at the same time."""
    deadline: float = 180.0
    """Seconds that one answer may take."""
    longest_wait: float = 600.0
    """Seconds that a server may want to be left alone; for longer it is not waited for."""
    max_output_tokens: int = 8000
    """Limit of one answer, reasoning included."""
    context_tokens: int = 32_000
    """What the model can read and write in one call; of a longer article it is shown a part."""
    structured: Structured = Structured.AUTO
    """How the form of the answer is demanded."""
    parameters: tuple[tuple[str, object], ...] = ()
    """Further parameters of the call, such as `{"reasoning_effort": "low"}`."""
    prices: tuple[tuple[str, Price], ...] = ()
    """Of models by name, in the place of what `genai-prices` knows."""
    monthly_budget: float = 0.0
    """US dollars that a month may cost on this machine; 0 for no limit."""
    prompts: str = ""
    """Folder whose files take the place of the plugin's prompt files of the same name."""

    @property
    def prompt_tokens(self) -> int:
        """What a prompt may have, so that the answer still fits."""
        return self.context_tokens - self.max_output_tokens

    @property
    def may_generate(self) -> bool:
        """Whether a build may ask a model."""
        return self.generate is Generate.MISSING and not self.frozen


_SECRET_WORDS = ("key", "token", "secret", "password")
_POSITIVE = (
    "attempts",
    "concurrency",
    "deadline",
    "longest_wait",
    "max_output_tokens",
    "context_tokens",
)
_TUPLES: Mapping[str, type[Kind | Harm | str]] = {
    "sections": Kind,
    "reviewers": str,
    "refused_predictions": Harm,
}
_ENUMS: Mapping[str, type[StrEnum]] = {
    "generate": Generate,
    "publish": Publish,
    "structured": Structured,
}


def load_settings(mapping: object, *, model: str = "", generate: str = "") -> Settings:
    """Check the whole `COMMENTARY` dict.

    Args:
        mapping: value of the setting; None counts as empty.
        model: `COMMENTARY_MODEL`, empty when unset; takes the place of the setting.
        generate: `COMMENTARY_GENERATE`; can only tighten, so `missing` changes nothing.

    Raises:
        SettingsError: naming the key, what it holds and what it may hold.
    """
    if mapping is None:
        mapping = {}
    if not isinstance(mapping, Mapping):
        raise SettingsError('`COMMENTARY` must be a dict, such as `{"generate": "missing"}`')
    given: dict[str, Any] = {key: _value(key, mapping[key]) for key in mapping}
    settings = Settings(**given)
    for name in _POSITIVE:
        if getattr(settings, name) <= 0:
            raise SettingsError(f'`COMMENTARY["{name}"]` must be above 0')
    _refuse_idle_reader(settings)
    _refuse_narrow_window(settings)
    if generate:
        tightened = _choice("environment variable `COMMENTARY_GENERATE`", generate, Generate)
        if tightened is Generate.NEVER:
            settings = replace(settings, generate=Generate.NEVER)
    return replace(settings, model=model or settings.model)


def _refuse_idle_reader(settings: Settings) -> None:
    name = settings.verify_model
    if name and not settings.verify:
        raise SettingsError(
            f'`COMMENTARY["verify_model"]` names {name!r}, but `COMMENTARY["verify"]` is False; '
            "remove one of them"
        )
    if name != name.strip():
        raise SettingsError(
            f'`COMMENTARY["verify_model"]` is {name!r}; write the name without white space, or '
            '"" for the model that writes'
        )


def _refuse_narrow_window(settings: Settings) -> None:
    if settings.context_tokens <= settings.max_output_tokens:
        raise SettingsError(
            f'`COMMENTARY["context_tokens"]` is {settings.context_tokens}, which an answer of '
            f"`max_output_tokens` {settings.max_output_tokens} fills alone; raise the one or "
            "lower the other"
        )


def _value(key: object, value: object) -> object:
    defaults = {field.name: field.default for field in fields(Settings)}
    if not isinstance(key, str) or key not in defaults:
        raise SettingsError(_unknown(str(key), defaults))
    name = f'`COMMENTARY["{key}"]`'
    if key in _ENUMS:
        return _choice(name, value, _ENUMS[key])
    if key in _TUPLES:
        return _texts(name, value, _TUPLES[key])
    if key == "parameters":
        return _parameters(name, value)
    if key == "prices":
        return _prices(name, value)
    kind = type(defaults[key])
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise SettingsError(f"{name} must be {_NAMES[kind]}, not {value!r}")
    return value


_NAMES: Mapping[type, str] = {
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    str: "a text",
}


def _unknown(key: str, known: Iterable[str]) -> str:
    if any(word in key.lower() for word in _SECRET_WORDS) and key not in known:
        return (
            f'`COMMENTARY["{key}"]` looks like a secret; remove it and set `OPENAI_API_KEY` '
            "in the environment: every template can read this setting"
        )
    near = difflib.get_close_matches(key, list(known), n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(sorted(known))}"
    return f'unknown key `COMMENTARY["{key}"]`; {hint}'


def _choice(name: str, value: object, choices: type[StrEnum]) -> StrEnum:
    try:
        return choices(str(value))
    except ValueError:
        known = ", ".join(f'"{choice}"' for choice in choices)
        raise SettingsError(f"{name} is {value!r}; write one of {known}") from None


def _texts(name: str, value: object, kind: type[Kind | Harm | str]) -> tuple[object, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise SettingsError(f'{name} must be a list, such as ["{_example(kind)}"]')
    if issubclass(kind, StrEnum):
        return tuple(dict.fromkeys(_choice(name, item, kind) for item in value))
    if not all(isinstance(item, str) and item.strip() for item in value):
        raise SettingsError(f"{name} must be a list of names")
    return tuple(value)


def _example(kind: type[Kind | Harm | str]) -> str:
    return next(iter(kind)) if issubclass(kind, StrEnum) else "name"


def _parameters(name: str, value: object) -> tuple[tuple[str, object], ...]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise SettingsError(f'{name} must be a dict, such as {{"reasoning_effort": "low"}}')
    return tuple(sorted(value.items()))


def _prices(name: str, value: object) -> tuple[tuple[str, Price], ...]:
    form = (
        f'{name} must be a dict, such as {{"name-of-the-model": {{"input": 2.0, "output": 8.0}}}}'
    )
    if not isinstance(value, Mapping):
        raise SettingsError(form)
    prices: list[tuple[str, Price]] = []
    for model, given in sorted(value.items(), key=lambda item: str(item[0])):
        if not isinstance(given, Mapping) or not all(map(_is_amount, given.values())):
            raise SettingsError(f"{form}, in dollars for a million tokens")
        try:
            prices.append((str(model), Price(**given)))
        except TypeError:
            raise SettingsError(f"{form}; `cached` may stand beside them") from None
    return tuple(prices)


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
