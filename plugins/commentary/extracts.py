"""Sections without a model: the article's own sentences, chosen and labelled as such.

A conclusion is the author's own summing-up and what is central besides; an outlook is what the
author and the people quoted say of the future, with who says it. No section rather than a bad one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from .ranking import (
    centrality,
    choose,
    is_balanced,
    is_whole,
    similarity,
    stands_alone,
    vectors_of,
)
from .sections import Form, Kind, Origin, Point, Reference, Section, Sentence
from .source import Role
from .texts import find_quote, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Paragraph, Source

_FEWEST, _MOST = 3, 5
_FEWEST_CANDIDATES = 5
_CHARACTERS_PER_SENTENCE = {"ja": 600, "en": 1400}
_MOST_SUMMING_UP = 3
_FEWEST_OUTLOOK, _MOST_OUTLOOK = 2, 6
_LONGEST_QUOTE = {"ja": 160, "en": 320}
_LONGEST_ATTRIBUTION = 90
_LONGEST_REFERENCE = 60
_TITLE_WEIGHT = 0.5
_LEDE_BONUS = 0.4
_DATED_PENALTY = 0.3
_SURE_BONUS = 0.5
_WORDS = {
    "ja": ("本文にある見通し", "本文の要点", "{speaker}の発言"),
    "en": ("What the article says lies ahead", "Key points of the article", "{speaker}"),
}
_SUMMING_UP = re.compile(
    r"要約すると|まとめると|以上をまとめると|要するに|総じて|結局のところ|[一ひ](?:言|こと)で(?:言|い)えば|"
    r"(?:to sum up|in short|in sum|in summary|in brief|in conclusion|to summari[sz]e|summing up|"
    r"taken together|all in all|overall|in a nutshell)\b",
    re.IGNORECASE,
)
_BACK_MATTER = (
    r"(?:主な|画像の?|おもな)?(?:出典|参考(?:文献|資料|リンク|情報|サイト|記事|図書)?|引用(?:元|文献)?|"
    r"(?:脚|補)?注釈?|補足|関連(?:記事|リンク|情報|投稿|資料)|リンク集?|訂正(?:履歴)?|追記|更新履歴|謝辞|"
    r"著者(?:紹介|について)|プロフィール|お知らせ|sources?|references?|(?:foot|end)?notes?|"
    r"further reading|(?:related |external |useful )?links|see also|bibliography|works cited|"
    r"(?:image |photo )?credits?|acknowledge?ments?|corrections?|updates?|about the author|"
    r"related (?:posts|articles))"
)
_BACK_MATTER_HEADING = re.compile(
    rf"[\s\d.．、]*{_BACK_MATTER}(?:(?:・|／|/|、|と|, | and | & ){_BACK_MATTER})*[\s:：]*",
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
    r"(?<![のただ]|よい|良い|いい|える)(?:でしょう|だろう)(?!か)|"
    r"(?<![ただ])(?<!てい)(?<!ている|ていた)(?<!ていない)(?:可能性|(?:恐|おそ)れ|余地)[がもは]"
    r"(?:ある|あり(?!ました)|高[いくま](?!った)|大き[いく]|強[いく]|低い|残る|残って|否定でき|指摘|示)|"
    r"(?<![ただ])か(?:も|も)(?:しれ|知れ)(?!なかった|ませんでした)|"
    r"見込み(?:だ(?!った)|です|である|で、|と|を示|。)|見込[まん](?:れる|れます|れて(?!い[まし]*た)|でい[るま])|"
    r"見通し(?:だ(?!った)|です|である|で、|と|を(?:示|明)|。)|"
    r"(?:予想|予測|想定|期待|懸念)(?:されて|して)い(?:る|ます)|(?:予想|予測|期待|懸念)(?:される|されます|する|します)|"
    r"(?<!た)とみ(?:られる|られます|られて(?!いた|いました)|て(?:いる|います|おり))|"
    r"[きぎしじちにびみりえけせてねべめれ]そう(?:だ(?!った)|です|である)|"
    r"う[るえ](?:と|。|だろう)"
)
_PLANNED_JA = (
    r"(?:予定|計画|方針|考え)(?:だ(?!った)|です|である|で、|を(?:示|明)|して(?:いる|います|おり)|。)|"
    r"目指(?:す(?!こと)|して(?:いる|います|おり)|します)|ていく(?:と|。|」|考え|方針|$)|ていきます|"
    r"(?:焦点|課題|鍵|カギ)[にと]な(?:る|ります)|今後[、はもと]|"
    r"(?:再?来年度?|来月|来週|来春|来夏|来秋|来冬|将来)[、はもに]"
)
_REPORTING_JA = (
    r"(?:述べ|語|話|説明|指摘|予想|予測|明らかに|発表|公表|強調|警告|約束|表明|伝え|書|主張|答え|示し|明言)"
)
_ENDS_PAST_JA = re.compile(r"(?:た|んだ)(?:という|とのこと)?。?[」』）]*$")
_ENDS_REPORTING_JA = re.compile(rf"[とを](?:も|は)?、?{_REPORTING_JA}[^、。]{{0,12}}。?$")
_HAS_SPEAKER_JA = re.compile(r"(?:は|が|も|によると|によれば|では)")

_UNSURE_PLACE = re.compile(r"\b(?:whether|how|why|what|when|if)(?: [\w'’-]+){0,6} $")
_SURE_EN = (
    r"(?:(?<!free )(?<!good )(?<!last )\bwill(?! power)|[a-z]['’]ll|\bwon['’]t)\b|"
    r"\b(?:may|might)\b(?! (?:\w+ )?have (?!to\b))|"
    r"(?<!was )(?<!were )(?<!been )\b(?:un)?likely\b(?! (?:was|were|had)\b)|"
    r"\b(?:expects?|predicts?|forecasts?|anticipates?) (?!for\b)|"
    r"\b(?:is|are) (?:\w+ly )?(?:expected|forecast|predicted|going) to\b|\bremains to be seen\b"
)
_COULD_EN = r"\bcould\b(?! (?:\w+ )?have (?!to\b))"
_PAST_EN = re.compile(
    r"\b(?:was|were|had|did|nobody|no one|none|nothing|never|how|why|what|whom|than|until)\b",
    re.IGNORECASE,
)
_PLANNED_EN = (
    r"(?<!the )(?<!its )(?<!his )(?<!her )(?<!their )(?<!of )\b(?:plan|intend|aim|hope|vow)s? to\b|"
    r"\b(?:is|are) (?:\w+ly )?(?:due|set|scheduled|planned|slated|poised|planning) to\b|"
    r"\bin the coming (?:days|weeks|months|years)\b|"
    r"\b(?:said|says|told [\w ]{2,30}?|announced|added|warned|predicted|promised)\b[^.]*? would\b|"
    r"(?<!the )\bnext (?:week|month|year|spring|summer|autumn|fall|winter|decade)\b"
)
_AHEAD = {
    "ja": (re.compile(_SURE_JA), re.compile(_PLANNED_JA)),
    "en": (re.compile(f"{_SURE_EN}|{_COULD_EN}"), re.compile(_PLANNED_EN)),
}
