"""Whether an employer asks who comes, in the ways they ask."""

from __future__ import annotations

import pytest

from handlers.reading.wants.roster import asks_roster

ASKED = (
    "谁来了 谁报名了 谁报名了？ 有谁报名 谁要来 都谁报名了 名单 报名名单 看名单 看看名单 看一下名单 工人名单 报名的人 "
    "有几个人报名 有几个人报名了？ 几个人报名 多少人报名了 招到几个了 招到几个 来了几个 报了几个 报名了几个 报了多少人 "
    "人够了吗 够了吗 招满了吗 招够了没 人齐了没有 招到人了吗 招到人没有 有人报名吗 有人来吗 有没有人报名 有人报名没有 "
    "还差几个 还差几个人 还缺多少人 瓷砖工来了几个 小工够了吗 3号够了吗 人够了？ 满了? 现在有几个人报名 人够不够"
)
NOT_ASKED = (
    "够了 人够了 招满了 不要了 再加2个 谁欠我钱 人 要几个人 明天要几个人 有活吗 有人吗 有没有活 工价200 几点来 "
    "我要报名 报名 招人 招小工3人 来了 我来 没有 在吗 多少钱 工钱多少"
)


@pytest.mark.parametrize("said", ASKED.split())
def test_a_question_for_the_roster(said: str) -> None:
    assert asks_roster(said)


@pytest.mark.parametrize("said", NOT_ASKED.split())
def test_no_question_for_the_roster(said: str) -> None:
    assert not asks_roster(said)
