/* All forms of the desk with text: warns before leaving one with unsaved text, and does not submit one that exceeds the
   server's limit. Optional: without this script the server gives back what was typed. */
"use strict";

const { largest, sentence } = document.currentScript.dataset;

// A Chinese character takes nine bytes in a URL-encoded form, three in a multipart form.
const bytes = (form) => {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  if (form.enctype !== "multipart/form-data") return new URLSearchParams(fields).toString().length;
  return new Blob(fields.flat()).size;
};

document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[method=post]")) {
    if (!form.querySelector("textarea, input[type=text], [data-unsaved]") || form.id === "changelist-form") continue;
    guard(form);
  }

  for (const button of document.querySelectorAll(".desk-copy")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.copies);
      field.select();
      // navigator.clipboard needs HTTPS, which an office network may lack.
      if (document.execCommand("copy")) button.textContent = button.dataset.done;
    });
  }
});

// The second click of a double click is not sent: it would add the story twice, or find the first one's change and take it
// for a colleague's. The same button works again after five seconds, if the first request was stopped or is a download.
let sent = {};
document.addEventListener("submit", (event) => {
  const { target: form, submitter, timeStamp, defaultPrevented } = event;
  if (defaultPrevented || !form.matches("[method=post]")) return;
  if (form === sent.form && submitter === sent.submitter && timeStamp - sent.timeStamp < 5000) event.preventDefault();
  else sent = { form, submitter, timeStamp };
});
window.addEventListener("pageshow", () => {
  sent = {};
});

// An empty select2 box has no words: it takes the name of its select. Some say themselves what to do if nothing is found.
function nameBoxes() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim();
    if (name) document.getElementById(`select2-${select.id}-container`)?.setAttribute("aria-label", name);
    const { noResults } = select.dataset;
    const box = noResults && window.django.jQuery(select).data("select2");
    if (box) box.options.get("translations").all().noResults = () => noResults;
  }
}
// After Django's own script, which makes the boxes when jQuery is ready.
window.django?.jQuery?.(nameBoxes);
document.addEventListener("formset:added", () => setTimeout(nameBoxes));

// Byline: a name that is not in the list is a choice of its own. The server makes the author when the story is saved.
const boxes = window.django?.jQuery?.fn.select2?.defaults;
boxes?.set("createTag", function ({ term }) {
  const name = term.trim();
  return name ? { id: `+${name}`, text: this.$element[0].dataset.newName.replace("{name}", name), name } : null;
});
boxes?.set("insertTag", (found, choice) => {
  // 王芳, 王芳（后白镇）
  const isListed = ({ text }) => text === choice.name || text.startsWith(`${choice.name}（`);
  if (!found.some(isListed)) found.push(choice);
});

// Enter takes the highlighted choice. While the server looks for what was typed, that is one of the former answer.
document.addEventListener("input", ({ target }) => {
  if (!target.matches(".select2-search__field")) return;
  for (const former of document.querySelectorAll(".select2-results__option--highlighted")) {
    former.classList.remove("select2-results__option--highlighted");
  }
});

// ? shows the shortcuts, / goes to the search of a list. Not while somebody types.
document.addEventListener("keydown", (event) => {
  const shortcuts = document.getElementById("shortcuts");
  if (event.target.closest("input, textarea, select, [role=combobox]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById("searchbar");
  if (event.key === "?" && shortcuts) {
    shortcuts.open = !shortcuts.open;
    if (shortcuts.open) shortcuts.querySelector("summary").focus();
  } else if (event.key === "Escape" && shortcuts) {
    shortcuts.open = false;
  } else if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  }
});

function guard(form) {
  const typed = () => new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString();
  // A refused form holds unsaved text; filtered selects change themselves while they are rendered.
  const unsaved = "unsaved" in form.dataset || form.querySelector(".errornote, .errorlist");
  const saved = unsaved ? null : typed();
  const isList = form.querySelector(".selectfilter");
  let leaving = false;

  form.addEventListener("submit", (event) => {
    document.getElementById("too-large")?.remove();
    if (bytes(form) <= Number(largest)) {
      leaving = true;
      return;
    }
    event.preventDefault();
    form.insertAdjacentHTML("afterbegin", '<p id="too-large" class="errornote" role="alert" tabindex="-1"></p>');
    const message = document.getElementById("too-large");
    message.textContent = sentence;
    message.focus();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && !isList && typed() !== saved) event.preventDefault();
  });
}
