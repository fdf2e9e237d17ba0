/* The reader's settings (colours, type size, contrast, keys), reading aloud and sharing. Settings stay on this device. The
   script is in <head> and runs before the first paint, so that nothing flashes or moves; all pages work without it. */
"use strict";
(() => {
  const root = document.documentElement;
  const STORE = "comforts";
  const UNTOUCHED = { theme: "auto", type: "medium", contrast: "auto", keys: "on" };
  const speech = window.speechSynthesis;
  let choice = stored();

  const ACTIONS = {
    theme: (button) => choose("theme", button.value),
    type: (button) => choose("type", button.value),
    contrast: () => choose("contrast", moreContrast() ? "normal" : "more"),
    keys: () => choose("keys", choice.keys === "on" ? "off" : "on"),
    help: () => one("#keys").showModal(),
    listen,
    stop,
    print: () => window.print(),
    share,
  };

  // A truthy result means that the key was handled; otherwise the browser handles it.
  const KEYS = {
    "/": () => focus(one("input[name=q]")),
    "?": () => one("#keys").showModal() ?? true,
    ArrowLeft: () => turn("prev"),
    ArrowRight: () => turn("next"),
    j: () => step(1),
    k: () => step(-1),
  };

  // Media queries for system preferences, in style sheets and for the colour of the browser's bars. A reader's choice
  // replaces them by one that is always true or false.
  const YES = "(min-width: 0px)";
  const NO = "(max-width: 0px)";
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const asked = [
    ...rules.filter(({ media }) => media?.mediaText.includes("(prefers-co")).map(({ media }) => [media, "mediaText"]),
    [one("meta[media]"), "media"],
  ].map(([asker, name]) => [asker, name, asker[name]]);

  root.dataset.script = speech ? "speaks" : "silent";
  apply();
  document.addEventListener("DOMContentLoaded", apply);
  // A change in another window, or a page restored by the back button.
  addEventListener("storage", refresh);
  addEventListener("pageshow", refresh);
  addEventListener("pagehide", stop);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) ACTIONS[button.dataset.do](button);
  });
  document.addEventListener("keydown", (event) => {
    if (choice.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, dialog")) return;
    if (KEYS[event.key]?.()) event.preventDefault();
  });

  /* Suggestions while a search is typed, in the browser's own list. */

  document.addEventListener("input", async ({ target }) => {
    const typed = target.value;
    if (target.name !== "q" || !target.form?.action) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (typed !== target.value || !typed.trim()) return;
    const response = await fetch(`${new URL("suggestions/", target.form.action)}?q=${encodeURIComponent(typed)}`).catch(() => {});
    if (!response?.ok || typed !== target.value) return;
    const { authors, sections, places, headlines } = await response.json();
    if (!target.list) {
      target.after(Object.assign(document.createElement("datalist"), { id: "suggestions" }));
      target.setAttribute("list", "suggestions");
    }
    target.list.replaceChildren(...[...sections, ...authors, ...places, ...headlines].map(({ name }) => new Option(name, name)));
  });

  /* A story on the printed page and in the list beside it light up together. */

  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, ({ target }) => {
      const story = target.closest?.("[data-story]")?.dataset.story;
      for (const each of document.querySelectorAll("[data-story]")) each.classList.toggle("lit", each.dataset.story === story);
    });
  }

  /* The large page is moved with the mouse; fingers scroll it without script. */

  let held = null;
  document.addEventListener("pointerdown", ({ target, pointerType, clientX: x, clientY: y }) => {
    const frame = target.closest(".window");
    held = frame && pointerType === "mouse" ? { frame, x, y, left: frame.scrollLeft, top: frame.scrollTop } : null;
  });
  document.addEventListener("pointermove", ({ buttons, clientX, clientY }) => {
    if (!held || !buttons) return;
    const [across, down] = [held.x - clientX, held.y - clientY];
    held.moved ||= Math.hypot(across, down) > 4;
    if (held.moved) held.frame.scrollTo(held.left + across, held.top + down);
  });
  document.addEventListener("click", (event) => held?.moved && event.preventDefault());
  document.addEventListener("dragstart", (event) => event.target.closest?.(".window") && event.preventDefault());

  function one(selector) {
    return document.querySelector(selector);
  }

  /* Choices */

  function stored() {
    try {
      return { ...UNTOUCHED, ...JSON.parse(localStorage.getItem(STORE)) };
    } catch {
      return { ...UNTOUCHED };
    }
  }

  function choose(name, value) {
    choice[name] = value;
    try {
      localStorage.setItem(STORE, JSON.stringify(choice));
    } catch {
      // Without storage the choice applies to this page only.
    }
    apply();
  }

  function refresh() {
    choice = stored();
    apply();
  }

  function apply() {
    root.dataset.type = choice.type;
    root.style.colorScheme = choice.theme === "auto" ? "" : choice.theme;
    for (const question of asked) {
      const [asker, name, written, now = written] = question;
      const wanted = written
        .replace("(prefers-color-scheme: dark)", answer(choice.theme, "dark"))
        .replace("(prefers-contrast: more)", answer(choice.contrast, "more"));
      // Setting the same query again would make the browser recalculate all styles.
      if (wanted !== now) asker[name] = question[3] = wanted;
    }
    for (const button of document.querySelectorAll("button[aria-pressed]")) {
      button.setAttribute("aria-pressed", isPressed(button));
    }
  }

  function answer(chosen, wanted) {
    return chosen === "auto" ? "$&" : chosen === wanted ? YES : NO;
  }

  function isPressed({ dataset, value }) {
    if (dataset.do === "contrast") return moreContrast();
    return choice[dataset.do] === (value || "on");
  }

  function moreContrast() {
    return choice.contrast === "auto" ? matchMedia("(prefers-contrast: more)").matches : choice.contrast === "more";
  }

  /* Keys */

  function focus(element) {
    element?.focus();
    return element;
  }

  // A page may link to the previous and next page and issue; the first such <nav> is meant.
  function turn(direction) {
    const link = one("nav :is([rel=prev], [rel=next])")?.closest("nav").querySelector(`[rel=${direction}]`);
    link?.click();
    return link;
  }

  function step(by) {
    const links = [...document.querySelectorAll("main .headline a, .same-page a")];
    const here = links.indexOf(document.activeElement);
    const below = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
    return focus(links[here < 0 ? below : here + by]);
  }

  /* Reading aloud, phrase by phrase: not every browser keeps its place when paused, and some cut off long texts */

  let phrases = [];
  let place = 0;
  let spoken = null;

  function listen() {
    if (spoken) return pause();
    if (!phrases.length) phrases = [...document.querySelectorAll(".article :is(.kicker, h1, .deck), .text > *")].flatMap(phrasesOf);
    speak();
  }

  function speak() {
    if (place >= phrases.length) return stop();
    const { text, range } = phrases[place];
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = "zh-CN";
    utterance.onend = () => {
      if (spoken !== utterance) return;
      place += 1;
      speak();
    };
    utterance.onerror = () => {
      if (spoken !== utterance) return;
      stop();
      say(one("[data-do=listen]").dataset.failed);
    };
    spoken = utterance;
    follow(range);
    label("pause");
    speech.speak(utterance);
  }

  function pause() {
    spoken = null;
    speech.cancel();
    label("resume");
  }

  function stop() {
    if (!phrases.length) return;
    spoken = null;
    speech.cancel();
    phrases = [];
    place = 0;
    CSS.highlights?.delete("spoken");
    label("listen");
  }

  function label(state) {
    const button = one("[data-do=listen]");
    button.textContent = button.dataset[state];
    one("[data-do=stop]").hidden = state === "listen";
    say("");
  }

  function follow(range) {
    if (window.Highlight) CSS.highlights.set("spoken", new Highlight(range));
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) scrollBy({ top: top - innerHeight / 3 });
  }

  // Some voices stop after fifteen seconds, about sixty characters. A character here is a grapheme: a flag, an emoji
  // family, a letter with its marks.
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
          range: rangeOf(block, sentence.index + phrase.index, phrase[0].length),
        })),
    );
  }

  function rangeOf(block, start, length) {
    const range = document.createRange();
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    for (; start >= node.length; node = walker.nextNode()) start -= node.length;
    range.setStart(node, start);
    for (length += start; length > node.length; node = walker.nextNode()) length -= node.length;
    range.setEnd(node, length);
    return range;
  }

  /* Sharing */

  async function share(button) {
    const { href } = one("link[rel=canonical]") ?? location;
    const title = one("h1").textContent.trim();
    try {
      if (navigator.share) return await navigator.share({ title, url: href });
      await copy(`${title}\n${href}`);
      say(button.dataset.copied);
    } catch (error) {
      // Copying is not allowed, for instance in an app's own browser: show the text, selected.
      if (error.name !== "AbortError") show(`${title}\n${href}`);
    }
  }

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without HTTPS, and in older browsers of apps.
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) throw new Error("not copied");
  }

  function show(text) {
    say(text);
    one("[data-say]").dataset.say = "copy";
    getSelection().selectAllChildren(one("[data-say]"));
  }

  function say(message) {
    Object.assign(one("[data-say]"), { textContent: message }).dataset.say = "";
  }
})();
