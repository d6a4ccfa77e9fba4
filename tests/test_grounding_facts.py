"""Numbers, names and speakers beside the paragraphs a sentence names: what agrees, what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commentary.grounding import check_grounding, leaked_prompt
from commentary.loanwords import is_loanword
from commentary.sections import Basis, Kind, Point, Reference, Sentence
from commentary.source import Source, parse_source
from commentary.spellings import is_spelling_of
from grounding_samples import rules, section

JA = parse_source(
    """<p>風早町は浜辺電機と組み、12基の風車を沖に建てます。費用は64億円で、その3分の2を国が持ちます。</p>
<p>発電所の床面積は612平方メートルから480平方メートルに減り、賛成は88％でした。2019年の案から四年で形になりました。</p>
<p>宮坂慎一町長は「風は町の財布だ」と述べました。漁協の岩井さんは「網が破れる」と心配します。</p>
<p>技術はノルドヴィンド（Nordvind）社のもので、愛称は「潮風の塔」です。検査は3回に1回だけ外部に頼みます。</p>
<p>白浜病院の川原医師によれば、騒音は去年より20％減りました。電話は月に40件です。</p>""",
    title="沖の風車",
    date="2026-06-12",
)
EN = parse_source(
    """<p>Harrow County and Fenbrook Systems will test 12 buses without drivers. They cost £9 million,
