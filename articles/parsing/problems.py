"""The sentences for all doubts of the parser and the importer, and for all reasons to refuse a file."""

from collections.abc import Callable, Mapping


def gettext_noop(message: str) -> str:
    """Mark a message for makemessages without importing Django."""
    return message


SENTENCES: dict[str, str] = {
    "no_headline": gettext_noop("This story has no headline on the page."),
    "no_text": gettext_noop("This headline has no text below it."),
    "unfinished": gettext_noop("This paragraph breaks off in mid-sentence: “{text}”."),
    "unsure_byline": gettext_noop("“{text}” may be a byline; it was left in the text. Who wrote this story?"),
    "assumed_byline": gettext_noop("“{text}” below the headline was taken for the author; please check."),
    "unsure_names": gettext_noop("The names in “{text}” are printed without spaces; please check where one name ends."),
    "unsure_roles": gettext_noop("It is not clear who did what in “{text}”; please name the authors."),
    "foreign_reporter": gettext_noop("“{text}” works for another paper and was not made an author of this story."),
    "rare_surname": gettext_noop("“{text}” does not begin with a surname we know; please check the name."),
    "unsure_headline": gettext_noop("“{text}” may be the headline of another story, or a subhead of this one."),
    "unsure_continuation": gettext_noop("“{text}” was joined to the paragraph above it; it may be a headline."),
    "unsure_cut": gettext_noop("“{text}” was joined to the text below it; it may be a headline."),
    "unsure_stack": gettext_noop("Which of these lines is the headline, and which the kicker or the deck? “{text}”"),
    "unclear_jump": gettext_noop("“{text}” sends the reader to another page, but the page number is unclear."),
    "damaged_text": gettext_noop("This line holds characters that cannot be printed; the source text may be damaged."),
    # Found on the page's PDF
    "outlined_headline": gettext_noop(
        "The headline is drawn as shapes, not set as text; 〓 stands for each of its characters. Please type it in, or "
        "have the extra “ocr” installed and read the page again."
    ),
    "no_unicode": gettext_noop(
        "The font of some characters does not say which they are; 〓 stands for each of them. Please type them in, or "
        "have the extra “ocr” installed and read the page again."
    ),
    "read_by_ocr": gettext_noop(
        "From “{text}” on, words of this story were read by character recognition (OCR); please compare with the paper."
    ),
    "read_from_scan": gettext_noop(
        "This page is a scan, read by character recognition (OCR). Compare every line with the paper."
    ),
    "region_without_story": gettext_noop(
        "The text from “{text}” stands apart and has no headline; it was joined to the nearest story. Please check."
    ),
    "picture_without_caption": gettext_noop("A picture of this story has no caption on the page."),
    "unsure_picture": gettext_noop(
        "A picture without a caption stands beside this story; please check that it belongs to it."
    ),
    "unsure_spread": gettext_noop(
        "This sheet may have two printed pages side by side; it was read as one. Please check that no story mixes both."
    ),
    "zones_overlap": gettext_noop("On the page this story overlaps “{text}”; please check where each one ends."),
    "unsure_quotation": gettext_noop("“{text}” was taken for a quotation in large type and left out of the text."),
    "table_left_out": gettext_noop("A table stands beside the text and was left out of it: “{text}”."),
    # About a whole page
    "looks_garbled": gettext_noop(
        "This page looks garbled, as if it had been read in the wrong encoding. Export its text again as UTF-8."
    ),
    "looks_recognised": gettext_noop(
        "This page looks like the output of character recognition (OCR). Compare every line with the paper, or export "
        "the text from the layout program or the PDF instead."
    ),
    "looks_side_by_side": gettext_noop(
        "This page looks like columns side by side, which mixes up its stories. Export the text column by column: from "
        "Founder or InDesign, or from the PDF with “pdftotext -raw”."
    ),
    # Found when the pages of an issue are combined
    "opening_not_held": gettext_noop(
        "Continued from page {page}, which is not imported yet; the parts will be joined when it is."
    ),
    "opening_not_found": gettext_noop("Continued from page {page}, but no story on that page continues here."),
    "continuation_not_held": gettext_noop(
        "Continued on page {page}, which is not imported yet; the parts will be joined when it is."
    ),
    "continuation_not_found": gettext_noop(
        "Continued on page {page}, but that page does not have the rest of the story."
    ),
    "joined_by_order": gettext_noop(
        "Several stories continue here from page {page}; this one was joined by its position. Please check."
    ),
    "reprinted_otherwise": gettext_noop("The same text is on page {page} under another headline: “{headline}”."),
    "no_longer_printed": gettext_noop(
        "The corrected page no longer has this story. It was kept because it was edited or public."
    ),
    "printed_elsewhere": gettext_noop(
        "The page imported again has this story on {pages}; readers still find it in its old place. Please check."
    ),
    "unsure_section": gettext_noop(
        "This story may belong to the section “{text}”; its words do not settle it. Readers see no section until one "
        "is chosen."
    ),
    "no_section": gettext_noop("No section was found for this story. Readers see it without one until one is chosen."),
    # Reasons to refuse a file
    "empty": gettext_noop("The file is empty. Export the page again."),
    "blank": gettext_noop("The file holds only blank space. Export the page's text again."),
    "too_large": gettext_noop(
        "The file has {size} bytes; a newspaper page has at most {limit}. Give one file for each page."
    ),
    "pdf": gettext_noop("This is a PDF, not text. Export the page's text from the PDF, and give that file."),
    "not_pdf": gettext_noop("This file is named as a PDF but is not one. Export the page again as PDF."),
    "pdf_damaged": gettext_noop("This PDF is damaged or cut off and cannot be read. Export the page again."),
    "pdf_encrypted": gettext_noop("This PDF is protected by a password. Save it without one, and try again."),
    "pdf_too_large": gettext_noop(
        "This PDF has {size} MB; at most {limit} MB are read. Export the page with smaller pictures."
    ),
    "pdf_too_long": gettext_noop("This PDF has {pages} pages; at most {limit} are read. Give the pages of one issue."),
    "pdf_several_pages": gettext_noop(
        "This PDF has {pages} pages; give a PDF of one page, or say which of them is to be read."
    ),
    "pdf_no_such_page": gettext_noop("This PDF has {pages} pages; there is no page {page}."),
    "pdf_spread": gettext_noop(
        "Sheet {page} of this PDF has two printed pages side by side; say whether the left or the right one is to "
        "be read."
    ),
    "pdf_no_spread": gettext_noop("Sheet {page} of this PDF is one printed page, without a left and a right half."),
    "pdf_without_text": gettext_noop(
        "This page has no text, only pictures: it may be a scan. Export it from the layout program, or have the extra "
        "“ocr” installed, which reads scans."
    ),
    "pdf_without_unicode": gettext_noop(
        "The fonts of this page do not say which characters they show. Export it with its fonts' Unicode tables, or "
        "have the extra “ocr” installed, which reads the shapes."
    ),
    "ocr_unusable": gettext_noop(
        "This page has to be read by character recognition, but the extra “ocr” cannot be loaded: {detail}. On Debian "
        "it needs the packages libgl1 and libglib2.0-0."
    ),
    "pdf_too_slow": gettext_noop("Reading this PDF takes too long. Export the page again, with simpler drawings."),
    "pdf_too_complex": gettext_noop(
        "Reading this PDF takes too much memory. Export the page again, with smaller pictures."
    ),
    "image": gettext_noop("This is a picture ({format}), not text. Give the page's text instead."),
    "office": gettext_noop(
        "This is an office document ({format}), not text. Save it as plain text, and give that file."
    ),
    "archive": gettext_noop("This is an archive ({format}), not text. Unpack it, and give the text files inside."),
    "html": gettext_noop("This is a web page (HTML), not text. Copy the page's text into a plain text file."),
    "binary": gettext_noop("This is a binary file, not text. Give the page's text instead."),
    "utf16_without_mark": gettext_noop(
        "This looks like UTF-16 without its byte order mark. Save the file as UTF-8, and try again."
    ),
    "mojibake": gettext_noop(
        "The text is garbled: it was read in the wrong encoding before it was saved. Export it again as UTF-8."
    ),
    "big5": gettext_noop(
        "This looks like Big5, an encoding of traditional Chinese. Save the file as UTF-8, and try again."
    ),
    "shift_jis": gettext_noop("This looks like Shift-JIS, a Japanese encoding. Save the file as UTF-8, and try again."),
    "not_chinese": gettext_noop(
        "The bytes are neither UTF-8 nor simplified Chinese (GB18030). Save the page's text as UTF-8, and try again."
    ),
    "broken": gettext_noop(
        "The bytes are neither UTF-8, GB18030 nor UTF-16: the file is damaged or cut off "
        "in line {line}, at byte {byte}. Save it again as UTF-8."
    ),
}


def sentence(code: str, params: Mapping[str, str], translate: Callable[[str], str] = str) -> str:
    return translate(SENTENCES[code]).format(**params)
