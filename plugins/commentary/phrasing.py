"""What a single sentence is like: whole, standing alone, summing up, looking ahead.

Japanese and English; everything is told from the words themselves, so a doubtful sentence is left
out rather than let in.
"""

from __future__ import annotations

import re

from .texts import language_of

_JA_LENGTHS = (15, 160)
"""Characters of a Japanese sentence that is neither a fragment nor a paragraph of its own."""
_EN_LENGTHS = (6, 50)
"""The same in English words."""
_PAIRS = (
    ("「", "」"),
    ("『", "』"),
    ("（", "）"),
    ("(", ")"),
    ("“", "”"),
    ("【", "】"),
    ("[", "]"),
)
_ENDINGS = frozenset("。.！!")
_CLOSING = "」』”\"'’）)"
_NEVER = re.compile(
    r"https?://|www\.|[|{}<>`]|ください。|ましょう。|"
    r"か(?:どうか|否か)?(?:です|だ|である)?。|次の(?:とおり|通り|[一二三四五六七八九十\d]+つ)|以下の|"
    r"^(?:図|表|写真|画像|グラフ|出典|注)[\d１-９]*(?:[：:]|を|で見)|^[^。、]{1,10}：|"
    r"^(?:\w+ ?){1,2}: |(?i:\b(?:subscribe|click here|read more|sign up|follow us)\b)"
)
_LEANING_JA = re.compile(
    r"しかし|だが|ただ|一方|そ[のうれこん]|こ[のうこん]|これ(?!まで|から)|あ[のれ](?!ば)|また|さらに|なお|なぜ|つまり|"
    r"すなわち|彼|同(?:氏|社|行|省|庁|国|州|市|県|じ|様|日|月|年)|例えば|たとえば|ところ|すると|従って|"
    r"したがって|とはいえ|とりわけ|いずれ|[両双前後](?:社|氏|者|国|方)|もっとも|とくに|特に|加えて|"
    r"むしろ|けれど|でも|では|もう[一1]|[二三四五]人|第[一二三四五\d]に|まず|次(?:に|は|いで)|最後に|続く|続いて|"
    r"翌|当時|当の|逆に|反対に|もちろん|むろん|ほか|他方|やがて|結果|ちなみに|実は|実際|表を|図を"
)
_POINTING_JA = re.compile(
    r"(?<!お)そ(?:の(?!もの|まま|ほか|他|後)|れ(?!ぞれ)|こ[でにへは])|"
    r"(?<![向どき])こ(?:の(?!ほか)|れ(?!まで|から|を機)|う(?!し))"
)
_SAME_JA = re.compile(
    r"^(?:(?!氏|さん|[長裁相臣授]).)*同氏|^(?:(?![ァ-ヺー]{3}|[A-Za-z]{3}|社|銀|行).)*同[社行]|"
    r"^(?:(?!省|庁|国).)*同[省庁国]|^(?:(?!\d[年月日]).)*同[年月日]"
)
_BEGINNING_JA = 20
"""In so few characters there is nothing yet that a pointing word could point to."""
_UNFINISHED_JA = re.compile(
    r"という(?:内容|趣旨|意味|わけ|形|こと)(?:です|だ|である|でした|だった)。$"
)
_POINTER_EN = "this|that|these|those|it|its|them|he|she|they|him|her|his|their|there|then"
_LEANING_EN = re.compile(
    rf"(?:(?:(?!those who)(?:{_POINTER_EN})|however|but|and|or|nor|so|yet|still|also|therefore|thus|"
    r"hence|instead|meanwhile|moreover|furthermore|besides|otherwise|nevertheless|such|both|neither|either|"
    r"another|others|one|here|now|later|earlier|afterwards|first|second|third|finally|lastly|"
    r"similarly|likewise|conversely|indeed|for example|for instance|by contrast|in contrast|"
    r"as a result|in addition|in turn|at the same time|the (?:same|latter|former|other|table|"
    rf"figure|chart)|on the other hand|(?:\w+ ){{1,2}}(?:later|earlier|afterwards)|"
    rf"(?:in|for|with|on|at|by|after|before|of|from|since|to|as) (?:this|that|these|those|it|them|him|her|there|then))\b)",
    re.IGNORECASE,
)
_POINTING_EN = re.compile(
    r"(?:[\w'’-]+ ){1,4}(?<!said )(?<!says )(?<!that )(?:it|them|him|this|these|those)\b"
)
_SUMMING_UP = re.compile(
    r"要約すると|まとめると|以上をまとめると|要するに|総じて|結局のところ|[一ひ](?:言|こと)で(?:言|い)えば|"
    r"(?:to sum up|in short|in sum|in summary|in brief|in conclusion|to summari[sz]e|summing up|"
    r"taken together|all in all|overall|in a nutshell)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:同じ)?(?:\d+年|\d+月|\d+日|昨年|前年)|"
    r"(?:(?:in|on|by|at|since|until) )?(?:early |late |mid-)?"
    r"(?:(?:19|20)\d\d\b|\d?\d:\d\d|\d+ [A-Z]|(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b)|version \d",
    re.IGNORECASE,
)

