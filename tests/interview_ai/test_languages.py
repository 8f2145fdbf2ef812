"""Every page in Chinese and in English: it is there, and holds no sentence of ours in the other language.

Pages are taken from the addresses themselves: a new one without an example fails here, and so does one that shows a
word that was never translated. What people wrote is Chinese in these tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from lxml import html

from tests.interview_ai.addresses import WANTED, Company, admin_pages, filled_company, routes
from tests.pages import browser
from tests.people import make_people

_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-empty", "data-confirm", "aria-description")
_SILENT = {"script", "style", "code", "pre", "template", "kbd"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_RUN = re.compile(r"[A-Za-z][a-z'’]+(?:[ ,]+[A-Za-z]?[a-z'’]+){2,}")
_WORD = re.compile(r"[A-Za-z]{3,}")
_PUNCTUATION = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
_NAMES_OF_LANGUAGES = re.compile(r"English|简体中文|中文")
# What is written the same in both languages: files, units of other products, zones, addresses, ids, engines.
_NAMES = re.compile(
    r"(?:/\S*|Webhook|"
    r"Excel|CSV|PDF|Word|DOCX|UTC|English|Interview AI|App ID|App Secret|SDK ID|Secret ID|Secret Key|Open ID"
    r"|Access Token|Operator ID|[A-Z]\w+/[A-Z][\w ]+|\S+@\S+|https?://\S*|[\w-]+\.\w+|[a-z]+_[0-9a-z]{26}"
    r"|[a-z-]+ [\d.]+|[A-Z]{2,5}|\W|\d)+"
)


@pytest.fixture
def company(db: None) -> Company:
    return filled_company(make_people())


def chunks(page: bytes) -> Iterator[str]:
    """Every piece of text a person may read or hear, and the sentences of the page's modules."""
    tree = html.document_fromstring(page.decode())
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tail and element.tail.strip() and not _is_silent(element.getparent()):
            yield " ".join(element.tail.split())
        if element.tag == "script" and element.get("type") == "application/json":
            yield from _strings(json.loads(element.text or "null"))
        if _is_silent(element):
            continue
        if element.text and element.text.strip():
            yield " ".join(element.text.split())
        yield from (" ".join(element.get(name).split()) for name in _ATTRIBUTES if element.get(name))


def _is_silent(element: Any) -> bool:
    """Whether it or what holds it is no text for people, an icon's name, or told to be of another language."""
    while element is not None:
        if (
            element.tag in _SILENT
            or "material-symbols" in (element.get("class") or "")
            or (element.get("lang") and element.tag != "html")
        ):
            return True
        element = element.getparent()
    return False


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        yield from (text for value in found.values() for text in _strings(value))
    elif isinstance(found, list):
        yield from (text for value in found for text in _strings(value))


@cache
def translated() -> frozenset[str]:
    """Our English sentences that read otherwise in Chinese."""
    with (settings.PROJECT_DIR / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file, locale="zh_Hans")
    pairs = ((message.id, message.string) for message in catalog if message.id)
    return frozenset(key for key, word in pairs if isinstance(key, str) and word != key) - {"English"}


def written_by_people() -> str:
    """Everything that lies in the database, and the questions that come with the product."""
    found = [json.dumps(WANTED, ensure_ascii=False)]
    for model in apps.get_models():
        for row in model._base_manager.values():
            found += [json.dumps(value, ensure_ascii=False, default=str) for value in row.values()]
    seeds = settings.PROJECT_DIR / "questionbank" / "seeds"
    return "\n".join([*found, *(file.read_text() for file in sorted(seeds.glob("*")) if file.is_file())])


def left_in_english(address: str, page: bytes, written: str) -> list[str]:
    """Pieces of a Chinese page that are English sentences, or words of ours with a translation; outside the admin
    also those in no other than Latin letters, unless somebody wrote them or they are names."""
    is_ours = not address.startswith("/admin/")
    return [
        text
        for text in chunks(page)
        if text in translated() or _RUN.search(text) or (is_ours and _is_bare(text) and text not in written)
    ]


def _is_bare(text: str) -> bool:
    """Whether it has words, and none of them is Chinese or a name."""
    has_chinese = _CHINESE.search(text) or _PUNCTUATION.search(text)
    return bool(_WORD.search(text)) and not has_chinese and not _NAMES.fullmatch(text)


def left_in_chinese(page: bytes, written: str) -> list[str]:
    """Pieces of an English page with Chinese that nobody wrote."""
    found = []
    for text in chunks(page):
        runs = _CHINESE.findall(_NAMES_OF_LANGUAGES.sub("", text))
        found += [text] if any(run not in written for run in runs) else []
    return found


def pages_of(company: Company, language: str) -> Iterator[tuple[str, Any]]:
    """Each address with the answer to whom it belongs."""
    clients = {
        user: browser(user, language=language) for user in (None, company.people.owner, company.people.candidate)
    }
    for route in routes():
        address = company.address(route).replace("/zh", f"/{language[:2]}")  # the language of a mail that is shown
        yield address, clients[company.visitor(route)].get(address)
    for address in admin_pages(company):
        yield address, clients[company.people.owner].get(address)


def test_every_page_is_there_in_chinese_without_an_english_word(company):
    missing, found, written = [], [], written_by_people()
    for address, response in pages_of(company, "zh-CN"):
        if response.status_code != 200:
            missing.append((address, response.status_code))
        else:
            found += [(address, text) for text in left_in_english(address, response.content, written)]
    assert missing == []
    assert found == []


def test_every_page_is_there_in_english_without_a_chinese_word(company):
    missing, found, written = [], [], written_by_people()
    for address, response in pages_of(company, "en"):
        if response.status_code != 200:
            missing.append((address, response.status_code))
        else:
            found += [(address, text) for text in left_in_chinese(response.content, written)]
    assert missing == []
    assert found == []


def test_words_left_untranslated_are_found():
    page = "<html lang=zh><body><p>Queued</p><p title='Nobody translated this'>好</p><code>not for people</code></body>"
    assert left_in_english("/console/", page.encode(), "") == ["Queued", "Nobody translated this"]
    assert left_in_english("/console/", b"<p>PDF</p><p>Zzyzx</p>", "") == ["Zzyzx"]
    assert left_in_chinese("<p>写的</p><p>没有译</p>".encode(), "写的") == ["没有译"]
