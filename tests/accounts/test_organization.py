"""The organization's settings: name, texts, demands, and a logo that is drawn anew."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from accounts.models import OrganizationLogo
from accounts.services import begin_second_factor, confirm_second_factor
from interviews.models import Interview
from tests.accounts.test_second_factor import code_of
from tests.factories import make_interview, make_position
from tests.pages import browser, post, text_of

PATH = "/console/settings/organization"


@pytest.fixture
def organization(people):
    return people.owner.memberships.get().organization


def picture(size=(900, 300), form="PNG", **options):
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, form, **options)
    return drawn.getvalue()


def save(person, *, logo=None, name="logo.png", **fields):
    given = {"name": "甲公司", **fields}
    if logo is not None:
        given["logo"] = SimpleUploadedFile(name, logo)
    return post(browser(person), PATH, given)


def test_name_and_texts_are_saved_by_an_owner_alone(people, organization):
    for person, status in ((people.mate, 403), (people.candidate, 302)):
        assert save(person, name="x").status_code == status
    save(people.stranger, opening_text_en="theirs")
    organization.refresh_from_db()
    assert (organization.name, organization.opening_text_en) == ("甲公司", "")
    assert save(people.owner, opening_text_en="ours").status_code == 302
    organization.refresh_from_db()
    assert organization.opening_text_en == "ours"


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "x" * 201}, {"opening_text_zh": "长" * 2001}])
def test_settings_too_long_or_empty_are_refused(people, fields):
    given = {"name": "甲公司", **fields}
    assert post(browser(people.owner), PATH, given).status_code == 400


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_logo_is_drawn_anew_small_and_without_what_came_along(people, form):
    options = {}
    if form == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", "<script>secret")
    given = picture(form=form, **options) + b"<script>appended"
    assert save(people.owner, logo=given, name="anything.txt").status_code == 302
    logo = OrganizationLogo.objects.get()
    kept = Image.open(io.BytesIO(bytes(logo.content)))
    assert (kept.format, kept.size) == ("PNG", (480, 160))
    assert b"script" not in bytes(logo.content)
    address = f"/logos/{logo.organization.public_id}/{logo.version}.png"
    answer = browser().get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert address in text_of(browser(people.owner), PATH)


def bomb():
    """A PNG that says it is 50,000 pixels wide and high."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        picture()[:200],
        picture(size=(4097, 10)),
        bomb(),
        picture() + b"\0" * (2 * 1024 * 1024),
    ],
    ids=["svg", "gif", "pdf", "head alone", "cut off", "too wide", "bomb", "too heavy"],
)
def test_logo_that_is_no_small_picture_is_refused(people, content):
    answer = save(people.owner, logo=content, name="logo.png")
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert not OrganizationLogo.objects.exists()


def test_logo_is_replaced_and_removed(people):
    save(people.owner, logo=picture())
    first = OrganizationLogo.objects.get().version
    save(people.owner, logo=picture(size=(50, 50)))
    logo = OrganizationLogo.objects.get()
    assert logo.version != first
    assert browser().get(f"/logos/{logo.organization.public_id}/{first}.png").status_code == 404
    assert post(browser(people.mate), f"{PATH}/logo/remove").status_code == 403
    post(browser(people.owner), f"{PATH}/logo/remove")
    assert not OrganizationLogo.objects.exists()


@pytest.mark.parametrize(("language", "told"), [("zh-CN", "修改: 标志"), ("en", "Changed: logo")])
def test_trail_names_the_logo_in_the_readers_language(people, language, told):
    save(people.owner, logo=picture())
    assert told in text_of(browser(people.owner, language=language), PATH)


def test_candidate_reads_logo_and_opening_text_in_the_own_language(people, organization):
    save(people.owner, logo=picture(), opening_text_zh="欢迎你<b>", opening_text_en="Welcome")
    interview = make_interview(people.candidate, make_position(people.owner))
    path = f"/interviews/{interview.public_id}/consent"
    chinese = text_of(browser(people.candidate), path)
    assert "欢迎你&lt;b&gt;" in chinese
    assert "/logos/org_" in chinese
    assert "Welcome" in text_of(browser(people.candidate, language="en"), path)
    save(people.owner, opening_text_zh="只有中文")
    assert "只有中文" in text_of(browser(people.candidate, language="en"), path)


def test_candidate_reads_the_closing_text_after_the_interview(people, api):
    save(people.owner, closing_text_en="See you soon")
    interview = make_interview(people.candidate, make_position(people.owner, questions=1))
    path = f"/interviews/{interview.public_id}"
    api(people.candidate).post(f"{path}/start")
    api(people.candidate).post(f"{path}/end")
    assert Interview.objects.get().status == "completed"
    assert "See you soon" in text_of(browser(people.candidate, language="en"), f"{path}/done")


def test_second_factor_is_demanded_only_by_an_owner_who_has_one(people, organization):
    assert save(people.owner, requires_second_factor="on").status_code == 403
    organization.refresh_from_db()
    assert not organization.requires_second_factor
    begin_second_factor(people.owner)
    confirm_second_factor(people.owner, code=code_of(people.owner))
    assert save(people.owner, requires_second_factor="on").status_code == 302
    organization.refresh_from_db()
    assert organization.requires_second_factor


def test_removing_the_logo_asks_first(people):
    assert "remove-logo" not in text_of(browser(people.owner), PATH)
    save(people.owner, logo=picture())
    page = text_of(browser(people.owner), PATH)
    assert 'data-opens="remove-logo"' in page
    asked = page.split('<dialog class="dialog" id="remove-logo"', 1)[1].split("</dialog>", 1)[0]
    assert f'action="{PATH}/logo/remove"' in asked
    assert 'form="remove-logo"' not in page
