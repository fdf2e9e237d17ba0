/* Keeps what is typed into a story on this device until it is saved, and offers it after a crash. Signing out removes
   it. One text for each story and person; the server knows nothing of it. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const PREFIX = "newsroom-unsaved:";
  const SENT = "newsroom-sent";
  const WAIT = 1500;

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const keep = (key, text) => {
    try {
      localStorage.setItem(key, JSON.stringify(text));
    } catch {
      // The device is full or keeps nothing: saving works as always.
    }
  };
  const forget = (key) => localStorage.removeItem(key);

  document.getElementById("logout-form")?.addEventListener("submit", () => {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .forEach(forget);
  });

  // The page after a form was sent says whether it was saved.
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && document.querySelector(".messagelist .success") && !document.querySelector(".errornote")) forget(sent);

  const form = document.getElementById("article_form");
  const offer = document.getElementById("unsaved");
  if (!form?.elements.body || !offer) return;

  const key = `${PREFIX}${offer.dataset.user}:${location.pathname}`;
  const names = ["kicker", "headline", "deck", "dateline", "body"].filter((name) => form.elements[name]);
  const typed = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
  const isTyped = (texts) => names.some((name) => (texts[name] ?? "") !== form.elements[name].value);

  const kept = read(key);
  if (kept?.texts && isTyped(kept.texts)) {
    offer.querySelector("time").textContent = new Date(kept.at).toLocaleString("zh-CN");
    offer.hidden = false;
  } else {
    forget(key);
  }
  offer.addEventListener("click", (event) => {
    const way = event.target.dataset.way;
    if (!way) return;
    if (way === "restore") {
      for (const name of names) form.elements[name].value = kept.texts[name] ?? "";
      form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (way === "discard") forget(key);
    offer.hidden = true;
    form.elements.body.focus();
  });

  let timer;
  const keepSoon = () => {
    clearTimeout(timer);
    // A text that is still offered is not replaced before somebody has decided about it.
    timer = setTimeout(() => offer.hidden && keep(key, { at: Date.now(), texts: typed() }), WAIT);
  };
  form.addEventListener("input", (event) => names.includes(event.target.name) && keepSoon());
  // On a slow line somebody types before this script is there.
  if (names.some((name) => form.elements[name].value !== form.elements[name].defaultValue)) keepSoon();
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, key));
});
