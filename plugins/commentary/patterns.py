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
    r"|\[p ?\d+[^\[\]]*\]|\{\{|\{%|\{(?:static|filename|attach|index|category|tag|author)\}",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<![A-Za-zÀ-ɏ])(?:[OD]['’](?=[A-Z]))?[A-Z][A-Za-zÀ-ɏ0-9&.+-]*[A-Za-zÀ-ɏ0-9]")
TITLED = re.compile(r"([ァ-ヴー・＝]{2,})(?=社|ＣＥＯ|CEO)")
FILLER = re.compile(
    r"いかがでし(?:た|ょう)|本記事では|この記事では|まとめると|動向が注目され|目が離せ|と言っても過言では|注目が集ま"
    r"|\bin conclusion\b|\bonly time will tell\b|\bin summary\b|\bit remains to be seen\b"
    r"|\bworth (?:noting|watching)\b|\bin today's\b|\bgame[- ]changer\b|\bplays? a (?:crucial|vital) role\b",
    re.IGNORECASE,
)
HEDGES = {
    "ja": re.compile(
        "でしょう|だろう|可能性|かもしれ|見込|予想|期待|考えられ|思われ|とみられ|見通し|推し量|想像|考えます|"
        "推測|恐れ|おそれ|うる|得る|得ます|焦点(?!(?:に|と)な(?:る|ります))|かどうか|次第|左右|見方|予定|とみ(?:て|る|ら)|と見(?:て|る|ら)|懸念|考えにく|"
        "考えてみ|考えたい|見てい[きく]|取り上げ|(?:そう|よう)(?:です|だ|に|な)|らしい|はず|余地|問われ|試され|鍵|カギ|かねな|"
        "可能|見通せ|分から|わから|未知数|不透明|言い切れ|待たれ|見守|占う|読み取|推し|か(?:です)?。?$|難し|心もとな|限りません|限らない"
    ),
    "en": re.compile(
        r"\b(may|might|could|would|can|likely|unlikely|possibl[ey]|probabl[ey]|perhaps|expect\w*|"
        r"appear\w*|seem\w*|suggest\w*|if|whether|depend\w*|plan\w*|intend\w*|aim\w*|should|"
        r"remain\w*|chance|risk|uncertain\w*|unclear|infer\w*|forecast\w*|predict\w*|potential\w*|prospect\w*|"
        r"suspect\w*|unless|hinge\w*|question|guess\w*|(?:not|less|hardly) (?:yet )?clear|yet to|what follows)\b",
        re.IGNORECASE,
    ),
}
_RUN = "[一-鿿々ヶァ-ヴー・]"
PERSON = re.compile(
    rf"({_RUN}{{1,12}}?)(?:氏|さん|ちゃん|先生|教授|博士|議員|主任|知事|大臣|首相|大統領|総裁|選手|監督|記者|杜氏|"
    "弁護士|研究員|アナリスト|理事長|委員長|組合長|教育長|"
    "(?:市|町|村|区|課|部|局|館|社|会|院|場|園|駅|船|団|議|室|隊|校|所|店|署|係|班|学|総|船|艦|支店|工場|編集)長)"
)
ROLES = re.compile(
    "^(?:副|元|前|同|新|現|両|各|館|町|市|県|都|府|課|組合|委員|教育|学|社|会|代|皆|客|摂|華|彼|奥|母|父|娘|孫|准|"
    "名誉|客員|特任|次期|歴代|現職|前任|後任|患者|店員|職人|農家|業者|社員|担当|担任|代表|代表取締役|"
    "国会|市会|県会|町会|市議会|県議会|地方|与党|野党|若手|財務|外務|首相|総務|弁当屋|"
    "実行委員|運営委員|審議委員|商工|自治|頭取|幹事|編集|主任|上級|准|研究|現場|総合|病|同病|両病|各病|市民|町内|村内|地元|"
    "大統領|元大統領|所属|専門|筆頭|最高|工|支|本|新|外国|監査|公認|国際|国家|政府|当時)+$|(?:准|副|名誉|客員|特任|元|前|代表|代表取締役)+$"
)
_ENDINGS = (
    "図書館|美術館|博物館|土地改良区|信用金庫|研究所|試験場|製作所|高等学校|小学校|中学校|漁協|農協|大学|銀行|酒造|病院|"
    "交通|建設|電力|電機|電鉄|鉄道|開発|精工|重工|工業|製薬|化学|商事|証券|新聞|放送|航空|海運|機構|協会|財団|連合|組合|高校|"
    "神社|大社|橋梁|地区|半島|空港|海峡|高原|トンネル|町|市|県|村|橋|港|駅|島|党|省|庁|川|山|湾|寺|城"
)
BODY = re.compile(rf"({_RUN[:-1]}]{{1,8}}?)({_ENDINGS})(?!{_RUN})")
"""The name of a place, a company or another body: its stem and its last part."""
SURE_BODIES = frozenset(("町", "市", "県", "村", "図書館", "酒造", "漁協", "大学", "銀行"))
"""Endings that hardly ever belong to a common noun."""
GENERIC = re.compile(
    "(?:.*(?:都市|朝市|下町|港町|門前町|宿場町|温泉町|農村|漁村|山村|選手村|近県|他県|歩道橋|陸橋)|"
    "(?:.*(?:地方|中央|民間|投資|国立|公立|私立|市立|県立|町立|公共|学校|電子|有名|大手|地元|近隣|周辺|中核|拠点|基幹|"
    "各地|海外|国内|女子|医科|総合|地域|消費|余剰|自動車|新規|都市|観光|複数|全国|最寄|地場|労働|協同|政府|関係)|"
    r"[同全各他両本当我新旧元小大諸隣近某自数二三四五六七八九十一〇\d・と市町村県区]+)"
    f"(?:{_ENDINGS}))"
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
MASS_NOUNS = frozenset(
    "access advice aid air art bread business capital care cash clay cloud coal coffee corn cotton "
    "crime damage data dawn debt defeat demand design doubt dust duty energy evidence faith fame "
    "fashion fear fish flour food fraud freight fuel fun furniture gas gold government grain grass "
    "ground growth half harm hay health heat help history home hope ice income industry interest "
    "ink iron kelp labour labor land law light love luck management meat media milk money music "
    "nature news nobody oil opinion output paint paper parliament pay peace people police policy "
    "power practice press pressure price proof protest public rain relief rent repair research rice "
    "rail rest risk salt sand school science sea sense silence silver sleep smoke snow software "
    "soil sound space speed sport spring staff stone stock storage success sugar summer supply "
    "support talk tax tea timber time today tomorrow tourism town trade traffic transport trouble "
    "trust truth turnout university women men children waste water wealth weather wheat wind wine winter wood wool "
    "work yesterday youth autumn morning evening night year month week everything anyone someone "
    "anything neither either critics membership".split()
)
"""English nouns that begin a sentence without an article before them."""
MASS_NOUN_ENDS = (
    "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ing", "ship", "age", "ism", "hood",
    "ure", "cy", "ics", "ty", "dom", "ery", "wise", "ward", "ever", "body",
)  # fmt: skip
TITLES = frozenset(
    "professor dr doctor mr mrs ms mayor president minister chancellor governor senator councillor "
    "judge captain general chief sir dame lady lord king queen prince father sister brother rabbi "
    "secretary director chair chairman chairwoman engineer grandmaster nutritionist statistician "
    "critic rival nearby old new outgoing incoming former late young".split()
)
"""English words with a capital before the name of somebody."""
