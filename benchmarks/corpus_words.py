"""The words of the made-up blog: short lists of ours, from which `corpus_texts` makes sentences.

Places, people and bodies are invented by joining parts, so that nothing is said of anyone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a language's sentences are made of; every entry is a list of words."""

    places: tuple[str, ...]
    bodies: tuple[str, ...]
    people: tuple[str, ...]
    nouns: tuple[str, ...]
    matters: tuple[str, ...]
    openers: tuple[str, ...]
    subjects: tuple[str, ...]
    predicates: tuple[str, ...]
    tails: tuple[str, ...]
    headings: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]


def _joined(first: str, second: str, between: str = "") -> tuple[str, ...]:
    return tuple(one + between + two for one in first.split() for two in second.split())


_JA_MATTERS = """見直し 拡大 縮小 導入 延期 再開 統合 分担 整備 更新 公開 試験 検証 移行 値上げ 値下げ 買収 提携
撤退 参入 増産 減産 規制 緩和 支援 補助 負担 配分 募集 育成 採用 交渉 審査 認可 点検 修理 復旧 避難 保存 活用 共有
連携 競争 標準化 自動化 省力化 国産化 民営化 電動化 無償化 義務化 多様化 高度化"""
_JA_NOUNS = """路線バス 水道料金 最低賃金 太陽光発電 風力発電 蓄電池 半導体工場 学校給食 保育料 図書館 公立病院 遠隔診療 介護保険
年金制度 住民税 固定資産税 観光税 宿泊施設 空き家 公営住宅 再開発 高速道路 橋の架け替え 貨物鉄道 夜行列車 地方空港 航空運賃
港湾設備 漁業権 養殖場 米の価格 小麦の輸入 酪農 林業 木造建築 森林整備 河川改修 堤防 防災無線 避難所 地震保険 火山観測 気象衛星
小型ロケット 月面探査 通信衛星 海底ケーブル 携帯料金 電波割り当て 個人情報 顔認証 電子投票 電子カルテ 暗号資産 決済手数料
政策金利 長期国債 為替相場 株式市場 物価指数 賃金交渉 労働時間 育児休業 外国人材 技能実習 奨学金 大学入試 研究費 論文公開
著作権 生成技術 翻訳装置 自動運転 配送用無人機 電動自転車 充電設備 水素燃料 原子炉 送電網 電気料金 都市ガス 石炭火力 排出枠
海洋ごみ 食品廃棄 容器回収 衣料品 化粧品 医薬品 予防接種 感染症対策 臨床試験 遺伝子検査 農薬 肥料 種子 家畜飼料 冷凍食品
書店 映画館 音楽配信 地域新聞 公共放送 郵便料金 宅配便 倉庫 商店街 大型店 中古車 造船所 製鉄所 工作機械 産業用ロボット"""
_JA_HEADINGS = """出来事の概要 事の経緯 数字で見る変化 反対する声 これまでの歩み 関係者の受け止め 海外の例 残された論点 費用の内訳
現場の声 制度の仕組み 背景にあるもの 専門家の見方 市民への影響 今回の合意 争点の整理"""

