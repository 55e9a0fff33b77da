"""What must hold of every HTML page, whatever it shows."""

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib

LANGUAGES = {"de", "en"}


def page_faults(html: str) -> list[str]:
    """What is wrong with the page, in words; empty for a good one."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html)
    faults = [f"HTML: {code} at {place}" for place, code, _ in parser.errors]
    faults += _head_faults(page) + _id_faults(page) + _inline_faults(page) + _form_faults(page)
    faults += [
        f"image without alt: {image.get('src')}"
        for image in page.iter("img")
        if image.get("alt") is None
    ]
    return faults


def _head_faults(page: Element) -> list[str]:
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


def _id_faults(page: Element) -> list[str]:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    faults = [f"id used {count} times: {name}" for name, count in ids.items() if count > 1]
    for element in page.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for target in (element.get(attribute) or "").split():
                if target not in ids:
                    faults.append(f"{attribute} names no element: {target}")
    return faults


def _inline_faults(page: Element) -> list[str]:
    faults = []
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue  # a comment
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            faults.append(f"inline {element.tag}")
        faults += [
            f"inline code in {element.tag}: {name}"
            for name in element.attrib
            if name == "style" or name.startswith("on")
        ]
        address = element.get("src") or (element.get("href") if element.tag == "link" else "") or ""
        if address.startswith(("http:", "https:", "//")):
            faults.append(f"loads from elsewhere: {address}")
    return faults


def _form_faults(page: Element) -> list[str]:
    return [
        f"form without CSRF token: {form.get('action')}"
        for form in page.iter("form")
        if (form.get("method") or "get").lower() == "post"
        and not any(field.get("name") == "csrf_token" for field in form.iter("input"))
    ]