_SURE_JA = (
    r"(?<![のただ])(?<!よい)(?<!良い)(?<!いい)(?<!える)(?:でしょう|だろう)(?!か)|"
    r"(?<![ただ])(?<!ている)(?<!でいる)(?<!ていない)(?:可能性|恐れ|おそれ|余地)[がもは]"
    r"(?:あ[るり](?!ました)|高[いくま](?!った)|大き[いく]|強[いく]|低い|残[るっ]|否定でき|指摘|示)|"
    r"(?<![ただ])かも(?:しれ|知れ)(?!なかった|ませんでした)|"
    r"見込み(?:だ(?!った)|です|である|で、|と|を示|。)|見込(?:まれる|まれます|まれて(?!いた|いました)|んでい[るま])|"
    r"見通し(?:だ(?!った)|です|である|で、|と|を(?:示|明)|。)|"
    r"(?:予想|予測|想定|期待|懸念)[さし](?:れて|て)い(?:る|ます)|(?:予想|予測|期待|懸念)(?:されます|される|します|する)|"
    r"(?<!た)とみ(?:られる|られます|られてい[るま]|てい[るま]|ており)|"
    r"[きぎしじちにびみりえけせてねべめれ]そう(?:だ(?!った)|です|である)|う[るえ](?:と|。|だろう)|かねな[いく]|かねません"
)
_PLANNED_JA = (
    r"(?:予定|計画|方針|考え)(?:だ(?!った)|です|である|で、|を(?:示|明)|して(?:いる|います|おり)|。)|"
    r"(?:目指|めざ)(?:す(?!こと)|して(?:いる|います|おり)|します)|ていく(?:と|。|」|考え|方針|$)|ていきます|"
    r"(?:焦点|課題|鍵|カギ)[にと]な(?:る|ります)|今後[、はもと]|"
    r"(?:再?来年度?|来月|来週|来春|来夏|来秋|来冬|将来)[、はもに]"
)
_ENDS_PAST_JA = re.compile(r"(?:た|んだ)(?:という|とのこと)?。?[」』）]*$")
_REPORTS_JA = re.compile(
    r"[とを](?:も|は)?、?(?:述べ|語|話|説明|指摘|明らかに|発表|公表|強調|警告|約束|表明|伝え|書[いか]|主張|答え|"
    r"示し|明言|予[想測]し[たてま])[^、。]{0,12}。$"
)
_REPORTER_JA = re.compile(
    r"(?:氏|さん|者|長|総裁|首相|大臣|大統領|官|代表|知事|教授|社|銀行?|庁|省|府|党|会|局|院|所|機構|大学|連合|"
    r"連盟|紙|誌|側|筋|声明|書|私|[A-Za-z]{2}|[ァ-ヺー]{3})(?:は|が|も|によると|によれば|では)"
)