JAPANESE = Words(
    places=_joined(
        "北 南 東 西 青 白 黒 松 竹 梅 桜 杉 柏 楠 藤 萩 桐 榎 笹 葦",
        "浜 野 沢 崎 瀬 原 里 岡 津 見",
    ),
    bodies=tuple(
        "市 県 町議会 電力 鉄道 銀行 大学 病院機構 漁業協同組合 商工会議所 重工業 通信 放送 製薬 "
        "製作所 研究所 交通局 農業試験場 教育委員会 気象台".split()
    ),
    people=_joined(
        "相沢 井口 上坂 江波 大槻 片瀬 木暮 草間 小柳 佐伯 椎名 杉浦 瀬川 田所 千葉 堤 手塚 富永 永井 新見",
        "明子 一郎 薫 健太 早苗 静 拓也 千尋 直樹 浩 真理 美咲 康夫 由香 涼",
    ),
    nouns=tuple(_JA_NOUNS.split()),
    matters=tuple(_JA_MATTERS.split()),
    openers=tuple(
        "{d}、|{y}年の春から、|{place}では、|こうしたなかで、|一方、|発表によると、|これを受けて、|当初の計画では、|議事録を読むと、|その背景として、"
        "|現地の調査では、|会見の席で、|{y}年度の予算では、|ここ数年、|長い議論のすえに、|さらに、|もっとも、|同じころ、|利用者にとっては、|結果として、"
        "|資料をたどると、|前年に比べると、||||".split("|")
    ),
    subjects=tuple(
        "{actor}は|{actor}の{person}氏は|{actor}の担当者は|{noun}の利用者の{v}%は|{noun}に関わる事業者は|{actor}と周辺の自治体は|{place}の住民は"
        "|{noun}の{matter}を求める団体は|{actor}の労働組合は|{noun}をよく知る{person}氏は".split(
            "|"
        )
    ),
    predicates=tuple(
        "{noun}の{matter}を{v}か月かけて進める方針を示し|{noun}の{matter}に{v}億円を充てると説明し|{noun}について{matter}の条件を見直し|{noun}の{matter}には時間がかかると述べ"
        "|{noun}と{noun2}の両方で{matter}が必要だと訴え|{noun}の{matter}をめぐる協議を始め|{noun}の件数が{v}%増えたことを明らかにし|{noun}の費用が{v}億円に達すると見積もり"
        "|{noun}の{matter}を{y}年までに終える目標を掲げ|{noun2}の{matter}より{noun}を先にするべきだと主張し|{noun}の現状を{v}ページの報告書にまとめ|{noun}の{matter}に慎重な姿勢を崩さず"
        "|{noun}を支える人手が{v}人足りないと指摘し|{noun}に関する{v}項目の要望を受け取り|{noun}の{matter}を評価し|{noun2}との関係から{noun}の{matter}を取りやめ".split(
            "|"
        )
    ),
    tails=tuple(
        "ました|、関係者に理解を求めました|、翌週には具体案を公表しました|、議会の承認を待っています|、反発する声にも答えました|、来年度の予算に計上しました|、{actor2}にも協力を呼びかけました"
        "|、専門家の委員会を設けました|、説明会を{v}回開きました|、今も調整が続いています|、過去の例を引いて説明しました|、期限は設けませんでした".split(
            "|"
        )
    ),
    headings=tuple(_JA_HEADINGS.split()),
    categories=tuple("経済 政治 技術 社会 科学 文化 国際 暮らし".split()),
    tags=tuple(_JA_NOUNS.split()),
)

_EN_NOUNS = """bus routes|water charges|the minimum wage|solar power|offshore wind|grid batteries|chip plants|school meals|nursery fees|public libraries
regional hospitals|remote consultations|care insurance|state pensions|local taxes|property tax|the tourist levy|guest houses|empty homes|social housing|city renewal
toll roads|bridge repairs|freight trains|night trains|regional airports|air fares|harbour cranes|fishing quotas|fish farms|rice prices|wheat imports|dairy farms|forestry
timber buildings|river works|flood walls|warning sirens|shelters|earthquake cover|volcano watch|weather satellites|small rockets|lunar landers|undersea cables|mobile tariffs
radio spectrum|personal records|face recognition|electronic voting|health records|digital money|card fees|the policy rate|government bonds|exchange rates|share prices
the price index|wage talks|working hours|parental leave|foreign workers|apprenticeships|student grants|entrance exams|research budgets|open journals|copyright|text generators
translation tools|driverless cars|delivery drones|electric bicycles|charging points|hydrogen fuel|reactors|power lines|electricity bills|town gas|coal plants|emission permits
ocean waste|food waste|bottle returns|clothing|cosmetics|medicines|vaccination|disease control|clinical trials|gene tests|pesticides|fertiliser|seed banks|animal feed|frozen food
bookshops|cinemas|music services|local papers|public broadcasting|postage|parcels|warehouses|high streets|shopping centres|used cars|shipyards|steel mills|machine tools"""
_EN_MATTERS = """review|expansion|reduction|introduction|postponement|restart|merger|sharing|upgrade|replacement|publication|trial|audit|transfer|price rise|price cut|takeover
partnership|withdrawal|entry|regulation|relaxation|support|subsidy|burden|allocation|recruitment|training|negotiation|inspection|approval|repair|recovery|preservation
reuse|coordination|competition|standard|automation|simplification|electrification|privatisation|ban|reform|moratorium|forecast"""

