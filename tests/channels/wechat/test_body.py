"""Bodies of callbacks: what we write is read back whole, by others too, and no document harms us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat import body, xml
from bot.channels.wx_crypto import BadCallback

TAGS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh", min_size=1, max_size=12)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
"""Whatever a citizen can type; also what XML has no way to carry."""
SPOKEN = ANY.map(xml.speakable)
LEAVES = st.one_of(SPOKEN, st.sampled_from(["]]>", "]]]]>>", "<![CDATA[", "&amp;<a>", "\n x \n", "‮​👍"]))
FIELDS = st.dictionaries(
    TAGS, st.one_of(LEAVES, st.dictionaries(TAGS, LEAVES, min_size=1, max_size=3)), max_size=5
)


@given(FIELDS)
def test_what_we_write_we_read(fields: dict[str, Any]) -> None:
    assert xml.read(xml.write(fields).encode()) == fields


@given(st.lists(LEAVES, min_size=2, max_size=4), st.integers(0, 2**40))
def test_lists_and_numbers_are_read_as_wechat_sends_them(texts: list[str], number: int) -> None:
    written = xml.write({"CreateTime": number, "Event": {"List": texts}})
    assert f"<CreateTime>{number}</CreateTime>" in written
    assert xml.read(written.encode()) == {"CreateTime": str(number), "Event": {"List": texts}}


@given(st.dictionaries(TAGS, LEAVES, min_size=1, max_size=4))
def test_another_reader_reads_the_same(fields: dict[str, str]) -> None:
    other = xmltodict.parse(xml.write(fields), strip_whitespace=False)["xml"]
    assert {tag: value or "" for tag, value in other.items()} == fields


@given(FIELDS)
def test_a_form_of_the_body_is_recognised_and_answered_in(fields: dict[str, Any]) -> None:
    for written in (xml.write(fields), json.dumps(fields), " \n" + json.dumps(fields, ensure_ascii=False)):
        found, write = body.read(written.encode())
        assert found == fields
        assert body.read(write(fields).encode())[0] == fields


@given(ANY)
def test_what_xml_cannot_carry_is_left_out_and_nothing_else(text: str) -> None:
    left = xml.read(f"<xml><Content>{xml.cdata(text)}</Content></xml>".encode())["Content"]
    lost = set(text) - set(left)
    assert all(ord(char) < 32 or char in "\ufffe\uffff" for char in lost)
    assert xml.speakable(left) == left


def test_half_a_character_does_not_stop_an_answer() -> None:
    assert (
        xml.write({"Content": "好\ud83d的\0\x0b\ufffe"}) == "<xml><Content><![CDATA[好的]]></Content></xml>"
    )


def test_line_breaks_of_other_systems_stay_line_breaks() -> None:
    assert xml.read(xml.write({"Content": "一\r\n二\r三\n四"}).encode()) == {"Content": "一\n二\n三\n四"}


def test_text_is_read_as_it_stands() -> None:
    document = "<xml>\n<A> 1 </A>\n<B>&lt;a&gt;&#x4e2d;</B><C/><D><![CDATA[]]></D><E>\n<F>x</F>\n</E></xml>"
    read = xml.read(document.encode())
    assert read == {"A": " 1 ", "B": "<a>中", "C": "", "D": "", "E": {"F": "x"}}


def test_what_a_document_says_of_its_encoding_does_not_count() -> None:
    document = '\ufeff<?xml version="1.0" encoding="GBK"?><xml><A>中</A></xml>'
    assert xml.read(document.encode()) == {"A": "中"}


def laughs(levels: int) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE xml [<!ENTITY a0 "ha">{entities}]><xml><A>&a{levels - 1};</A></xml>'


HOSTILE = {
    "a bomb of entities": laughs(10),
    "a small bomb": laughs(2),
    "quadratic": f'<!DOCTYPE xml [<!ENTITY a "{"x" * 20000}">]><xml><A>{"&a;" * 2000}</A></xml>',
    "a file": '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><A>&f;</A></xml>',
    "an address": '<!DOCTYPE xml [<!ENTITY f SYSTEM "http://127.0.0.1:1/">]><xml><A>&f;</A></xml>',
    "a parameter entity": '<!DOCTYPE xml [<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]><xml/>',
    "a document type elsewhere": '<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/a.dtd"><xml><A>1</A></xml>',
    "a bare document type": "<!DOCTYPE xml><xml><A>1</A></xml>",
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_document_type_is_refused(document: str) -> None:
    with pytest.raises(BadCallback, match="doctype"):
        xml.read(document.encode())


BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n",
    "an entity nobody declared": b"<xml><A>&a;</A></xml>",
    "cut off": b"<xml><A>1</A>",
    "cut off in CDATA": b"<xml><A><![CDATA[1</A></xml>",
    "two roots": b"<xml/><xml/>",
    "another root": b"<html><A>1</A></html>",
    "a root in the root": b"<xml><xml>1</xml></xml>",
    "NUL": b"<xml><A>\0</A></xml>",
    "NUL by number": b"<xml><A>&#0;</A></xml>",
    "no UTF-8": b"<xml><A>\xd6\xd0</A></xml>",
    "half a character": b"<xml><A>\xed\xa0\xbd</A></xml>",
    "UTF-16": "<xml><A>1</A></xml>".encode("utf-16"),
    "too deep": b"<xml>" + b"<a>" * 6 + b"</a>" * 6 + b"</xml>",
    "deep as the sea": b"<xml>" + b"<a>" * 20_000,
    "too many": b"<xml>" + b"<a/>" * 500 + b"</xml>",
    "a list": b"[1]",
    "cut off JSON": b'{"a": 1',
    "JSON behind JSON": b"{}{}",
    "no number": b'{"a": NaN}',
    "deep JSON": b'{"a":' * 20_000,
    "nested JSON": b'{"a":' * 6 + b"1" + b"}" * 6,
    "long JSON": b'{"a":[' + b"1," * 500 + b"1]}",
    "JSON in another encoding": '{"a": "中"}'.encode("gbk"),
}


@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_body_is_refused(document: bytes) -> None:
    with pytest.raises(BadCallback):
        body.read(document)


@given(st.binary(max_size=200))
def test_noise_is_refused_or_read_and_nothing_else(noise: bytes) -> None:
    for document in (noise, b"<xml>" + noise + b"</xml>", b"{" + noise + b"}"):
        try:
            body.read(document)
        except BadCallback:
            continue


def test_as_deep_and_as_many_as_wechat_may_send() -> None:
    pictures = "".join(f"<item><PicMd5Sum>{n}</PicMd5Sum></item>" for n in range(9))
    document = f"<xml><SendPicsInfo><PicList>{pictures}</PicList></SendPicsInfo></xml>"
    found = xml.read(document.encode())
    assert [one["PicMd5Sum"] for one in found["SendPicsInfo"]["PicList"]["item"]] == list("012345678")


def test_numbers_of_json_keep_every_digit() -> None:
    fields, _ = body.read(b'{"MsgId": 25410000000000057123456789, "Lat": 30.50, "Is": true, "No": null}')
    assert fields == {"MsgId": "25410000000000057123456789", "Lat": "30.50", "Is": "True", "No": ""}


def test_the_vector_in_json_is_read() -> None:
    vectors = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["vectors"]
    (vector,) = (one for one in vectors if one["id"] == "dec-oa-json")
    assert body.read(vector["plaintext"].encode())[0]["Event"] == "debug_demo"