two thirds of it public money.</p>
<p>By eleven votes to four the council agreed in October 2023; turnout was 82%. The first plan of
2019 failed four years earlier.</p>
<p>"A bus that waits is a bus that works," said Ida Marsh, who drives one. Okoro of the union finds
the tests hasty.</p>
<p>Traffic rose from 40 to 120 cars an hour. One in five residents has no car.</p>""",
    title="Buses without drivers",
    date="2026-02-10",
)
SOURCES = {"ja": JA, "en": EN}


def found(text: str, language: str, *paragraphs: int, basis: Basis = Basis.STATED) -> list[str]:
    """Return the rules that a sentence about some paragraphs breaks, about all when none is given."""
    source = SOURCES[language]
    named = [p for p in source.paragraphs if not paragraphs or p.number in paragraphs]
    references = tuple(Reference(p.number, p.text[:12]) for p in named)
    made = section(Sentence(text, references, basis), language=language)
    return rules(check_grounding(made, source))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("ja", "賛成は9割近くに達しました。", [], id="ja-rounded"),
        pytest.param("ja", "賛成は9割を超えました。", ["numbers!"], id="ja-wrongly-rounded"),
        pytest.param("ja", "床は132平方メートル減りました。", ["numbers"], id="ja-difference"),
        pytest.param("ja", "国のほかの負担は残る三分の一です。", [], id="ja-rest"),
        pytest.param("ja", "電話は年に480件です。", ["numbers"], id="ja-worked-out"),
        pytest.param("ja", "三分の一の検査を外部に頼みます。", [], id="ja-odds"),
        pytest.param("ja", "話は2023年に形になりました。", [], id="ja-year-after-a-span"),
        pytest.param("ja", "話は2015年に形になりました。", ["numbers!"], id="ja-year-before-it"),
        pytest.param("ja", "最初の案は七年前に出ました。", [], id="ja-years-ago"),
        pytest.param("ja", "最初の案は六年前に出ました。", ["numbers!"], id="ja-other-years-ago"),
        pytest.param("ja", "12人が風車を見ました。", ["numbers!"], id="ja-other-counter"),
        pytest.param("ja", "6人が風車を見ました。", ["numbers!"], id="ja-month-of-the-day"),
        pytest.param("en", "More than four fifths voted.", [], id="en-rounded"),
        pytest.param("en", "More than nine tenths voted.", ["numbers!"], id="en-wrongly-rounded"),
        pytest.param("en", "Of the fifteen votes, four were against.", ["numbers"], id="en-sum"),
        pytest.param("en", "The rest, one third, is private.", ["numbers!"], id="en-not-called-rest"),
        pytest.param("en", "The remaining 1/3 of it is private.", [], id="en-rest"),
        pytest.param("en", "Some 20% of residents have no car.", [], id="en-odds"),
        pytest.param("en", "It costs $9 million.", ["numbers!"], id="en-currency"),
        pytest.param("en", "It costs £12 a day.", ["numbers!"], id="en-currency-of-a-count"),
        pytest.param("en", "The plan failed seven years ago.", [], id="en-years-ago"),
        pytest.param("en", "The plan failed five years ago.", ["numbers!"], id="en-other-years-ago"),
        pytest.param("en", "Traffic tripled.", ["numbers"], id="en-tripled"),
        pytest.param("en", "Traffic quadrupled.", ["numbers!"], id="en-quadrupled"),
    ],
)  # fmt: skip
def test_numbers_are_worth_what_they_are_worth_there(
    language: str, text: str, expected: list[str]
) -> None:
    """Rounding, odds and years are the same fact; sums are an advice; another count is an error."""
    assert expected == found(text, language)


@pytest.mark.parametrize(
    ("language", "text", "paragraph", "expected"),
    [
        pytest.param("ja", "賛成は88％です。", 2, [], id="ja-there"),
        pytest.param("ja", "賛成は88％です。", 1, ["numbers!"], id="ja-elsewhere"),
        pytest.param("ja", "12基の風車が町を変えます。", 3, ["numbers"], id="ja-same-things"),
        pytest.param("en", "Turnout was 82%.", 2, [], id="en-there"),
        pytest.param("en", "Turnout was 82%.", 4, ["numbers!"], id="en-elsewhere"),
        pytest.param("en", "The 12 new buses wait.", 3, ["numbers"], id="en-same-things"),
        pytest.param("en", "It was agreed in October 2023.", 2, [], id="en-month-there"),
        pytest.param(
            "en", "The buses began in October.", 4, ["numbers!", "dates!"], id="en-month-elsewhere"
        ),
    ],
)
def test_numbers_and_dates_stand_where_a_sentence_says(
    language: str, text: str, paragraph: int, expected: list[str]
) -> None:
    """A fact of another paragraph has no ground in the one that is named."""
    assert expected == found(text, language, paragraph)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("ja", "浜辺電機と風早町が進めます。", [], id="ja-bodies"),
        pytest.param("ja", "浜路電機が進めます。", ["names!"], id="ja-almost-a-company"),
        pytest.param("ja", "風見町が進めます。", ["names!"], id="ja-almost-a-town"),
        pytest.param("ja", "各町と近隣の病院が進めます。", [], id="ja-common-nouns"),
        pytest.param("ja", "宮本町長が進めます。", ["names!"], id="ja-almost-a-mayor"),
        pytest.param("ja", "Nordvindとノルドヴィンドは同じです。", [], id="ja-two-spellings"),
        pytest.param("ja", "ノルドヴェストが進めます。", ["names!"], id="ja-other-katakana"),
        pytest.param("ja", "サービスとコストの課題です。", [], id="ja-loanwords"),
        pytest.param("ja", "潮風の橋が目印です。", ["names!"], id="ja-almost-a-nickname"),
        pytest.param("en", "Fenbrook's buses wait.", [], id="en-possessive"),
        pytest.param("en", "Fenwick Systems tests buses.", ["names!"], id="en-half-of-a-name"),
        pytest.param("en", "Walsh finds the tests hasty.", ["names!"], id="en-name-before-a-verb"),
        pytest.param("en", "Storage may cost more.", [], id="en-mass-noun"),
        pytest.param("en", "Night shifts may cost more.", [], id="en-plural-that-looks-a-verb"),
        pytest.param("en", "O'Marsh drives one.", ["names!"], id="en-prefix"),
        pytest.param("en", "Nine of them wait.", ["numbers!"], id="en-number-word-is-no-name"),
    ],
)
def test_names_are_those_of_the_article(language: str, text: str, expected: list[str]) -> None:
    """A name that is almost one of the article, or stands where only a name can, is an error."""
    assert expected == found(text, language)


@pytest.mark.parametrize(
    ("language", "text", "paragraph", "expected"),
    [
        pytest.param("ja", "岩井さんは網を心配します。", 3, [], id="ja-there"),
        pytest.param("ja", "岩井さんは騒音を心配します。", 5, ["names!"], id="ja-elsewhere"),
        pytest.param("ja", "宮坂町長は「網が破れる」と述べました。", 3, ["quotes!"], id="ja-quote"),
        pytest.param("ja", "岩井さんは「網が破れる」と案じます。", 3, [], id="ja-own-quote"),
        pytest.param("en", "Okoro finds the tests hasty.", 3, [], id="en-there"),
        pytest.param("en", "Marsh counts the cars.", 4, [], id="en-paragraph-before"),
        pytest.param("en", "Marsh counts the votes.", 2, ["names!"], id="en-elsewhere"),
    ],
)
def test_people_stand_where_a_sentence_says(
    language: str, text: str, paragraph: int, expected: list[str]
) -> None:
    """Who is named is named in the paragraphs too, and so is who says what is quoted."""
    assert expected == found(text, language, paragraph)


def test_an_inference_may_name_somebody_from_elsewhere() -> None:
    """Bringing two people together is for the reviewer to judge."""
    text = "岩井さんの心配は騒音にも及ぶかもしれません。"
    assert ["names"] == found(text, "ja", 5, basis=Basis.INFERRED)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("ja", "宮坂町長は、来年には町が豊かになるだろうと語りました。", ["speakers!"], id="ja"),
        pytest.param("ja", "宮坂町長は風を町の財布と見ています。", [], id="ja-view"),
        pytest.param("ja", "費用は膨らむと予想されます。", [], id="ja-passive"),
        pytest.param("en", "Okoro expects the buses to fail.", ["speakers!"], id="en"),
        pytest.param("en", "Okoro finds fault with the tests.", [], id="en-view"),
    ],
)  # fmt: skip
def test_nobody_is_made_to_predict(language: str, text: str, expected: list[str]) -> None:
    """A forecast of somebody who makes none in the article is an error."""
    assert expected == found(text, language)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("ja", "612平方メートルから床は狭くなり、人が集まれる場所としては480平方メートルです。", [], id="ja-steps"),
        pytest.param("ja", "480平方メートルから612平方メートルになりました。", ["relations!"], id="ja-back"),
        pytest.param("ja", "12基のうち3基です。", ["numbers!"], id="ja-part"),
        pytest.param("ja", "騒音は20％減りました。", [], id="ja-same-way"),
        pytest.param("ja", "騒音は20％増えました。", ["relations!"], id="ja-other-way"),
        pytest.param("en", "Traffic went from 40 to 120.", [], id="en-steps"),
        pytest.param("en", "Traffic went from 120 to 40.", ["relations!"], id="en-back"),
        pytest.param("en", "Of them, 12 of 4 agreed.", ["relations!"], id="en-part-exceeds-whole"),
    ],
)  # fmt: skip
def test_numbers_stand_to_each_other_as_there(
    language: str, text: str, expected: list[str]
) -> None:
    """What falls in the article does not rise, and no part is larger than its whole."""
    assert expected == found(text, language)


@pytest.mark.parametrize(
    ("katakana", "latin", "expected"),
    [
        pytest.param("ノルトリート", "Noordriet", True, id="long"),
        pytest.param("ハートウェル", "Hartwell", True, id="silent-r"),
        pytest.param("ベルク", "Berg", True, id="short"),
        pytest.param("アルバレス", "Álvarez", True, id="accents"),
        pytest.param("ルミウェル", "Luminara", False, id="other-name"),
        pytest.param("ベルク", "Barnes", False, id="same-beginning"),
        pytest.param("アイ", "Io", False, id="nothing-but-vowels"),
    ],
)
def test_spellings_are_compared_by_sound(katakana: str, latin: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    """One name in two scripts sounds alike."""
    assert expected == is_spelling_of(katakana, latin)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("サプライチェーン", True, id="word"),
        pytest.param("デジタルサービス", True, id="compound"),
        pytest.param("グローバル・ビジネス", True, id="compound-with-dot"),
        pytest.param("マレーシア", False, id="country"),
        pytest.param("グレイストン", False, id="name"),
    ],
)
def test_everyday_katakana_is_no_name(word: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    """A writer may bring in a loanword, not a name."""
    assert expected == is_loanword(word)


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        pytest.param("Le conseil a voté pour les bus sans chauffeur.", EN, ["language!"], id="fr"),
        pytest.param("Der Rat hat für die Busse gestimmt.", EN, ["language!"], id="de"),
        pytest.param("El consejo votó por los autobuses.", EN, ["language!"], id="es"),
        pytest.param("The county wants the buses.", EN, [], id="en"),
    ],
)
def test_other_languages_in_latin_letters_are_told_apart(
    text: str, source: Source, expected: list[str]
) -> None:
    """An English article gets no French sentence."""
    reference = Reference(2, source.paragraphs[1].text[:12])
    made = section(Sentence(text, (reference,)), language="en")
    assert expected == [rule for rule in rules(check_grounding(made, source)) if "language" in rule]


def test_the_blogs_own_prompt_does_not_leak() -> None:
    """A long run of what was sent is an error, unless it was offered in quotation marks."""
    prompt = (
        "You write for the Harrow Gazette and never mention the price of tickets to anyone.\n"
        'You may end with "what this means for those who ride every day is another matter".'
    )
    leaking = section(
        Sentence(
            "Never mention the price of tickets to anyone, however. You write for the Harrow Gazette and never mention the price of tickets to anyone."
        )
    )
    offered = section(Sentence("What this means for those who ride every day is another matter."))
    assert ["leaks!"] == rules(tuple(leaked_prompt(leaking, EN, prompt)))
    assert [] == rules(tuple(leaked_prompt(offered, EN, prompt)))


def advice(made: object) -> list[str]:
    """Return what is said about lengths."""
    findings = check_grounding(made, JA)  # type: ignore[arg-type]
    return [f.message for f in findings if f.rule == "length"]


def test_lengths_and_counts_are_an_advice() -> None:
    """Too few points, a heading too long and a point too short are told; a good outlook is not."""
    reference = (Reference(1, "12基の風車"),)
    sentence = Sentence(
        "沖の風車は町の暮らしと漁の両方に、少しずつ変化をもたらすでしょう。", reference
    )
    points = (Point("町の暮らしの変化", (sentence,)), Point("漁業との折り合い", (sentence,)))
    good = replace(section(), opening=(), points=points)
    long = replace(good, heading="とても長い見出しは読む人の目を疲れさせてしまうもの")
    short = replace(
        good, points=(points[0], replace(points[1], sentences=(replace(sentence, text="短い。"),)))
    )
    assert [] == advice(good)
    assert ["has 25 characters, not 8 to 20"] == advice(long)
    assert ["has 3 characters under it, not 30 to 190"] == advice(short)
    assert ["points: 1, not 2 to 5"] == advice(replace(good, points=points[:1]))
    assert ["sentences: 0, not 3 to 6"] == advice(replace(good, kind=Kind.CONCLUSION, points=()))
