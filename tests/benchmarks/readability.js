// What Mozilla's Readability finds in pages. Reads [{url, html}] and writes [{title, byline, date, text}], with a line for
// each block of text. The folder with node_modules is the argument.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const from = createRequire(process.argv[2] + "/");
const { Readability } = from("@mozilla/readability");
const { JSDOM, VirtualConsole } = from("jsdom");

const BLOCK = /^(ADDRESS|ARTICLE|ASIDE|BLOCKQUOTE|BR|DD|DIV|DL|DT|FIGCAPTION|FIGURE|FOOTER|H\d|HEADER|LI|NAV|OL|P|PRE|SECTION|TABLE|TD|TR|UL)$/;

function lines(node) {
  if (node.nodeType === 3) return node.data.replace(/\s+/g, " ");
  const text = [...node.childNodes].filter(each => each.nodeType !== 8).map(lines).join("");
  return BLOCK.test(node.nodeName) ? `\n${text}\n` : text;
}

function extract({ url, html }) {
  const document = new JSDOM(html, { url, virtualConsole: new VirtualConsole() }).window.document;
  const found = new Readability(document).parse();
  if (!found) return { title: "", byline: "", date: "", text: "" };
  const body = new JSDOM(found.content).window.document.body;
  return { title: found.title, byline: found.byline, date: found.publishedTime, text: lines(body) };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(extract)));
