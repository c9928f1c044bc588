"""A masked copy is a package of its own that names its original; what was covered is gone."""

import io

import pytest
from PIL import Image

from wangshi.accounts.policy import Refused
from wangshi.engine.forensics.canonical import read_canonical
from wangshi.engine.forensics.package import open_package
from wangshi.evidence.models import MaskedCopy
from wangshi.evidence.redaction import (
    Box,
    CannotMask,
    mask_picture,
    mask_text,
    read_boxes,
    size_of,
)
from wangshi.evidence.selectors import check_package, public_until, stands
from wangshi.evidence.services import look_at, make_masked_copy, publish_copy, withdraw_copy
from wangshi.evidence.strongroom import package_path
from wangshi.evidence.workflow import EvidenceRefused

from .conftest import AT, LATER, TEXT, picture

REASON = "遮去买家电话，用于公开典型案例"


@pytest.fixture
def look(exhibit, officer):
    return look_at(exhibit, reason="做遮盖副本", by=officer, at=AT)


@pytest.fixture
def copy(look, exhibit, officer) -> MaskedCopy:
    file = exhibit.files.get(name="店铺首页.png")
    return make_masked_copy(look, file, "10,10,20,5", reason=REASON, by=officer, at=AT)


@pytest.mark.django_db
def test_the_copy_is_sound_and_names_its_original_which_stays(copy, exhibit):
    path = package_path(exhibit.pk, copy.number)
    assert check_package(path).is_sound
    facts = read_canonical(open_package(path).read("capture/facts.json"))
    assert facts["original"]["manifest_sha256"] == exhibit.manifest_sha256
    assert facts["original"]["sha256"] == copy.file.sha256
    assert facts["masks"] == [[10, 10, 20, 5]]
    assert check_package(package_path(exhibit.pk)).is_sound
    assert open_package(package_path(exhibit.pk)).read("files/0001.png") == picture()


@pytest.mark.django_db
def test_what_was_covered_in_a_text_stands_nowhere_in_the_package(look, exhibit, officer):
    file = exhibit.files.get(name="页面文字.txt")
    copy = make_masked_copy(look, file, "13900000000\n虚构甲", reason=REASON, by=officer, at=AT)
    package = package_path(exhibit.pk, copy.number).read_bytes()
    assert b"13900000000" not in package
    assert "虚构甲".encode() not in package
    masked = open_package(package_path(exhibit.pk, copy.number)).read("files/0001.txt").decode()
    assert masked == TEXT.replace("13900000000", "█████").replace("虚构甲", "█████")


@pytest.mark.django_db
def test_the_same_copy_is_not_made_twice(look, copy, officer):
    with pytest.raises(EvidenceRefused, match="用那一份"):
        make_masked_copy(look, copy.file, "10,10,20,5", reason=REASON, by=officer, at=AT)


@pytest.mark.django_db
def test_nobody_masks_by_anothers_look_or_after_half_an_hour(look, copy, second, officer):
    with pytest.raises(Refused):
        make_masked_copy(look, copy.file, "1,1,2,2", reason=REASON, by=second, at=AT)
    with pytest.raises(EvidenceRefused, match="半小时"):
        make_masked_copy(look, copy.file, "1,1,2,2", reason=REASON, by=officer, at=LATER)


@pytest.mark.django_db
def test_another_publishes_it_for_as_long_as_the_law_says(copy, officer, reviewer):
    with pytest.raises(Refused):
        publish_copy(copy, caption="试填", term="publicity_min_light", by=officer, at=AT)
    made = publish_copy(
        copy, caption="某茶行虚假宣传", term="publicity_min_light", by=reviewer, at=AT
    )
    until = public_until(made)
    assert stands(made, AT.date())
    assert stands(made, until)
    assert not stands(made, until.replace(year=until.year + 1))
    with pytest.raises(EvidenceRefused, match="已经公开过"):
        publish_copy(made, caption="再来", term="publicity_min_light", by=reviewer, at=AT)


@pytest.mark.django_db
def test_what_is_withdrawn_is_gone_from_the_public_page(client, copy, reviewer):
    made = publish_copy(copy, caption="某茶行", term="publicity_min_light", by=reviewer, at=AT)
    page = f"/published/{made.pk}/"
    assert client.get(page).status_code == 200
    assert client.get(f"{page}picture.png")["Content-Type"] == "image/png"
    withdraw_copy(made, reason="当事人申请，信用修复", by=reviewer, at=AT)
    for address in (page, f"{page}picture.png", f"{page}package.wacz"):
        assert client.get(address).status_code == 404


def test_a_masked_picture_is_black_where_it_was_marked_and_nowhere_else():
    made = Image.open(io.BytesIO(mask_picture(picture(), [Box(10, 10, 20, 5)])))
    black = {(x, y) for x in range(60) for y in range(40) if made.getpixel((x, y)) == (0, 0, 0)}
    assert black == {(x, y) for x in range(10, 30) for y in range(10, 15)}


def test_what_a_camera_wrote_beside_the_picture_does_not_come_along():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "虚构地址 13900000000"
    Image.new("RGB", (20, 20)).save(out, format="JPEG", exif=exif)
    assert b"13900000000" in out.getvalue()
    assert b"13900000000" not in mask_picture(out.getvalue(), [Box(1, 1, 2, 2)])


WRONG = (
    ("", "还没有标"),
    ("1,2,3", "第 1 行"),
    ("1,2,3,4\n左,2,3,4", "第 2 行"),
    ("1,2,0,4", "第 1 行"),
)


@pytest.mark.parametrize(("marks", "words"), WRONG)
def test_marks_that_say_no_box_are_told_by_their_line(marks, words):
    with pytest.raises(CannotMask, match=words):
        read_boxes(marks)


def test_boxes_may_be_written_as_people_write_them():
    assert read_boxes("1,2,3,4\n\n 5， 6 7,8 ") == (Box(1, 2, 3, 4), Box(5, 6, 7, 8))


@pytest.mark.parametrize("content", [b"", b"GIF89a", picture()[:40], b"<svg/>"])
def test_what_is_no_picture_of_ours_is_refused(content):
    with pytest.raises(CannotMask, match="打不开"):
        size_of(content)


def test_a_picture_that_claims_to_be_vast_is_refused_before_it_is_read():
    bomb = bytearray(picture())
    bomb[16:24] = (100_000).to_bytes(4) + (100_000).to_bytes(4)
    with pytest.raises(CannotMask):
        mask_picture(bytes(bomb), [Box(0, 0, 1, 1)])


def test_a_box_outside_the_picture_covers_nothing_and_says_so():
    with pytest.raises(CannotMask, match="图宽 60，高 40"):
        mask_picture(picture(), [Box(60, 0, 5, 5)])


def test_a_word_that_is_not_there_is_told():
    with pytest.raises(CannotMask, match="文里没有"):
        mask_text(TEXT.encode(), ["别的号码"])
