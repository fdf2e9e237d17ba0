/* Every form of the desk that somebody writes in: leaving it asks first, and one beyond the limit is not sent, since the
   server could not read it. Everything works without this script; then the server gives back what was typed. */
"use strict";

const { largest, sentence } = document.currentScript.dataset;

// A form is sent with every Chinese character as nine bytes; with a file in it, as three.
const bytes = (form) => {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  if (form.enctype !== "multipart/form-data") return new URLSearchParams(fields).toString().length;
  return new Blob(fields.flat()).size;
};

document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[method=post]")) {
    if (!form.querySelector("textarea, input[type=text], [data-unsaved]") || form.id === "changelist-form") continue;
    keep(form);
  }

  for (const button of document.querySelectorAll(".desk-copy")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.copies);
      field.select();
      // The only way that works without HTTPS too, as in an office's own network.
      if (document.execCommand("copy")) button.textContent = button.dataset.done;
    });
  }
});

function keep(form) {
  const typed = () => new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value])).toString();
  // A form that came back refused holds what was never saved; lists of rights change by themselves as they are drawn.
  const unsaved = "unsaved" in form.dataset || form.querySelector(".errornote, .errorlist");
  const saved = unsaved ? null : typed();
  const isList = form.querySelector(".selectfilter");
  let leaving = false;

  form.addEventListener("submit", (event) => {
    const refused = document.getElementById("too-large");
    refused?.remove();
    if (bytes(form) <= Number(largest)) {
      leaving = true;
      return;
    }
    event.preventDefault();
    form.insertAdjacentHTML("afterbegin", '<p id="too-large" class="errornote" role="alert" tabindex="-1"></p>');
    const told = document.getElementById("too-large");
    told.textContent = sentence;
    told.focus();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && !isList && typed() !== saved) event.preventDefault();
  });
}
