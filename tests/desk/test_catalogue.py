"""The Chinese catalogue translates every message, and the compiled file is current."""

import ast
import gettext
import re

from django.conf import settings
from django.utils.translation.template import templatize
from jinja2.ext import extract_from_ast

from articles.site.jinja import environment

CATALOGUE = settings.BASE_DIR / "articles" / "locale" / "zh_Hans" / "LC_MESSAGES"
# {function: indexes of the arguments with context and message}
CALLS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"], (None, 0)),
    **dict.fromkeys(["pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"], (0, 1)),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"\b(\w*gettext)\(({STRING}(?:, *{STRING})*)")


def test_every_message_of_the_code_is_translated():
    sources = [*(settings.BASE_DIR / "articles").rglob("*.py"), *(settings.BASE_DIR / "newsroom").rglob("*.py")]
    wanted = {sentence for path in sources for sentence in _sentences_of_code(path.read_text())}
    assert len(wanted) > 200
    assert sorted(map(str, wanted - _compiled().keys())) == []


def test_every_message_of_the_templates_is_translated():
    templates = [path for path in (settings.BASE_DIR / "templates").rglob("*") if path.is_file()]
    wanted = {sentence for path in templates for sentence in _sentences_of_template(path)}
    assert len(wanted) > 50
    assert sorted(map(str, wanted - _compiled().keys())) == []


def test_compiled_catalogue_matches_its_source():
    written = _written()
    assert {key: text for key, text in _compiled().items() if key} == written
    assert "fuzzy" not in (CATALOGUE / "django.po").read_text()
    assert [key for key, text in written.items() if not text.strip()] == []


def test_translations_keep_their_placeholders():
    holes = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    wrong = {key: text for key, text in _written().items() if set(holes.findall(key)) != set(holes.findall(text))}
    assert wrong == {}


def test_chinese_sentences_have_chinese_punctuation():
    code = re.compile(r"<[^>]*>|https?://\S+|%\(\w+\)[sd]|\{\w*\}")
    after = r"[一-龥，。、：；！？（）“”《》…](?:[,;:!?()]|\.(?![a-z]))"  # not 综合新闻.txt
    before = r"[,;:!?()][一-龥“《（…]|◇[,;:!?](?: ?[一-龥“《◇]|$)"
    wrong = re.compile(f"{after}|{before}")
    for catalogue in ("django.po", "djangojs.po"):
        plain = {key: code.sub("◇", text) for key, text in _written(catalogue).items()}
        assert {key: text for key, text in plain.items() if wrong.search(text)} == {}


def _sentences_of_code(source):
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or (name := _name(node.func)) not in CALLS:
            continue
        strings = [getattr(argument, "value", None) for argument in node.args]
        context, sentence = CALLS[name]
        if isinstance(strings[sentence], str):
            yield _key(strings[context] if context is not None else None, strings[sentence])


def _name(function):
    return getattr(function, "id", None) or getattr(function, "attr", None)


def _sentences_of_template(path):
    if settings.BASE_DIR / "templates" / "desk" in path.parents:
        yield from _sentences_of_django(path.read_text())
    else:
        for _, function, strings in extract_from_ast(environment().parse(path.read_text()), CALLS):
            strings = [strings] if isinstance(strings, str) else list(strings)
            context, sentence = CALLS[function]
            yield _key(strings[context] if context is not None else None, strings[sentence])


def _sentences_of_django(source):
    for function, arguments in TEMPLATE_CALL.findall(templatize(source)):
        strings = ast.literal_eval(f"({arguments},)")
        context = strings[0] if "p" in function.removesuffix("gettext") else None
        yield _key(context, strings[0 if context is None else 1])


def _key(context, sentence):
    return f"{context}\x04{sentence}" if context else sentence


def _compiled():
    with open(CATALOGUE / "django.mo", "rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {(key[0] if isinstance(key, tuple) else key): text for key, text in catalogue.items()}


def _written(catalogue="django.po"):
    """A .po file as {key: translation}, its header left out."""
    written = {}
    for entry in re.split(r"\n\s*\n", (CATALOGUE / catalogue).read_text()):
        fields = re.findall(r'^(msg\w+)(?:\[0\])? ((?:".*"\n?)+)', entry, re.MULTILINE)
        texts = {name: "".join(map(ast.literal_eval, quoted.splitlines())) for name, quoted in fields}
        if texts.get("msgid"):
            written[_key(texts.get("msgctxt"), texts["msgid"])] = texts["msgstr"]
    return written
