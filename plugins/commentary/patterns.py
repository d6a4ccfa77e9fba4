"""What the checks look for in a text: addresses, quotations, markup, names, filler, hedges."""

from __future__ import annotations

import re

URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"「」『』（）()。、！？]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|net|org|info|io|ai|dev|app|jp|co|uk|eu|cn|ru|xyz)\b(?:/[\w./?=&%#-]*)?",
    re.IGNORECASE | re.ASCII,
)
QUOTED = re.compile(r"「([^「」]*)」|『([^『』]*)』|“([^“”]*)”|\"([^\"]*)\"")
MARKUP = re.compile(
    r"</?[a-z!][^>]*(?:>|$)|!?\[[^\]]*\]\([^)]*\)|`|\*\*|__|^(?:#+|[-*+>]|\d+[.)]) |&(?:#\d+|#x[\da-f]+|[a-z]+);"
    r"|\{\{|\{%|\{(?:static|filename|attach|index|category|tag|author)\}",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9&.+-]*[A-Za-z0-9]")
TITLED = re.compile(r"([ァ-ヴー・＝]{2,})(?=氏|社|さん|ＣＥＯ|CEO)")
FILLER = re.compile(
    r"いかがでし(?:た|ょう)|本記事では|この記事では|まとめると|動向が注目され|目が離せ"
    r"|\bin conclusion\b|\bonly time will tell\b|\bin summary\b|\bit remains to be seen\b",
    re.IGNORECASE,
)
HEDGES = {
    "ja": re.compile(
        "でしょう|だろう|可能性|かもしれ|見込|予想|期待|考えられ|思われ|とみられ|見通し|見られ|"
        "推測|恐れ|おそれ|うる|得る|得ます|求められ|焦点|注目|かどうか|次第|左右|見方|予定|方針|課題"
    ),
    "en": re.compile(
        r"\b(may|might|could|would|can|likely|unlikely|possibl[ey]|probabl[ey]|perhaps|expect\w*|"
        r"appear\w*|seem\w*|suggest\w*|if|whether|depend\w*|plan\w*|intend\w*|aim\w*|should|"
        r"remain\w*|chance|risk|uncertain\w*)\b",
        re.IGNORECASE,
    ),
}
