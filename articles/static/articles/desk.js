/* The story's page at the desk. With this optional script problems are settled without reloading the page, and the
   editor learns who else has the story open and whether it can still be saved. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("article_form");
  if (!form) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const post = (address, fields = {}) =>
    fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });

  // Ctrl+S saves; Ctrl+Enter saves and opens the next story.
  document.addEventListener("keydown", (event) => {
    const pressed = { s: "[name=_continue]", Enter: ".submit-row [name=_next]" }[event.key];
    if (!pressed || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.querySelector(pressed)?.click();
  });

  // Scroll the printed page to the story's own lines.
  for (const source of document.querySelectorAll(".desk-source")) {
    const own = source.querySelector(".desk-own");
    if (own) source.scrollTop += own.getBoundingClientRect().top - source.getBoundingClientRect().top - 48;
  }

  for (const problem of document.querySelectorAll(".desk-doubts li")) {
    problem.addEventListener("click", async (event) => {
      const button = event.target.closest(".desk-settle");
      if (!button) return;
      event.preventDefault();
      const answer = await post(button.formAction).catch(() => null);
      if (!answer?.ok) return form.requestSubmit(button);
      const { settled } = await answer.json();
      problem.classList.toggle("desk-settled", settled);
      for (const other of problem.querySelectorAll(".desk-settle")) other.hidden = (other === button);
      problem.querySelector(".desk-settle:not([hidden])").focus();
    });
  }

  // Mend in the field, so that nothing is saved yet; without its place the button submits the form.
  for (const button of document.querySelectorAll(".desk-mend")) {
    button.addEventListener("click", (event) => {
      const { part, before, wrong, right, after, done } = button.dataset;
      const field = form.elements.namedItem(part);
      const at = field ? field.value.indexOf(before + wrong + after) : -1;
      if (at < 0) return;
      event.preventDefault();
      const start = at + before.length;
      field.focus();
      field.setSelectionRange(start, start + wrong.length);
      field.setRangeText(right, start, start + wrong.length, "select");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      const note = document.createElement("small");
      note.textContent = done;
      note.setAttribute("role", "status");
      button.closest("li").classList.add("desk-mended");
      button.closest(".desk-doubt-actions").replaceChildren(note);
    });
  }

  // 字数 while typing, counted as articles/text/counting.py counts.
  const output = document.getElementById("desk-length");
  const body = form.elements.namedItem("body");
  if (output && body) {
    const wide =
      "\u00b7\u2014-\u2027\u2030-\u205e\u2100-\u2bff\u2e80-\u2fff\u3001-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef" +
      "\u{1f000}-\u{3ffff}";
    const counted = new RegExp(`[${wide}]|[^\\s${wide}]+`, "gu");
    const unseen = /\p{Cf}|^(?:## |图[0-9]{0,3}：)/gmu;
    const count = () => {
      const number = (body.value.replace(unseen, "").match(counted) ?? []).length;
      output.value = output.dataset.words.replace("{number}", number);
    };
    body.addEventListener("input", count);
  }

  // Edit conflict: copy the newer version's text into the form's field.
  for (const newer of document.querySelectorAll("textarea[data-take]")) {
    const field = document.getElementById(newer.dataset.take);
    const button = document.querySelector(`[data-takes="${newer.dataset.take}"]`);
    if (!field || !button) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      field.value = newer.value;
      field.focus();
    });
  }

  // Every 30 seconds: report presence, and learn of other editors, newer versions and whether saving is still possible.
  const presence = document.getElementById("presence");
  if (!presence) return;
  const opened = form.querySelector("[name=opened_version]").value;
  const mayType = form.querySelector("[name=body]") !== null;
  // Only typing and clicking keep the session alive.
  let active = false;
  for (const kind of ["input", "keydown", "pointerdown"]) {
    document.addEventListener(kind, () => {
      active = true;
    });
  }
  window.setInterval(async () => {
    if (document.hidden && !active) return;
    const fields = { opened_version: opened, ...(active && { active: "1" }) };
    active = false;
    const answer = await post(presence.dataset.address, fields).catch(() => null);
    const { others, newer, lost, sentence } = (await answer?.json().catch(() => null)) ?? {};
    if (!answer || (!answer.ok && !sentence)) return;
    const tooLate = mayType && (lost || sentence);
    const text = tooLate ? `${lost || sentence}${presence.dataset.advice}` : [newer, others].filter(Boolean).join(" ");
    presence.classList.toggle("errornote", Boolean(tooLate));
    if (presence.textContent !== text) presence.textContent = text;
  }, 30000);
});
