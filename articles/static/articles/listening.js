/* Reading aloud: a story, or the stories of a page or an issue one after another. reader.js loads this when the button is
   pressed. */
const RATES = [1, 1.25, 1.5, 2, 0.75];
const speech = window.speechSynthesis;
const media = navigator.mediaSession;

/* Takes the reader's choice (a function), choose(name, value) and say(message). Returns { start, pause, stop, … }, named as
   the buttons' data-do. */
export function player({ choice, choose, say }) {
  const panel = one(".player");
  const own = one("main .article .text"); // on a story's own page
  let stories = [];
  let story = 0;
  let phrases = [];
  let place = 0;
  let spoken = null;
  let isOpen = false;
  let silence = null;

  const controls = { play: speak, pause, stop, previoustrack: () => go(-1), nexttrack: () => go(1) };
  return { listen, pause: listen, previous: () => go(-1), next: () => go(1), rate, stop };

  function listen() {
    if (isOpen) return spoken ? pause() : speak();
    stories = own ? [{ title: one("h1").textContent, blocks: blocksOf(document) }] : storiesIn(one("main"));
    panel.hidden = false;
    isOpen = true;
    label();
    for (const [action, does] of Object.entries(controls)) media?.setActionHandler(action, does);
    begin(0, 1);
  }

  // The story at this place, or the next one in this direction that can be read.
  async function begin(wanted, direction) {
    silent();
    story = wanted;
    const { title, href } = stories[story] ?? {};
    if (!title) return ended();
    mark(href ? [...document.querySelectorAll("main .story, .zones a, .plan a")].filter((each) => leadsTo(each, href)) : []);
    const blocks = await load(story);
    if (!isOpen || story !== wanted) return;
    if (!blocks?.length) return begin(story + direction, direction);
    load(story + 1);
    phrases = blocks.flatMap(phrasesOf);
    place = 0;
    stories[story].isRead = true;
    announce(title);
    speak();
  }

  function load(number) {
    const each = stories[number];
    return each && (each.blocks ??= fetchBlocks(each.href));
  }

  function ended() {
    const failed = stories.every(({ isRead }) => !isRead);
    stop();
    if (failed) say(panel.dataset.failed);
  }

  function speak() {
    if (place >= phrases.length) return begin(story + 1, 1);
    const { text, block, range } = phrases[place];
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = "zh-CN";
    utterance.rate = choice().rate;
    utterance.onend = () => {
      if (spoken !== utterance) return;
      place += 1;
      speak();
    };
    utterance.onerror = () => {
      if (spoken !== utterance) return;
      stop();
      say(panel.dataset.voiceless);
    };
    silent();
    spoken = utterance;
    if (own) {
      mark([block]);
      follow(range);
    } else {
      panel.querySelector(".sentence").textContent = text;
    }
    label();
    sound()?.play().catch(() => {});
    speech.speak(utterance);
  }

  function pause() {
    silent();
    silence?.pause();
    label();
  }

  function silent() {
    spoken = null;
    speech.cancel();
  }

  function stop() {
    if (!isOpen) return;
    isOpen = false;
    pause();
    panel.hidden = true;
    mark([]);
    CSS.highlights?.delete("spoken");
    if (media) media.metadata = null;
    if (media) media.playbackState = "none";
  }

  // From story to story, or within one from paragraph to paragraph.
  function go(by) {
    if (!own) return begin(Math.max(story + by, 0), by);
    const { block } = phrases[place];
    const blocks = [...new Set(phrases.map((each) => each.block))];
    const wanted = blocks[Math.max(blocks.indexOf(block) + by, 0)];
    if (!wanted) return stop();
    place = phrases.findIndex((each) => each.block === wanted);
    speak();
  }

  function rate() {
    choose("rate", RATES[(RATES.indexOf(choice().rate) + 1) % RATES.length]);
    label();
    if (spoken) speak();
  }

  function label() {
    const [pauses, rates] = ["pause", "rate"].map((name) => panel.querySelector(`[data-do=${name}]`));
    pauses.textContent = spoken ? pauses.dataset.pause : pauses.dataset.resume;
    rates.textContent = `${rates.dataset.rate} ${choice().rate}×`;
    if (media) media.playbackState = spoken ? "playing" : "paused";
  }

  function announce(title) {
    panel.querySelector(".now").textContent = own ? "" : title;
    if (!media) return;
    const artwork = [{ src: one("link[rel=apple-touch-icon]").href, sizes: "180x180", type: "image/png" }];
    media.metadata = new MediaMetadata({ title, artist: panel.dataset.newspaper, album: panel.dataset.where, artwork });
  }

  // Phones show the controls on the locked screen only while a sound file of more than five seconds is played.
  function sound() {
    if (!media || silence) return silence;
    const [samples, perSecond] = [48000, 8000];
    const header = Uint32Array.of(
      0x46464952, samples + 36, 0x45564157, 0x20746d66, 16, 0x10001, perSecond, perSecond, 0x80001, 0x61746164, samples,
    ); // WAV, of unsigned bytes
    const file = new Blob([header, new Uint8Array(samples).fill(128)], { type: "audio/wav" });
    silence = Object.assign(new Audio(URL.createObjectURL(file)), { loop: true });
    return silence;
  }
}

