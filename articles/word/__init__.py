"""Word documents (.docx) from Word and WPS, read into the text of a story and its pictures."""
