"""What must hold of every HTML page, whatever it shows.

Whether a page keeps the rules of HTML, a parser tells that follows them to the letter and is slow.
It depends on the markup alone, and thousands of pages are made of a few hundred markups: so the
slow parser reads each of them once. What else is checked, a fast one finds on every page.
"""

import re
from collections import Counter

import html5lib
from lxml import html as quick

LANGUAGES = {"de", "en"}

_TAG = re.compile(r"""(<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>)""")
_PLAIN_VALUE = re.compile(r'="[^"&<>\0]*"')
_PLAIN_TEXT = re.compile(r"[^<>&\0]*[^<>&\0\s][^<>&\0]*")
_REFERENCES = "//@for | //@aria-labelledby | //@aria-describedby | //@aria-controls"
_faultless_markups: set[str] = set()


def page_faults(html: str) -> list[str]:
    """What is wrong with the page, in words; empty for a good one."""
    page = quick.document_fromstring(html)
    return (
        _markup_faults(html)
        + _head_faults(page)
        + _id_faults(page)
        + _inline_faults(page)
        + _form_faults(page)
        + _image_faults(page)
    )


def markup_of(html: str) -> str:
    """The page without what no rule of markup looks at: words between tags, values in them."""
    pieces = _TAG.split(html)
    pieces[::2] = [_PLAIN_TEXT.sub("x", text) for text in pieces[::2]]
    pieces[1::2] = [_PLAIN_VALUE.sub('=""', tag) for tag in pieces[1::2]]
    return "".join(pieces)


def _markup_faults(html: str) -> list[str]:
    markup = markup_of(html)
    if markup in _faultless_markups:
        return []
    parser = html5lib.HTMLParser()
    parser.parse(html)
    if not parser.errors:
        _faultless_markups.add(markup)
    return [f"HTML: {code} at {place}" for place, code, _ in parser.errors]


def _head_faults(page: quick.HtmlElement) -> list[str]:
    faults = []
    if page.get("lang") not in LANGUAGES:
        faults.append("no language")
    title = page.find("head/title")
    if title is None or not (title.text or "").strip():
        faults.append("no title")
    headings = sum(1 for _ in page.iter("h1"))
    if headings != 1:
        faults.append(f"{headings} first-level headings")
    return faults


def _id_faults(page: quick.HtmlElement) -> list[str]:
    ids = Counter(filter(None, page.xpath("//@id")))
    faults = [f"id used {count} times: {name}" for name, count in ids.items() if count > 1]
    for named in page.xpath(_REFERENCES):
        faults += [
            f"{named.attrname} names no element: {target}"
            for target in named.split()
            if target not in ids
        ]
    return faults


def _inline_faults(page: quick.HtmlElement) -> list[str]:
    faults = [f"inline {element.tag}" for element in page.xpath("//style | //script[not(@src)]")]
    faults += [
        f"inline code in {code.getparent().tag}: {code.attrname}"
        for code in page.xpath("//@style | //@*[starts-with(name(), 'on')]")
    ]
    faults += [
        f"loads from elsewhere: {address}"
        for address in page.xpath("//@src | //link/@href")
        if address.startswith(("http:", "https:", "//"))
    ]
    return faults


def _form_faults(page: quick.HtmlElement) -> list[str]:
    return [
        f"form without CSRF token: {form.get('action')}"
        for form in page.iter("form")
        if (form.get("method") or "get").lower() == "post"
        and not any(field.get("name") == "csrf_token" for field in form.iter("input"))
    ]


def _image_faults(page: quick.HtmlElement) -> list[str]:
    return [
        f"image without alt: {image.get('src')}"
        for image in page.iter("img")
        if image.get("alt") is None
    ]