function one(selector) {
  return document.querySelector(selector);
}

/* A story that was continued on another page is read once. */
function storiesIn(list) {
  const links = [...list.querySelectorAll(":is(.titles, .sheet) .headline a")];
  return [...new Map(links.map(({ href, textContent }) => [href, { href, title: textContent }])).values()];
}

async function fetchBlocks(href) {
  const response = await fetch(href).catch(() => {});
  return response?.ok && blocksOf(new DOMParser().parseFromString(await response.text(), "text/html"));
}

function blocksOf(page) {
  return [...page.querySelectorAll(".article :is(.kicker, h1, .deck), .article aside.notice > *, .text > *")];
}

function leadsTo(element, href) {
  const link = element.querySelector(".headline a") ?? element;
  return new URL(link.getAttribute("href"), location).href === href;
}

function mark(elements) {
  for (const each of document.querySelectorAll(".spoken")) each.classList.remove("spoken");
  for (const each of elements) each.classList.add("spoken");
  elements[0]?.scrollIntoView({ block: "nearest" });
}

function follow(range) {
  if (window.Highlight) CSS.highlights.set("spoken", new Highlight(range));
  const { top, bottom } = range.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight - one(".leaf").offsetHeight) scrollBy({ top: top - innerHeight / 3 });
}

/* Phrase by phrase, because not every browser keeps its place when paused, and some voices stop after fifteen seconds,
   about sixty characters. A character here is a grapheme: a flag, an emoji family, a letter with its marks. */
function phrasesOf(block) {
  const mark = String.raw`\p{M}\p{EMod}\u200C\u{E0020}-\u{E007F}`;
  const character = String.raw`(?:\p{RI}(?:\p{RI}|(?!\p{RI}))|[^\p{RI}\u200D${mark}](?:\u200D.|[${mark}])*)`;
  const phrase = new RegExp(`${character}{1,60}$|${character}{1,60}[，、：](?!\\p{M})|${character}{1,60}`, "gsu");
  const sentences = block.textContent.matchAll(/[^。！？；…]+[。！？；…”’」』）\p{M}]*/gu);
  return [...sentences].flatMap((sentence) =>
    [...sentence[0].matchAll(phrase)]
      .filter(([text]) => text.trim())
      .map((phrase) => ({
        text: phrase[0],
        block,
        range: rangeOf(block, sentence.index + phrase.index, phrase[0].length),
      })),
  );
}

function rangeOf(block, start, length) {
  const range = block.ownerDocument.createRange();
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  for (; start >= node.length; node = walker.nextNode()) start -= node.length;
  range.setStart(node, start);
  for (length += start; length > node.length; node = walker.nextNode()) length -= node.length;
  range.setEnd(node, length);
  return range;
}
