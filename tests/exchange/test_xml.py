"""Any bytes give an element or `Invalid`, and no bytes make us fetch, expand or swell."""

import re
import time
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.errors import Invalid
from comity.exchange.leaves import Place, Taker, leaves
from comity.exchange.xml import Bounds, Element, read_xml

LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
BILLION = b'<!DOCTYPE r [<!ENTITY l0 "ha">' + LAUGHS + b"]><r>&l9;</r>"
QUADRATIC = b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 60_000 + b'">]><r>' + b"&a;" * 60_000 + b"</r>"
ATTRIBUTED = b'<!DOCTYPE r [<!ENTITY l0 "ha">' + LAUGHS + b']><r a="&l9;"/>'
FETCHING = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
PARAMETRIC = b'<!DOCTYPE r [<!ENTITY %% p SYSTEM "file:///etc/passwd"> %%p;]><r/>'
OUTSIDE = b'<!DOCTYPE r SYSTEM "http://127.0.0.1:1/r.dtd"><r/>'


@pytest.mark.parametrize("attack", [BILLION, QUADRATIC, ATTRIBUTED, FETCHING, PARAMETRIC, OUTSIDE])
def test_a_document_type_is_refused_fast_and_small(attack: bytes) -> None:
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(Invalid) as refused:
        read_xml(attack)
    assert time.monotonic() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()
    assert "root:" not in refused.value.message
    assert refused.value.remedy


def test_an_empty_document_type_is_refused_too() -> None:
    with pytest.raises(Invalid, match="document type"):
        read_xml(b"<!DOCTYPE r><r/>")


def test_a_document_type_hidden_by_utf_16_is_refused() -> None:
    with pytest.raises(Invalid, match="document type"):
        read_xml("<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE r [<!ENTITY x 'y'>]><r>&x;</r>".encode("utf-16"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"plain text",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b"\n<?xml version='1.0'?><a/>",
        b"<a>\x00</a>",
        b"<a>\xff\xfe</a>",
        b"<?xml version='1.0' encoding='no-such-encoding'?><a/>",
        b"<?xml version='1.0' encoding='UTF-16'?><a/>",
        b"<a>&#xD800;</a>",
        b"<a>&#0;</a>",
        b"<a>&undeclared;</a>",
        b"<a b='1' b='2'/>",
        b"<x:a/>",
        "<a>ü</a>".encode("latin-1"),
    ],
)
def test_what_is_not_well_formed_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        read_xml(raw)


def test_a_declared_encoding_is_heeded() -> None:
    root = read_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a>Zoë</a>".encode("latin-1"))
    assert root.text == "Zoë"


def test_comments_and_instructions_are_dropped() -> None:
    root = read_xml(b"<?xml version='1.0'?><!-- hello --><a><?run it?><!-- x --><b>1</b></a>")
    assert [leaf.path for leaf in leaves(root)] == ["/a/b"]


@pytest.mark.parametrize(
    "raw, bounds, said",
    [
        (b"<a>" + b"x" * 100 + b"</a>", Bounds(octets=99), "bytes"),
        (b"<a>" * 201 + b"</a>" * 201, Bounds(), "deep"),
        (b"<a>" + b"<b/>" * 100 + b"</a>", Bounds(elements=100), "elements"),
        (b"<a " + b" ".join(b"a%d='1'" % n for n in range(65)) + b"/>", Bounds(), "attributes"),
        (b"<a b='" + b"x" * 100 + b"'/>", Bounds(attribute_length=99), "attribute"),
        (b"<a>" + b"x" * 100 + b"</a>", Bounds(text_length=99), "text"),
    ],
)
def test_every_measure_is_bounded(raw: bytes, bounds: Bounds, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_xml(raw, bounds=bounds)


MARKUP = [b"<a>", b"</a>", b"<!DOCTYPE a [", b"]>", b"&x;", b"<![CDATA[", b"]]>", b'<b c="', b'"/>', b"<!--", b"-->"]
BYTES = [b"\xef\xbb\xbf", b"<?xml version='1.0'?>", b"\x00", b"\xff", b"text"]


def read_or_refused(raw: bytes) -> Element | Invalid:
    try:
        return read_xml(raw)
    except Invalid as refused:
        return refused


@given(st.binary(max_size=300))
@example(b"<a/>")
def test_any_bytes_give_an_element_or_invalid(raw: bytes) -> None:
    outcome = read_or_refused(raw)
    assert not isinstance(outcome, Invalid) or outcome.remedy


@given(st.lists(st.sampled_from(MARKUP + BYTES)))
def test_any_mixture_of_markup_gives_an_element_or_invalid(parts: list[bytes]) -> None:
    outcome = read_or_refused(b"<a>" + b"".join(parts) + b"</a>")
    assert not isinstance(outcome, Invalid) or outcome.remedy


MESSAGE = b"""<m xmlns:s="urn:structures" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" s:id="M1">
  <person s:id="P1"><name>Ada</name><name>Lee</name><empty> </empty></person>
  <fine currency="USD" xsi:type="x" s:ref="P1">12.50</fine></m>"""


def test_leaves_are_texts_and_meaningful_attributes_by_their_path() -> None:
    found = {leaf.path: leaf.value for leaf in leaves(read_xml(MESSAGE))}
    assert found == {
        "/m/person/name": "Ada",
        "/m/person/name[2]": "Lee",
        "/m/fine": "12.50",
        "/m/fine/@currency": "USD",
    }


def test_text_between_elements_is_a_leaf_too() -> None:
    assert [leaf.path for leaf in leaves(read_xml(b"<a>one<b/>two</a>"))] == ["/a", "/a/text()"]


def test_what_was_not_taken_is_named_by_its_path() -> None:
    root = read_xml(MESSAGE)
    taker = Taker(root)
    names = [Place(e) for e in root.iter("name")]
    assert taker.look(names[0]) == "Ada"
    assert taker.taken == 0
    taker.take(names[:1])
    (fine,) = root.iter("fine")
    taker.take([taker.attribute(fine, "currency")])
    assert (taker.total, taker.taken) == (4, 2)
    assert taker.untaken() == ("/m/person/name[2]", "/m/fine")


@given(st.text(alphabet="abc<>/ &;'\"=", max_size=60))
def test_every_leaf_is_taken_or_untaken(text: str) -> None:
    try:
        root = read_xml(f"<a>{text}</a>".encode())
    except Invalid:
        return
    taker = Taker(root)
    assert len(taker.untaken()) == taker.total == len(leaves(root))
    assert all(re.match(r"/a", path) for path in taker.untaken())
