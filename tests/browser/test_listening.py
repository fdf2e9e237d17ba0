"""Reading aloud: a story, and the stories of a page or an issue one after another."""

from datetime import date

import pytest
from playwright.sync_api import expect

from articles.models import Article, Correction

from .chromium import set_type, until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("paper")]

# Replaces the browser's voices, since there are none here. Records the phrases, each of which takes 30 ms; while
# `held`, as it is from phrase `holdAt` on, the phrase goes on. Records the actions of the locked screen, too.
VOICE = """
    window.spoken = [];
    window.rates = [];
    window.held = false;
    window.holdAt = 0;
    let timer;
    const end = (utterance) => held ? timer = setTimeout(end, 30, utterance) : utterance.onend();
    const voice = {
        getVoices: () => [{ lang: "zh-CN" }],
        speak(utterance) {
            if (!utterance.text) return;
            if (spoken.push(utterance.text) == holdAt) held = true;
            rates.push(utterance.rate);
            timer = setTimeout(end, 30, utterance);
        },
        cancel() { clearTimeout(timer); },
    };
    Object.defineProperty(window, "speechSynthesis", { value: voice });
    window.locked = {};
    MediaSession.prototype.setActionHandler = (name, does) => { locked[name] = does; };
"""
STORY = "水利局开展河湖保护整治行动"


@pytest.fixture
def hear(visit):
    """hear(address) -> a page whose browser has a voice."""

    def open_page(address, voice=VOICE, **options):
        page = visit("/", **options)
        page.add_init_script(voice)
        page.goto(address)
        return page

    return open_page


def story_of(headline):
    return Article.objects.get(headline=headline).get_absolute_url()


def press(page, name):
    page.click(f"button:text-is('{name}')")


def ends(page):
    until(page, "spoken.length && document.querySelector('.player').hidden")


def test_a_story_is_read_in_short_phrases_that_follow_the_text(hear):
    article = Article.objects.get(headline=STORY)
    page = hear(article.get_absolute_url())
    page.evaluate("holdAt = 3")
    press(page, "朗读")
    until(page, "held")
    paragraph = page.locator(".text .spoken")
    assert page.evaluate("spoken.at(-1)") in paragraph.inner_text()
    press(page, "暂停")
    paused = page.evaluate("spoken.length")
    page.evaluate("held = false")
    page.wait_for_timeout(150)
    assert page.evaluate("spoken.length") == paused
    press(page, "继续朗读")
    ends(page)
    spoken = page.evaluate("spoken")
    # After a pause the phrase is repeated.
    assert spoken[paused] == spoken[paused - 1]
    assert "".join(spoken[:paused] + spoken[paused + 1 :]) == article.headline + article.body.replace("\n", "")
    assert max(map(len, spoken)) <= 61
    expect(page.locator(".spoken")).to_have_count(0)


def test_phrases_never_split_a_character(hear):
    """The 60th character is a surrogate pair, a multi-part emoji, a flag or a letter with a combining accent."""
    sentences = [
        f"{'甲' * 59}{whole}{'乙' * 30}。" for whole in ("𬭎", "👨\u200d👩\u200d👧", "🇨🇳", "e\u0301", "葛\U000e0100")
    ]
    Article.objects.filter(headline="要闻第1条").update(body="\n\n".join(sentences))
    page = hear(story_of("要闻第1条"))
    press(page, "朗读")
    ends(page)
    spoken = page.evaluate("spoken")
    assert "".join(spoken).endswith("".join(sentences))
    assert page.evaluate("spoken.every((text) => text.isWellFormed())")
    assert [phrase for phrase in spoken if phrase.startswith("乙")] == [f"{'乙' * 30}。"] * len(sentences)


def test_within_a_story_one_goes_from_paragraph_to_paragraph(hear):
    Article.objects.filter(headline="要闻第1条").update(body="一。\n\n二。\n\n三。")
    page = hear(story_of("要闻第1条"))
    page.evaluate("held = true")
    press(page, "朗读")
    for name in ("下一段", "下一段", "上一段", "下一段", "下一段"):
        press(page, name)
    assert page.evaluate("spoken") == ["要闻第1条", "一。", "二。", "一。", "二。", "三。"]
    press(page, "下一段")
    ends(page)


def test_who_listens_hears_that_a_story_was_corrected_before_its_text(hear):
    story = Article.objects.get(headline="要闻第1条")
    day = date(2022, 7, 21)
    Correction.objects.create(article=story, date=day, text="“20余吨”应为“30余吨”。\n\n谨向读者致歉。")
    page = hear(story.get_absolute_url())
    press(page, "朗读")
    ends(page)
    spoken = page.evaluate("spoken")
    assert spoken[0] == "要闻第1条"
    assert " ".join(spoken[1].split()) == "更正 2022年7月21日"
    assert [each.strip() for each in spoken[2:4]] == ["“20余吨”应为“30余吨”。", "谨向读者致歉。"]
    assert spoken[4] in story.body


