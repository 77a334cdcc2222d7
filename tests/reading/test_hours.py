"""Opening hours as an operator writes them."""

import pytest

from handlers.reading.times.hours import read, spoken

READ = [
    ("周一至周五 08:30-12:00,14:30-17:30", "周一至周五 08:30-12:00、14:30-17:30"),
    ("每天 05:00-20:00", "每天 05:00-20:00"),
    (
        "周一到周五8：30—12：00，14：30～17：30；周六 9:00-12:00",
        "周一至周五 08:30-12:00、14:30-17:30；周六 09:00-12:00",
    ),
    ("星期一至星期五：8:30-12:00", "周一至周五 08:30-12:00"),
    ("周一、三、五 9:00-12:00", "周一、三、五 09:00-12:00"),
    ("周三、周一 9:00-12:00", "周一、三 09:00-12:00"),
    ("工作日 9:00-17:00 周末 10:00-12:00", "周一至周五 09:00-17:00；周末 10:00-12:00"),
    ("每天 00:00-24:00", "每天 00:00-24:00"),
    ("礼拜天 9:00-10:00。", "周日 09:00-10:00"),
    ("周一 8:00-9:00，10:00-11:00 周一 12:00-13:00", "周一 08:00-09:00、10:00-11:00、12:00-13:00"),
]
NOT_READ = [
    "",
    "周一至周五",
    "9:00-12:00",
    "早上",
    "周一 12:00-9:00",
    "周一 9:00-9:00",
    "周一 9:00-25:00",
    "周一 9:70-10:00",
    "周日 24:00-24:30",
    "周五至周一 8:00-9:00",
    "每天 8:00-12:00,11:00-13:00",
    "每天 8:00-12:00 周三 11:00-13:00",
    "周一至周五 8:30-12:00 节假日休息",
    "周八 8:00-9:00",
    "周一 8:00-9:00" * 1000,
]


@pytest.mark.parametrize(("text", "words"), READ)
def test_read_and_said_again(text: str, words: str) -> None:
    spans = read(text)
    assert spans is not None
    assert spoken(spans) == words
    assert read(words) == spans
    assert all(set(span) == {"days", "from", "to"} and len(span["from"]) == 5 for span in spans)


@pytest.mark.parametrize("text", NOT_READ)
def test_not_read(text: str) -> None:
    assert read(text) is None
