"""Values become lines for a terminal, in the language of the reader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from .errors import CommentaryError, LocatedError, ProviderError, SettingsError
from .lifecycle import is_a_persons
from .sections import Origin, Severity, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .lifecycle import Standing
    from .predictions import Prediction
    from .sections import Kind

OK, PERSON_NEEDED, USAGE_ERROR, MODEL_FAILED = 0, 1, 2, 3
"""Exit codes."""


@dataclass(frozen=True, slots=True)
class ArticleState:
    """What one article has and lacks."""

    name: str
    standings: tuple[Standing, ...] = ()
    """Sections of its sidecar, extracts included."""
    published: tuple[Standing, ...] = ()
    """Those of them that its page shows."""
    missing: tuple[Kind, ...] = ()
    """Wanted kinds that neither the sidecar nor an extract gives."""
    note: str = ""
    """Why the article wants no section, empty when it wants one."""
    unwanted: tuple[str, ...] = ()
    """Ids of sections in the sidecar that the author does not want on the page."""
    error: CommentaryError | None = None
    """Why it could not be read or written."""
    left_out: str = ""
    """Paragraphs that the model was not shown, because the article is longer than its window."""
    is_short: bool = False
    """Whether its body is too short for a section."""
    predictions: tuple[Prediction, ...] = ()
    """Of its sidecar, public or not."""
    prediction_problems: tuple[str, ...] = ()
    """What is wrong with them, each with its path and line."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did about commentary."""

    articles: tuple[ArticleState, ...] = ()
    calls: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: Decimal | None = None
    """US dollars; None when a model's price is not known."""
    seconds: float = 0.0
    """Spent on commentary."""
    error: CommentaryError | None = None
    """Why nothing was done at all."""
    has_no_model: bool = False
    """Whether sections could not be generated because no model is configured."""
    is_frozen: bool = False
    leaves_out_stale: bool = False
    requires_sections: bool = False

    @property
    def lacks_model(self) -> bool:
        """Whether a model, if there were one, would have something to write."""
        is_wanted = any(
            article.missing or any(s.section.origin is Origin.EXTRACT for s in article.standings)
            for article in self.articles
        )
        return self.has_no_model and is_wanted

    @property
    def stale(self) -> tuple[str, ...]:
        """Names of the articles with a stale section."""
        return tuple(a.name for a in self.articles if any(s.is_stale for s in a.standings))

    @property
    def blocked(self) -> tuple[str, ...]:
        """Names of the articles with a section that a check keeps off the page."""
        return tuple(
            a.name
            for a in self.articles
            if any(s.is_blocked and not s.is_stale for s in a.standings)
        )

    @property
    def short(self) -> tuple[str, ...]:
        """Names of the articles that are too short to comment on."""
        return tuple(article.name for article in self.articles if article.is_short)

    @property
    def shortened(self) -> tuple[str, ...]:
        """Names of the articles that a model did not see whole, and what it did not see."""
        return tuple(f"{a.name} ({a.left_out})" for a in self.articles if a.left_out)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the articles that lack a wanted section."""
        return tuple(article.name for article in self.articles if article.missing)


def combined(reports: Iterable[BuildReport]) -> BuildReport | None:
    """Sum up what several passes over the same content did, such as those of translated sub-sites.

    An article counts as its last pass saw it, with the error of any.
    """
    total: BuildReport | None = None
    for report in reports:
        total = report if total is None else _added(total, report)
    return total


def problems(report: BuildReport) -> tuple[str, ...]:
    """List everything that somebody has to look at, one line each."""
    lines = [str(report.error)] if report.error else []
    lines += _error_lines(report)
    for article in report.articles:
        lines += (*_blocked_lines(article), *article.prediction_problems)
    if report.is_frozen and not report.leaves_out_stale:
        lines += [
            f"{line}, or publish with `--leave-out-stale`"
            for article in report.articles
            for line in _stale_lines(article)
        ]
    if report.is_frozen and report.requires_sections:
        lines += [
            f"{article.name}: wanted and missing: {', '.join(article.missing)}; "
            f"run `invoke generate --article {article.name}`"
            for article in report.articles
            if article.missing
        ]
    return tuple(lines)


def exit_code(report: BuildReport) -> int:
    """Return 0, or why not: 2 settings, 3 the model, 1 a person."""
    errors = [report.error, *(article.error for article in report.articles)]
    if any(isinstance(error, SettingsError) for error in errors):
        return USAGE_ERROR
    if any(isinstance(error, ProviderError) for error in errors):
        return MODEL_FAILED
    return PERSON_NEEDED if problems(report) else OK


def summary(report: BuildReport, language: str) -> tuple[str, ...]:
    """Return the closing lines of a build."""
    words = _WORDS["ja" if language.startswith("ja") else "en"]
    origins = Counter(s.section.origin for a in report.articles for s in a.published)
    lines = [
        words["counts"].format(
            articles=len(report.articles),
            model=origins[Origin.MODEL],
            extract=origins[Origin.EXTRACT],
            author=origins[Origin.AUTHOR],
        ),
        words["spent"].format(
            calls=report.calls,
            input=report.usage.input,
            output=report.usage.output,
            cost=_cost(report, words),
            seconds=f"{report.seconds:.1f}",
        ),
    ]
    if report.missing:
        lines.append(words["missing"].format(names=_names(report.missing)))
    if report.blocked:
        lines.append(words["blocked"].format(names=_names(report.blocked)))
    if report.short:
        lines.append(words["short"].format(names=_names(report.short)))
    if report.shortened:
        lines.append(words["shortened"].format(names=_names(report.shortened)))
    if report.stale:
        lines.append(words["stale"].format(names=_names(report.stale)))
    return tuple(lines)


_WORDS = {
    "ja": {
        "counts": "記事 {articles} 本。節: AI {model}、抜粋 {extract}、著者 {author}",
        "spent": "モデルの呼び出し {calls} 回、トークン 入力 {input} / 出力 {output}、費用 {cost}、{seconds} 秒",
        "short": "短いため節を付けていません（`minimum_characters`）: {names}",
        "shortened": "長いため一部の段落をモデルに見せていません（`context_tokens`）: {names}",
        "free": "なし",
        "unknown": "不明",
        "missing": "節がありません: {names}",
        "blocked": "検査を通らず載せていない節があります: {names}。"
        "サイドカーの文を直すか、その節を消して `invoke generate` を実行してください",
        "stale": "本文と合わなくなった節があります: {names}。"
        "`invoke generate --stale` で書き直せます（人が手を入れた節は直すか消してください）",
    },
    "en": {
        "counts": "articles: {articles}. Sections: {model} by AI, {extract} extracts, "
        "{author} by the author",
        "spent": "model calls: {calls}, tokens {input} in / {output} out, cost {cost}, {seconds} s",
        "short": "too short to comment on (`minimum_characters`): {names}",
        "shortened": "longer than the model's window, so it was not shown all paragraphs "
        "(`context_tokens`): {names}",
        "free": "none",
        "unknown": "unknown",
        "missing": "without a wanted section: {names}",
        "blocked": "kept off the page by a check: {names}. "
        "Mend the sentence in the sidecar, or remove the section and run `invoke generate`",
        "stale": "stale, because the article changed: {names}. "
        "Run `invoke generate --stale` to have them written again; "
        "mend or remove what holds a person's text",
    },
}
_SHOWN_NAMES = 5


def _added(first: BuildReport, second: BuildReport) -> BuildReport:
    articles = {article.name: article for article in first.articles}
    for article in second.articles:
        before = articles.get(article.name)
        error = article.error or (before.error if before else None)
        articles[article.name] = replace(article, error=error)
    return replace(
        second,
        articles=tuple(articles.values()),
        calls=first.calls + second.calls,
        usage=first.usage + second.usage,
        cost=_summed(first, second),
        seconds=first.seconds + second.seconds,
        error=first.error or second.error,
    )


def _summed(first: BuildReport, second: BuildReport) -> Decimal | None:
    costs = [report.cost for report in (first, second) if report.calls]
    if not costs or None in costs:
        return None
    return sum((cost for cost in costs if cost is not None), Decimal(0))


def _names(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_SHOWN_NAMES])
    rest = len(names) - _SHOWN_NAMES
    return f"{shown} (+{rest})" if rest > 0 else shown


def _cost(report: BuildReport, words: dict[str, str]) -> str:
    if not report.calls:
        return words["free"]
    return words["unknown"] if report.cost is None else f"${report.cost:.4f}"


def _error_lines(report: BuildReport) -> Iterable[str]:
    """Say each error once, with all the articles it concerns."""
    names: dict[str, list[str]] = {}
    for article in report.articles:
        if isinstance(article.error, LocatedError):
            yield str(article.error)
        elif article.error:
            names.setdefault(str(article.error), []).append(article.name)
    for message, concerned in names.items():
        yield f"{', '.join(concerned)}: {message}"


def _blocked_lines(article: ArticleState) -> Iterable[str]:
    for standing in article.standings:
        if standing.is_blocked and not standing.is_stale:
            for finding in standing.findings:
                if finding.severity is Severity.BLOCKING:
                    where = f" in 「{finding.sentence}」" if finding.sentence else ""
                    yield (
                        f"{article.name}: `{standing.section.id}` is kept off the page: "
                        f"{finding.message}{where}; mend it in the sidecar, or remove the section"
                    )


def _stale_lines(article: ArticleState) -> Iterable[str]:
    for standing in article.standings:
        if not standing.is_stale:
            continue
        where = f"{article.name}: `{standing.section.id}` is stale"
        if is_a_persons(standing.section):
            yield (
                f"{where} and holds a person's text or judgement; mend its sentences and quotes "
                "in the sidecar, or remove it there"
            )
        else:
            yield f"{where}; run `invoke generate --stale --article {article.name}`"
