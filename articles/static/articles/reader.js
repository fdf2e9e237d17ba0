/* The reader's settings (colours, type size, contrast, keys, view of a page), turning pages, sharing, and what starts
   reading aloud and the copy for reading offline. Settings stay on this device. The script is in <head> and runs before the
   first paint, so that nothing flashes or moves; all pages work without it. */
"use strict";
(() => {
  const root = document.documentElement;
  const STORE = "comforts";
  const UNTOUCHED = { theme: "auto", type: "medium", contrast: "auto", keys: "on", view: "list", rate: 1 };
  const speech = window.speechSynthesis;
  let choice = stored();

  const ACTIONS = {
    theme: (button) => choose("theme", button.value),
    type: (button) => choose("type", button.value),
    contrast: () => choose("contrast", moreContrast() ? "normal" : "more"),
    keys: () => choose("keys", choice.keys === "on" ? "off" : "on"),
    help: () => one("#keys").showModal(),
    view: (button) => view(button.value),
    listen,
    print: () => window.print(),
    share,
  };

  // A truthy result means that the key was handled; otherwise the browser handles it.
  const KEYS = {
    "/": () => focus(one("input[name=q]")),
    "?": () => one("#keys")?.showModal() ?? true,
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

  hear();
  // Some browsers know their voices a moment later.
  speech?.addEventListener?.("voiceschanged", hear);
  apply();
  document.addEventListener("DOMContentLoaded", apply);
  // A change in another window, or a page restored by the back button.
  addEventListener("storage", refresh);
  addEventListener("pageshow", refresh);
  addEventListener("pagehide", () => player?.stop());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) (ACTIONS[button.dataset.do] ?? player[button.dataset.do])(button);
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

  /* Pages and stories are turned by a swipe with one finger. The browser's own gestures begin at the edges. */

  const [EDGE, FAR, QUICK] = [32, 64, 600]; // pixels, pixels, milliseconds
  let swipe = null;
  document.addEventListener("touchstart", ({ touches, target, timeStamp }) => {
    const [{ clientX: x, clientY: y }] = touches;
    const isFree = touches.length === 1 && x > EDGE && x < innerWidth - EDGE && visualViewport.scale < 1.1;
    swipe = isFree && one(".leaf .turn") && !isMovedAcross(target) ? { x, y, timeStamp } : null;
  }, { passive: true });
  document.addEventListener("touchend", ({ changedTouches, timeStamp }) => {
    if (!swipe || timeStamp - swipe.timeStamp > QUICK || !getSelection().isCollapsed) return;
    const [{ clientX, clientY }] = changedTouches;
    const [across, down] = [clientX - swipe.x, clientY - swipe.y];
    if (Math.abs(across) > FAR && Math.abs(across) > 2 * Math.abs(down)) turn(across < 0 ? "next" : "prev");
  });

  // What stands in it is scrolled or typed in.
  function isMovedAcross(element) {
    if (!element || element === document.body) return false;
    const scrolls = element.scrollWidth > element.clientWidth && /auto|scroll/.test(getComputedStyle(element).overflowX);
    return scrolls || element.matches("input, select, textarea, dialog, audio, video") || isMovedAcross(element.parentElement);
  }

  /* The next page comes before it is asked for, if the reader does not pay for each byte. */

  addEventListener("load", () => {
    const next = one(".leaf [rel=next]");
    const { saveData, effectiveType = "" } = navigator.connection ?? {};
    if (!next || saveData || effectiveType.includes("2g")) return;
    document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: next.href }));
  });

  /* The newest issue is kept for reading offline (templates/articles/service_worker.js), if the browser can. */

  addEventListener("load", async () => {
    await navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
    renew();
  });
  addEventListener("online", () => {
    renew(true);
    askAgain();
  });
  // The network may be there before it works, or the site only now.
  if (one(".kept")) setInterval(askAgain, 10_000);

  // If the site answers in time, instead of the copy.
  function askAgain() {
    if (!one(".kept") || isBusy()) return;
    const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(3000) };
    fetch(location.href, asked).then(({ status }) => status < 500 && !isBusy() && location.reload(), () => {});
  }

  // The reader listens, or types a search.
  function isBusy() {
    const fields = [...document.querySelectorAll("input, textarea")];
    return speech?.speaking || fields.some(({ value, defaultValue }) => value !== defaultValue);
  }

  async function renew(now = false) {
    const registration = await navigator.serviceWorker?.getRegistration().catch(() => {});
    const worker = registration?.active ?? registration?.waiting ?? registration?.installing;
    worker?.postMessage({ keep: one("[data-keep]")?.dataset.keep, now });
  }

  /* A report of an error is sent only if the site answers: the browser's own error page would lose what was written. */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".report")) return;
    event.preventDefault();
    const unsent = form.querySelector(".unsent");
    unsent.hidden = true;
    const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(10_000) };
    fetch(form.action, asked).then(() => form.submit(), () => (unsent.hidden = false));
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
    // An address may lead to a story on the printed page.
    root.dataset.view = location.hash.startsWith("#story-") ? "page" : choice.view;
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

  function view(chosen) {
    if (location.hash) history.replaceState(null, "", location.pathname);
    choose("view", chosen);
  }

  function answer(chosen, wanted) {
    return chosen === "auto" ? "$&" : chosen === wanted ? YES : NO;
  }

  function isPressed({ dataset, value }) {
    if (dataset.do === "contrast") return moreContrast();
    if (dataset.do === "view") return root.dataset.view === value;
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

  // The bar of a page or a story; an issue and a picture have another such <nav>.
  function turn(direction) {
    const nav = one(".leaf .turn") ?? one("nav :is([rel=prev], [rel=next])")?.closest("nav");
    const link = nav?.querySelector(`[rel=${direction}]`);
    link?.click();
    return link;
  }

  function step(by) {
    const links = [...document.querySelectorAll("main .headline a, .same-page a")];
    const here = links.indexOf(document.activeElement);
    const below = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
    return focus(links[here < 0 ? below : here + by]);
  }

  /* Reading aloud: listening.js */

  let player = null;

  async function listen(button) {
    if (!player) {
      // Safari speaks only if the first words come before anything is waited for.
      speech.speak(new SpeechSynthesisUtterance(""));
      const { player: made } = await import(button.dataset.module);
      player ??= made({ choice: () => choice, choose, say });
    }
    player.listen();
  }

  function hear() {
    const canSpeak = speech?.getVoices().some(({ lang }) => /^(zh|cmn|yue)/i.test(lang));
    root.dataset.script = canSpeak ? "speaks" : "silent";
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