def test_the_stories_of_a_page_are_read_in_order(hear):
    bodies = {f"综合新闻第{number}条": f"第{number}条的文字。" for number in (1, 2)}
    for headline, body in bodies.items():
        Article.objects.filter(headline=headline).update(body=body)
    page = hear("/2022-07-20/2/", width=390)
    page.evaluate("held = true")
    press(page, "听本版")
    until(page, "spoken.length == 1")
    lit = page.locator(".titles .story.spoken")
    expect(lit).to_have_count(1)
    expect(lit.get_by_role("heading")).to_have_text("综合新闻第1条")
    expect(page.locator(".player")).to_contain_text("综合新闻第1条")
    page.evaluate("held = false")
    ends(page)
    assert "".join(page.evaluate("spoken")) == "".join(headline + body for headline, body in bodies.items())


def test_the_whole_issue_is_read_with_the_controls_of_the_locked_screen(hear):
    page = hear("/2022-07-20/")
    page.evaluate("held = true")
    press(page, "听报")
    until(page, "spoken.length == 1")
    assert page.evaluate("navigator.mediaSession.playbackState") == "playing"
    assert page.evaluate("[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]") == [
        "要闻第1条",
        "本县日报",
    ]
    page.evaluate("locked.nexttrack()")
    until(page, "spoken.at(-1) == '要闻第2条'")
    page.evaluate("locked.nexttrack()")
    until(page, "spoken.at(-1) == '综合新闻第1条'")
    page.evaluate("locked.previoustrack()")
    until(page, "spoken.at(-1) == '要闻第2条'")
    page.evaluate("locked.pause()")
    assert page.evaluate("navigator.mediaSession.playbackState") == "paused"
    page.evaluate("locked.play()")
    assert page.evaluate("navigator.mediaSession.playbackState") == "playing"
    page.evaluate("held = false")
    ends(page)
    spoken = page.evaluate("spoken")
    assert [phrase for phrase in spoken if phrase.startswith("副刊")] == ["副刊第1条", "副刊第2条"]
    assert page.evaluate("navigator.mediaSession.metadata") is None


def test_a_story_that_was_withdrawn_meanwhile_is_left_out(hear, complaints):
    page = hear("/2022-07-20/2/")
    Article.objects.filter(headline="综合新闻第1条").update(status="draft")
    press(page, "听本版")
    ends(page)
    assert page.evaluate("spoken[0]") == "综合新闻第2条"
    assert "status of 404" in complaints.pop()


def test_the_speed_is_kept(hear):
    page = hear(story_of("要闻第1条"))
    page.evaluate("held = true")
    press(page, "朗读")
    press(page, "语速 1×")
    expect(page.locator("[data-do=rate]")).to_have_text("语速 1.25×")
    assert page.evaluate("rates") == [1, 1.25]
    page.goto("/2022-07-20/")
    press(page, "听报")
    until(page, "rates.length > 0")
    assert page.evaluate("rates[0]") == 1.25


def test_a_voice_that_fails_is_reported(hear):
    page = hear(story_of("要闻第1条"), VOICE.replace("utterance.onend()", "utterance.onerror()"))
    press(page, "朗读")
    expect(page.locator("[data-say]")).to_have_text("本设备没有可用于朗读的语音。")
    ends(page)


@pytest.mark.parametrize("voices", ["undefined", "{ getVoices: () => [] }", "{ getVoices: () => [{ lang: 'en-GB' }] }"])
def test_without_a_chinese_voice_there_is_no_button(hear, voices):
    voice = f"Object.defineProperty(window, 'speechSynthesis', {{ value: {voices} }})"
    page = hear(story_of("要闻第1条"), voice)
    for address in (page.url, "/2022-07-20/2/", "/2022-07-20/"):
        page.goto(address)
        expect(page.locator("[data-do=listen]")).to_be_hidden()
    page.goto(story_of("要闻第1条"))
    expect(page.locator("[data-do=share]")).to_be_visible()


def test_the_controls_fit_a_small_screen_in_large_type(hear):
    page = hear("/2022-07-20/2/", width=320)
    page.evaluate("held = true")
    set_type(page, "large")
    press(page, "听本版")
    expect(page.locator(".player")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    heights = page.evaluate(
        "[...document.querySelectorAll('.player button')].map((each) => each.getBoundingClientRect().height)"
    )
    assert min(heights) >= 59.5