ENGLISH = Words(
    places=_joined(
        "Ash Birch Cold Deep East Fern Glen Hazel Iron Kings Long Marsh North Oak Pine Red Stone Thorn West Willow",
        "bridge brook dale field ford gate haven mere ridge worth",
    ),
    bodies=tuple(
        "City Council|County Board|Power Company|Railway|Savings Bank|University|Hospital Trust|Fishing Cooperative|Chamber of Commerce|Shipbuilders"
        "|Telecom|Broadcasting Service|Pharmaceuticals|Works|Institute|Transport Authority|Farm Station|School Board|Observatory|Port Authority".split(
            "|"
        )
    ),
    people=_joined(
        "Alice Bernard Clara Dennis Edith Frank Greta Henry Ines Julian Karen Louis Maria Norman Olive",
        "Ambrose Bellamy Carrow Dunmore Ellery Fenwick Garland Hollis Ingram Jessop Kendrick Lowell Mercer Norcott Oakes Pryor Quill Redfern Selby Tolland",
        " ",
    ),
    nouns=tuple(_EN_NOUNS.replace("\n", "|").split("|")),
    matters=tuple(_EN_MATTERS.replace("\n", "|").split("|")),
    openers=tuple(
        "On {d} |Since the spring of {y}, |In {place}, |Meanwhile, |According to the announcement, |After that, |In the first plan, |As the minutes show, |Behind this, "
        "|In the field survey, |At the press conference, |In the budget for {y}, |For several years |After a long debate, |What is more, |Even so, |At about the same time, "
        "|For those who use it, |As a result, |Compared with the year before, |||||".split("|")
    ),
    subjects=tuple(
        "{actor}|{person} of {actor}|a spokesman for {actor}|{v}% of those who depend on {noun}|companies concerned with {noun}|{actor} and its neighbours|people in {place}"
        "|groups that ask for a {matter} in {noun}|the union at {actor}|{person}, who has long studied {noun},".split(
            "|"
        )
    ),
    predicates=tuple(
        "decided to carry out the {matter} of {noun} over {v} months|set aside {v} million for the {matter} of {noun}|looked again at the terms of the {matter} for {noun}"
        "|said that the {matter} of {noun} would take time|argued that both {noun} and {noun2} needed a {matter}|opened talks about the {matter} of {noun}|reported that cases linked to {noun} rose by {v}%"
        "|put the cost of {noun} at {v} million|aimed to finish the {matter} of {noun} by {y}|wanted {noun} to come before the {matter} of {noun2}|described the state of {noun} in a report of {v} pages"
        "|stayed cautious about the {matter} of {noun}|found that {noun} lacked {v} people|received {v} requests concerning {noun}|welcomed the {matter} of {noun}|gave up the {matter} of {noun} because of {noun2}".split(
            "|"
        )
    ),
    tails=tuple(
        "|, and asked those concerned for patience|, and published a detailed plan a week later|, and now waits for the assembly|, and answered its critics|, and put it into the next budget"
        "|, and invited {actor2} to take part|, and set up a panel of experts|, and held {v} public meetings|, while talks go on|, and pointed to earlier cases|, but named no date".split(
            "|"
        )
    ),
    headings=tuple(
        "What happened|How it came about|The change in figures|Voices against|The road so far|How people took it|Examples abroad|Open questions|What it costs|On the ground"
        "|How the rules work|What lies behind|What experts see|What it means for residents|The terms of the deal|Points at issue".split(
            "|"
        )
    ),
    categories=tuple("Economy Politics Technology Society Science Culture World Living".split()),
    tags=tuple(noun.removeprefix("the ") for noun in _EN_NOUNS.replace("\n", "|").split("|")),
)
