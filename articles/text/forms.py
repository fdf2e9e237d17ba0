"""Characters that stand for the one they look like: radicals for characters (⼈ ⻢, as text copied from PDF has them),
compatibility ideographs, vertical and small punctuation, ligatures, and the many dots in names."""

import unicodedata

# Unicode's Equivalent_Unified_Ideograph of the CJK Radicals Supplement, which has no decompositions; and ⻏ as printed.
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月"
    "⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂"
    "⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕𨸏"
    "⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
RADICALS, RADICALS_AS_CHARACTERS = _SUPPLEMENT[::2], _SUPPLEMENT[1::2]
# Kangxi radicals, ideographs and ligatures; vertical, small and half-width punctuation.
_COMPATIBLE = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB07), *range(0x2F800, 0x2FA1E))
_PUNCTUATION = (*range(0xFE10, 0xFE19), *range(0xFE31, 0xFE33), *range(0xFE35, 0xFE45), *range(0xFE47, 0xFE49))
_SMALL = (*range(0xFE50, 0xFE53), *range(0xFE54, 0xFE5F), *range(0xFF61, 0xFF65))
_FULL_WIDTH = {ord(mark): ord(mark) + 0xFEE0 for mark in ",.;:?!()[]{}"}
# The same dot to a reader, from other blocks, input methods and encodings.
DOTS = "•‧・･᛫⋅∙⸱․ᐧꞏ·"

_table = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _COMPATIBLE},
    **{code: unicodedata.normalize("NFKC", chr(code)).translate(_FULL_WIDTH) for code in (*_PUNCTUATION, *_SMALL)},
    **str.maketrans(RADICALS, RADICALS_AS_CHARACTERS),
    **str.maketrans("︙︰", "…："),
}
# For a character class: what `unified` may change.
FORMS = "⺀-⿕\uf900-\ufb06︐-﹟｡-･\U0002f800-\U0002fa1d"


def unified(text: str) -> str:
    """本报记者 ⻢超 becomes 本报记者 马超."""
    return text.translate(_table)
