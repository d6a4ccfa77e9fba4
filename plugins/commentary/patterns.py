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
NAME = re.compile(r"(?<![A-Za-zÀ-ɏ])[A-Z][A-Za-zÀ-ɏ0-9&.+-]*[A-Za-zÀ-ɏ0-9]")
TITLED = re.compile(r"([ァ-ヴー・＝]{2,})(?=社|ＣＥＯ|CEO)")
FILLER = re.compile(
    r"いかがでし(?:た|ょう)|本記事では|この記事では|まとめると|動向が注目され|目が離せ"
    r"|\bin conclusion\b|\bonly time will tell\b|\bin summary\b|\bit remains to be seen\b",
    re.IGNORECASE,
)
HEDGES = {
    "ja": re.compile(
        "でしょう|だろう|可能性|かもしれ|見込|予想|期待|考えられ|思われ|とみられ|見通し|推し量|想像|考えます|"
        "推測|恐れ|おそれ|うる|得る|得ます|焦点|かどうか|次第|左右|見方|予定"
    ),
    "en": re.compile(
        r"\b(may|might|could|would|can|likely|unlikely|possibl[ey]|probabl[ey]|perhaps|expect\w*|"
        r"appear\w*|seem\w*|suggest\w*|if|whether|depend\w*|plan\w*|intend\w*|aim\w*|should|"
        r"remain\w*|chance|risk|uncertain\w*)\b",
        re.IGNORECASE,
    ),
}
_RUN = "[一-鿿々ヶァ-ヴー・]"
PERSON = re.compile(
    rf"({_RUN}{{1,12}}?)(?:氏|さん|ちゃん|先生|教授|議員|主任|知事|市長|町長|村長|区長|課長|部長|局長|館長|社長|会長|"
    "組合長|委員長|教育長|杜氏|総裁|大臣)"
)
"""A name before a title; what is only a role is told apart by `ROLES`."""
ROLES = re.compile(
    "^(?:副|元|前|同|新|現|両|各|館|町|市|県|都|府|課|組合|委員|教育|学|社|会|代|皆|客|摂|華|彼|奥|母|父|娘|孫|准|"
    "名誉|客員|特任|次期|歴代|現職|前任|後任|患者|店員|職人|農家|業者|社員|担当|担任|代表|代表取締役|"
    "国会|市会|県会|町会|市議会|県議会|地方|与党|野党|若手|財務|外務|首相|総務|弁当屋|"
    "実行委員|運営委員|審議委員|商工|自治)+$|(?:准|副|名誉|客員|特任|元|前|代表|代表取締役)+$"
)
ORGANISATION = re.compile(
    "([一-鿿々ヶァ-ヴー]{2,8}?(?:町|市|県|村|橋|港|病院|図書館|大学|酒造|交通|建設|銀行|電力|漁協|開発))"
    "(?![一-鿿々ヶァ-ヴー])"
)
DAY_OR_MONTH = re.compile(
    "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|ust|ember|ober)?"
    "|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
)
COMMON_WORDS = frozenset(
    "a about above after again against all almost also although among an and another any are as at "
    "be because been before being below between beyond both but by can could despite do does down "
    "during each early either even every everyone few fewer first five for four from further given "
    "half hardly has have having he here how however if in indeed instead into is it its just last "
    "late later least less like little long many may meanwhile might more most much must neither "
    "never next no nobody none nor not nothing now of off often on once one only or other others "
    "our out over own part per perhaps rather same several shall she should since six small so "
    "some something soon still such ten than that the their them then there these they third this "
    "those though three through thus to today together too two under unless until up upon us very "
    "was we well were what whatever when where whether which while who whoever whose why will with "
    "within without would yet you your my me him her his i let mr mrs ms dr".split()
)
