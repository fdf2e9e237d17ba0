"""Writes Word documents as Word and WPS do, part by part."""

import io
import zipfile

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
MAIN = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{}</w:body></w:document>'
)
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="9"><w:name w:val="标题"/></w:style></w:styles>'
)
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="p{}"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def paragraph(text, style=""):
    """A paragraph; style 9 is 标题, 2 is heading 1 as WPS numbers it."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def inserted(text):
    """A paragraph that a colleague added under track changes."""
    return f'<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>{text}</w:t></w:r></w:ins></w:p>'


def table(*rows):
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def document(*parts, pictures=(), **others):
    """The bytes of a .docx with these parts of its body; PICTURE.format(0) shows the first of the pictures."""
    images = "".join(
        f'<Relationship Id="p{n}" Type="{OFFICE}/image" Target="media/{n}.png"/>' for n in range(len(pictures))
    )
    styles = f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(MAIN),
        "word/document.xml": DOCUMENT.format("".join(parts)),
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": RELATIONS.format(images + styles),
        **{f"word/media/{n}.png": data for n, data in enumerate(pictures)},
        **others,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
