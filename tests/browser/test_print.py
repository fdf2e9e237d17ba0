"""What a printer gets: no sheet with a headline only, none with the imprint only, and an issue as one print."""

import io
import re
import subprocess

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from articles.editing import Actor
from articles.pictures.adding import add_picture
from articles.pictures.drawn import landscape
from tests.site.rows import illustrate, printed

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("picture_folders", "transactional_db")]

PARAGRAPH = "河道清理整治行动持续进行，干部群众一起上堤。" * 6


def sheets(page):
    """The text of each printed sheet, without spaces."""
    data = page.pdf(format="A4", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    return [re.sub(r"\s", "", sheet) for sheet in text.split("\f")[:-1]]


@pytest.mark.parametrize("paragraphs", range(4, 12))
@pytest.mark.parametrize("subheads", [False, True])
def test_the_text_begins_below_the_headline_and_no_sheet_is_almost_empty(visit, paragraphs, subheads):
    parts = [f"## 小标题\n\n{PARAGRAPH}" if subheads and number % 3 == 1 else PARAGRAPH for number in range(paragraphs)]
    story = printed("一座高原小城的三十年", deck="——来自云山的报道", body="\n\n".join(parts), byline=[("记者", "曹璐")])
    first, *others = sheets(visit(story.get_absolute_url()))
    assert len(first) > 400
    assert all("河道清理" in each for each in others)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_margins_stay_white_when_backgrounds_of_the_dark_view_are_printed(visit, scheme):
    page = visit(printed().get_absolute_url(), scheme=scheme)
    page.click("[value=dark]")
    data = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    command = ["pdftoppm", "-png", "-r", "20", "-singlefile", "-"]
    sheet = Image.open(io.BytesIO(subprocess.run(command, input=data, capture_output=True, check=True).stdout))
    corners = [(x, y) for x in (1, sheet.width - 2) for y in (1, sheet.height - 2)]
    assert {sheet.getpixel(corner) for corner in corners} == {(255, 255, 255)}


def test_an_issue_is_one_print_with_all_its_texts(visit):
    for number in range(1, 4):
        for place in range(1, 4):
            story = printed(
                f"第{number}版第{place}条", page=str(number), name="要闻", body=f"{number}{place}的正文。{PARAGRAPH}"
            )
    drawn = add_picture(ContentFile(landscape(1, 900, 600)), "河.jpg", Actor.command(), ["丁彤"])
    illustrate(story, drawn, caption="河面")
    page = visit("/2023-07-20/")
    page.get_by_role("link", name="全期打印").click()
    page.wait_for_url("**/print/")
    texts = sheets(page)
    whole = "".join(texts)
    assert all(whole.count(f"{number}{place}的正文") == 1 for number in range(1, 4) for place in range(1, 4))
    assert [each for each in texts if "上堤" not in each] == []