_SURE_EN = (
    r"(?<!free )(?<!good )(?<!last )\bwill\b(?! power)|[a-z]['’]ll\b|\bwon['’]t\b|"
    r"\b(?:may|might)\b(?! (?:\w+ )?have (?!to\b))|"
    r"(?<!was )(?<!were )(?<!been )\b(?:un)?likely\b(?! (?:was|were|had)\b)|"
    r"\b(?:expect|predict|forecast|anticipate)s? (?!for\b)|"
    r"\b(?:is|are) (?:\w+ly )?(?:expected|forecast|predicted|going) to\b|\bremains to be seen\b"
)
_COULD_EN = re.compile(r"\bcould\b(?! (?:\w+ )?have (?!to\b))(?! not\b)")
_PAST_EN = re.compile(
    r"\b(?:was|were|had|did|nobody|no one|none|nothing|never|how|why|what|whom|than|until)\b",
    re.IGNORECASE,
)
_PLANNED_EN = (
    r"(?<!(?i:the|its|his|her|our) )(?<!(?i:their) )(?<!of )\b(?:plan|intend|aim|hope|vow)s? to\b|"
    r"\b(?:is|are) (?:\w+ly )?(?:(?:due|scheduled|planned|slated) (?:to|for|in|on|by)|"
    r"(?:set|poised|planning) to)\b|"
    r"\bin the coming (?:days|weeks|months|years)\b|"
    r"\b(?:said|says|told [\w ]{2,30}?|announced|added|warned|predicted|promised)\b[^.]*? would\b|"
    r"(?<![Tt]he )\bnext (?:week|month|year|spring|summer|autumn|fall|winter|decade)\b"
)
_AHEAD = {
    "ja": (re.compile(_SURE_JA), re.compile(_PLANNED_JA)),
    "en": (re.compile(_SURE_EN), re.compile(_PLANNED_EN)),
}
_UNSURE_PLACE = re.compile(r"\b(?:whether|how|why|what|when|if)(?: [\w'’-]+){0,6} $")
_NAMELESS_EN = re.compile(
    r"[”\"'’] (?:he|she|they|it|who) (?:said|says|wrote|added|told|warned|argued)\b|"
    r"[”\"'’] (?:said|says|wrote|added) (?:he|she|they)\b"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_REGULAR_PAST_EN = re.compile(r"\w\wed\b")


def is_whole(text: str, language: str) -> bool:
    """Tell whether a text is one complete statement of fitting length, neither ad nor question."""
    shortest, longest = _JA_LENGTHS if language == "ja" else _EN_LENGTHS
    size = len(text) if language == "ja" else len(text.split())
    if not shortest <= size <= longest or not is_in(text, language):
        return False
    if text.rstrip(_CLOSING)[-1:] not in _ENDINGS or _NEVER.search(text):
        return False
    return is_balanced(text)


def is_in(text: str, language: str) -> bool:
    """Tell whether a text is in the language of its article."""
    if language == "ja":
        return any("\u3041" <= character <= "\u3096" for character in text)
    return language_of(text) == "en"


def is_balanced(text: str) -> bool:
    """Tell whether every bracket and quotation mark of a text has its other half."""
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in _PAIRS)


def stands_alone(text: str, language: str) -> bool:
    """Tell whether a reader understands a sentence without the one before it."""
    bare = text.lstrip("「『“\"'‘（(")
    if language != "ja":
        return not (_LEANING_EN.match(bare) or _POINTING_EN.match(bare))
    if _LEANING_JA.match(bare) or _SAME_JA.match(bare) or _UNFINISHED_JA.search(bare):
        return False
    beginning = bare[: max(_BEGINNING_JA, len(bare.partition("、")[0]))]
    return not _POINTING_JA.search(beginning)


def sums_up(text: str) -> bool:
    """Tell whether a sentence begins by saying that it sums up."""
    return bool(_SUMMING_UP.match(text))


def tells_history(text: str, year: str = "") -> bool:
    """Tell whether a sentence begins with a date or names an earlier year than the one given."""
    return bool(_DATED.match(text)) or any(found < year for found in _YEAR.findall(text))


def is_speech(text: str) -> bool:
    """Tell whether a sentence is someone's words and nothing else."""
    return text[0] in '「『“"' and text.rstrip("。.")[-1:] in '」』”"'


def foresight(text: str, language: str, *, year: str = "") -> int:
    """Tell how plainly a sentence speaks of the future: 0 not at all, 1 of plans, 2 of odds.

    Args:
        text: one sentence.
        language: `ja` or `en`.
        year: four digits of the year it was written in; a later year speaks of the future.
    """
    is_past = _is_past_ja(text) if language == "ja" else bool(_NAMELESS_EN.search(text))
    if is_past:
        return 0
    sure, planned = _AHEAD[language]
    if any(not _UNSURE_PLACE.search(text[: match.start()]) for match in sure.finditer(text)):
        return 2
    if language == "en" and _COULD_EN.search(text) and not _PAST_EN.search(text):
        return 2
    return int(bool(planned.search(text)) or _names_later_year(text, language, year))


def _is_past_ja(text: str) -> bool:
    """Tell whether a sentence is in the past, or reports what nobody is named for."""
    if _REPORTS_JA.search(text):
        return not _REPORTER_JA.search(text)
    return bool(_ENDS_PAST_JA.search(text))


def _names_later_year(text: str, language: str, year: str) -> bool:
    pasts = (_ENDS_PAST_JA,) if language == "ja" else (_PAST_EN, _REGULAR_PAST_EN)
    if any(past.search(text) for past in pasts):
        return False
    return bool(year) and any(found > year for found in _YEAR.findall(text))
