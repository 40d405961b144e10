from __future__ import annotations

import pytest

from taskgate.site.markup import Html, join, raw, tag


def test_text_is_escaped_and_markup_is_not() -> None:
    assert tag("b", "<i>&\"'", tag("i", "x")) == "<b>&lt;i&gt;&amp;&quot;&#x27;<i>x</i></b>"


def test_markup_that_was_joined_with_text_is_text() -> None:
    assert tag("b", Html("<i>") + "<u>") == "<b>&lt;i&gt;&lt;u&gt;</b>"
    assert tag("b", f"{Html('<i>')}") == "<b>&lt;i&gt;</b>"


def test_attributes_are_escaped() -> None:
    written = tag("a", class_='x" onclick="y', data_search="<'", hidden=True, id=None, checked=False)
    assert written == '<a class="x&quot; onclick=&quot;y" data-search="&lt;&#x27;" hidden></a>'


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\ufffe"])
def test_what_html_cannot_hold_is_replaced(character: str) -> None:
    assert join(f"a{character}b") == "a\ufffdb"


def test_a_script_that_would_end_itself_is_refused() -> None:
    assert raw("script", "1 < 2") == "<script>1 < 2</script>\n"
    with pytest.raises(ValueError, match="would end it"):
        raw("script", "'</script>'")
