"""What single sentences are like: about the future, standing alone, whole."""

from __future__ import annotations

import pytest

from commentary.phrasing import foresight, is_whole, stands_alone
from commentary.texts import language_of


@pytest.mark.parametrize(
    "text",
    [
        "新しい駅は来年の春に開業する予定です。",
        "物価の上昇は年内に落ち着く見込みだ。",
        "円安が進む可能性があります。",
        "値上げの可能性は低いでしょう。",
        "影響は地方にも広がるかもしれません。",
        "開業は2030年度になる見通しです。",
        "政府は法案を来年に提出する方針です。",
        "会社は2030年までに排出を半分に減らす計画だ。",
        "市は観光客を倍に増やすことを目指しています。",
        "景気はゆるやかに持ち直すと予想されています。",
        "交渉は長引きそうです。",
        "審査の結果によって、時期は変わりうる。",
        "工事が遅れる恐れがあります。",
        "植田総裁は、利上げを続ける可能性があると述べました。",
        "JAXAは、電力が戻る可能性があると説明した。",
        "開業は今年の予定だったが、来年に延びる見込みだ。",
        "利用者は今後、さらに増えていくとみられます。",
        "新しい庁舎は2029年に開く。",
        "計画は絵に描いた餅になりかねない。",
        "The bridge will reopen in June.",
        "Prices may rise in the spring.",
        "The court could rule on Friday.",
        "A strike is likely to follow.",
        "The city plans to build a new school.",
        "The line is expected to open in 2030.",
        "The minister said the tax would fall.",
        "The council expects prices to fall.",
        "Drivers may have to wait for hours.",
        "Ms Berg said she will not stand again.",
        "The museum opens next spring.",
        "The next meeting is scheduled for 3 June.",
        "The last coal plant closes in 2031.",
    ],
)
def test_sentence_about_the_future_is_known(text: str) -> None:
    """Forecasts, plans and reported forecasts count."""
    assert 0 < foresight(text, language_of(text), year="2026")


@pytest.mark.parametrize(
    "text",
    [
        "延期の可能性が消えた。",
        "年内の合意の可能性はなくなりました。",
        "当初は3月に開業する予定でした。",
        "当初は3月に開業する予定だった。",
        "会社は値上げを予定していました。",
        "景気は回復すると見込まれていた。",
        "機体が太陽の方を向いていない可能性がある。",
        "犯人は裏口から入ったとみられる。",
        "運転手は疲れていたのでしょう。",
        "影響は大きかったかもしれません。",
        "これは一つの見方として読むのがよいでしょう。",
        "歴史的な決定だといえるでしょう。",
        "改革を目指した計画は失敗した。",
        "景気は持ち直す見込みだと述べました。",
        "2019年に開いた庁舎は三階建てです。",
        "政府は2040年度の電源構成の案を示した。",
        "The bridge was expected to reopen in June.",
        "The fire in May 2024 closed the road.",
        "It was likely a mistake.",
        "The pump may have failed at night.",
        "Nobody could open the door.",
        "She asked whether prices will rise.",
        "The report explains how the tax would work.",
        "The plans to widen the road were dropped.",
        "He died of his own free will.",
        "“We will rebuild the bridge,” she said.",
        "The law passed in 2019 closed the gap.",
        "The firm planned to sell the ship.",
    ],
)
def test_sentence_about_the_past_or_the_unclear_is_left_out(text: str) -> None:
    """Dropped plans, past guesses, months, advice and words of nobody do not count."""
    assert 0 == foresight(text, language_of(text), year="2026")


@pytest.mark.parametrize(
    "text",
    [
        "しかし、費用は増えました。",
        "そのため開業は遅れました。",
        "同氏は辞任を表明しました。",
        "二人は会社を去りました。",
        "第二に、費用の問題があります。",
        "株価の下落はその発表の直後でした。",
        "二人が戻るという内容です。",
        "However, the cost rose again.",
        "But the cost rose again.",
        "It rose by half in a year.",
        "In addition, the price of tickets rose.",
        "Two days later the ship sailed again.",
        "The council will sell it in June.",
        "Others say the ship is too small.",
    ],
)
def test_sentence_that_leans_on_the_one_before_does_not_stand_alone(text: str) -> None:
    """Connectives, pronouns and counted people need what was said before."""
    assert not stands_alone(text, language_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "これまでの紙幣は引き続き使えます。",
        "電池板そのものは壊れていません。",
        "工事が遅れるおそれがあります。",
        "向こう三年の計画が決まりました。",
        "日銀は金利を上げ、その後に買い入れを減らしました。",
        "At its meeting the council chose a ship.",
        "The minister said it will take a year.",
        "Those who waited got the best seats.",
        "Other islands look at the vote with envy.",
    ],
)
def test_sentence_with_its_own_subject_stands_alone(text: str) -> None:
    """Words that only look like pronouns do no harm."""
    assert stands_alone(text, language_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "短い文です。",
        "どこまで広がるのでしょうか。その答えは誰にも分からないか。",
        "詳しくは公式の案内をご覧ください。",
        "画像：川東市の中央橋と周りの町並み。",
        "会議では「費用が増えたと述べた人がいました。",
        "詳細は https://example.org/ に書かれています。",
        "市の計画と費用と期限と",
        f"{'長い文が続いて' * 30}います。",
        "Too short to stand.",
        "Why did the council vote on Monday at all?",
        "The council (which met on Monday chose a ship.",
        'The mayor said "we are tired of it all.',
        "Subscribe to our letter and read it every week.",
        "Read https://example.org/ for more about the old ship.",
        f"The council {'met and ' * 60}voted.",
    ],
)
def test_fragment_question_or_advertisement_is_not_whole(text: str) -> None:
    """What is too short, too long, broken, asked or advertised is no statement."""
    assert not is_whole(text, language_of(text))
