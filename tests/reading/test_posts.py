"""Several posts in one message, and one post that only looks like several."""

from __future__ import annotations

import pytest

from handlers.reading.posts import several_posts, too_many

SEVERAL = [
    ("小工3个180，木工2个260，江南市场，日结", 2),
    ("明天要小工3个180一天，木工2个260一天，瓷砖工1个300一天，江南市场", 3),
    ("木工3个、电工2个", 2),
    ("小工3个 木工2个 明天 江南市场", 2),
    ("招木工3个，一个木工300", 0),
    ("招5个人，3个瓷砖工，2个搬运工，江南市场", 2),
    ("招小工3人\n招瓷砖工2人\n城东镇河堤路18号", 2),
]
ONE = (
    "招小工3人 明天 早上8点到下午4点 江南市场 180一天 日结",
    "招瓷砖工2个，会贴墙砖，明天，江南市场",
    "要3个人，瓷砖工，240一天",
    "招小工，男女各5个",
    "我会贴瓷砖，也会木工",
    "招小工3个，不对，小工5个",
    "招保洁3人，会开荒保洁的1个优先",
    "招小工4个，其中2个小工晚上也干",
    "有2个小工了，再招3个木工",
    "明天有活吗",
    "",
)


@pytest.mark.parametrize(("text", "posts"), SEVERAL)
def test_each_post_is_told_apart(text: str, posts: int) -> None:
    found = several_posts(text)
    assert len(found) == posts
    if "江南市场" in text:
        assert all("江南市场" in post.text for post in found)


def test_nobody_makes_the_loop_read_a_thousand_posts() -> None:
    assert len(several_posts(("小工3个，江南市场，8点，" * 2000)[:20000])) == 10


def test_heads_of_all_together_are_no_heads_of_each() -> None:
    assert not any("5" in post.text for post in several_posts("招5个人，3个瓷砖工，2个搬运工"))


@pytest.mark.parametrize("text", ONE)
def test_one_post_stays_whole(text: str) -> None:
    assert several_posts(text) == ()


@pytest.mark.parametrize(
    ("text", "many"), [("招小工600人", True), ("要 1000 个人", True), ("招500人", False), ("工钱2000", False)]
)
def test_more_hands_than_a_gig_may_have(text: str, many: bool) -> None:
    assert too_many(text) is many
