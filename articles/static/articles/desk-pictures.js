/* Pictures at the desk. With this optional script files are sent at once, one after the other, with their progress; rows
   are moved by buttons or dragged; the focal point is clicked; 图2： is inserted into the text; the library is searched. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const section = document.querySelector(".desk-pictures");
  if (section) uploads(section);
  const list = document.querySelector("ol.desk-picture-rows");
  if (list && section.dataset.prefix) storyRows(section, list);
  for (const place of document.querySelectorAll(".desk-focal")) focalPoint(place, place.closest(".desk-picture") ?? document);
  for (const input of document.querySelectorAll("#id_new_photographers, [name$=-photographers]")) suggestNames(input, section);
});

const later = (act, milliseconds = 250) => {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds, ...given);
  };
};

// Sending files

function uploads(section) {
  const { dataset } = section;
  const input = section.querySelector("[name=new_pictures]");
  if (!input) return;
  const form = input.form;
  const listed = section.querySelector(".desk-uploads");
  const waiting = [];
  let sending = false;
  let failed = false;
  let submitter;

  section.querySelector(".desk-drop-hint").hidden = false;
  section.querySelector(".desk-when").hidden = true;

  const enqueue = (files) => {
    for (const file of files) {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("span"), { textContent: file.name }));
      item.append(Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: file.name }));
      listed.append(item);
      waiting.push([file, item]);
    }
    if (!sending) sendNext();
  };

  const sendNext = () => {
    const next = waiting.shift();
    sending = Boolean(next);
    if (next) return send(...next);
    if (submitter !== undefined && !failed) form.requestSubmit(submitter);
    submitter = undefined;
    failed = false;
  };

  const finish = (item, sentence) => {
    item.querySelector("progress").remove();
    item.classList.toggle("desk-upload-failed", Boolean(sentence));
    item.append(` ${sentence || `✓ ${dataset.added}`}`);
    failed ||= Boolean(sentence);
    sendNext();
  };

  const send = (file, item) => {
    if (file.size > Number(dataset.largest)) return finish(item, dataset.tooLarge);
    const data = new FormData();
    data.append("file", file);
    for (const name of ["new_photographers", "new_source"]) data.append(name, form.elements[name].value);
    const request = new XMLHttpRequest();
    const progress = item.querySelector("progress");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => {
      progress.removeAttribute("value"); // the server is reading it
      progress.title = dataset.sent;
    });
    request.addEventListener("load", () => {
      const answer = request.response ?? {};
      if (request.status !== 200) return finish(item, answer.sentence || dataset.notSent);
      const already = section.dispatchEvent(new CustomEvent("picture", { detail: answer, cancelable: true })) === false;
      finish(item, already ? dataset.already : "");
    });
    request.addEventListener("error", () => finish(item, dataset.notSent));
    request.open("POST", dataset.upload);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  };

  input.addEventListener("change", () => {
    enqueue(input.files);
    input.value = "";
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  for (const kind of ["dragenter", "dragover"]) {
    section.addEventListener(kind, (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      section.classList.add("desk-dropping");
    });
  }
  for (const kind of ["dragleave", "drop"]) section.addEventListener(kind, () => section.classList.remove("desk-dropping"));
  section.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    enqueue(event.dataTransfer.files);
  });
  // Saving waits for the files; without a refused one the form is then sent.
  form.addEventListener(
    "submit",
    (event) => {
      if (!sending) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      submitter = event.submitter;
      const note = Object.assign(document.createElement("li"), { textContent: dataset.waiting });
      listed.append(note);
    },
    { capture: true },
  );
}

// The rows of a story

function storyRows(section, list) {
  const { dataset } = section;
  const body = document.getElementById("id_body");
  const total = section.querySelector(`[name=${dataset.prefix}-TOTAL_FORMS]`);
  if (!total) return;
  const said = section.querySelector(".desk-said");
  const rows = () => [...list.children];
  const field = (row, name) => row.querySelector(`[name$="-${name}"]:not([name^=initial])`);
  let next = Number(dataset.next);
  section.classList.add("desk-scripted");

  const renumber = () => rows().forEach((row, at) => (field(row, "order").value = at + 1));

  const numberOf = (row) => field(row, "number").value;
  const captionsInText = () => {
    const captions = new Map();
    for (const [, number, caption] of body.value.matchAll(/^[^\S\n]*图([0-9]{1,3})：(.*)$/gm)) {
      const key = String(Number(number));
      if (!captions.has(key)) captions.set(key, caption.trim());
    }
    return captions;
  };
  const showCaptions = () => {
    const captions = captionsInText();
    for (const row of rows()) {
      const inText = captions.get(numberOf(row));
      const shown = row.querySelector(".desk-caption-in-text");
      row.querySelector(".desk-caption").hidden = inText !== undefined;
      shown.hidden = inText === undefined;
      shown.querySelector("span").textContent = inText ?? "";
      row.querySelector(".desk-insert").hidden = inText !== undefined;
    }
  };

  const insert = (row) => {
    const caption = field(row, "caption");
    const { selectionStart: start, selectionEnd: end, value } = body;
    const before = value.slice(0, start).replace(/\s+$/, "");
    const after = value.slice(end).replace(/^\s+/, "");
    const block = `图${numberOf(row)}：${caption.value.trim()}`;
    body.value = [before, block, after].filter(Boolean).join("\n\n");
    caption.value = "";
    const cursor = (before ? before.length + 2 : 0) + block.length;
    body.focus();
    body.setSelectionRange(cursor, cursor);
    body.dispatchEvent(new Event("input", { bubbles: true }));
    showCaptions();
  };

  const move = (row, step) => {
    const all = rows();
    const at = all.indexOf(row) + step;
    if (at < 0 || at >= all.length) return;
    all[at][step < 0 ? "before" : "after"](row);
    renumber();
    row.querySelector(step < 0 ? ".desk-up" : ".desk-down").focus();
    said.textContent = dataset.moved.replace("{number}", numberOf(row)).replace("{place}", at + 1);
  };

  const prepare = (row) => {
    for (const button of row.querySelectorAll(".desk-picture-buttons button")) button.hidden = false;
    row.querySelector(".desk-insert").addEventListener("click", () => insert(row));
    row.querySelector(".desk-up").addEventListener("click", () => move(row, -1));
    row.querySelector(".desk-down").addEventListener("click", () => move(row, +1));
    if (!numberOf(row)) field(row, "number").value = next++;
    row.querySelector(".desk-picture-number").textContent = `图${numberOf(row)}`;
    draggable(row);
  };

  const draggable = (row) => {
    const handle = row.querySelector(".desk-picture-head");
    handle.draggable = true;
    handle.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(row, 20, 20);
      row.classList.add("desk-dragged");
    });
    handle.addEventListener("dragend", () => {
      row.classList.remove("desk-dragged");
      renumber();
    });
  };
  list.addEventListener("dragover", (event) => {
    const dragged = list.querySelector(".desk-dragged");
    const over = event.target.closest(".desk-picture");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => list.querySelector(".desk-dragged") && event.preventDefault());

  /* Add a row for a picture of the server's answer; false if the story has it. */
  const add = ({ id, row: html }) => {
    if (!html) return false; // not answered
    const existing = list.querySelector(`[data-picture="${id}"]`);
    if (existing) {
      existing.querySelector("[name$=-DELETE]").checked = false;
      existing.scrollIntoView({ block: "nearest" });
      return false;
    }
    const template = document.createElement("template");
    template.innerHTML = html.replaceAll("__prefix__", total.value).trim();
    const row = template.content.querySelector("li");
    total.value = Number(total.value) + 1;
    list.append(row);
    prepare(row);
    focalPoint(row.querySelector(".desk-focal"), row);
    suggestNames(row.querySelector("[name$=-photographers]"), section);
    renumber();
    showCaptions();
    return true;
  };

  section.addEventListener("picture", (event) => add(event.detail) || event.preventDefault());
  for (const row of rows()) prepare(row);
  renumber();
  showCaptions();
  body.addEventListener("input", later(showCaptions));
  chooser(section, add);
}

function chooser(section, add) {
  const place = section.querySelector(".desk-chooser");
  const search = place.querySelector("input");
  const found = place.querySelector("ul");
  place.hidden = false;
  section.querySelector(".desk-by-number").hidden = true;

  const show = (pictures) => {
    found.replaceChildren(
      ...pictures.map((picture) => {
        const button = Object.assign(document.createElement("button"), { type: "button", title: picture.name });
        const image = Object.assign(document.createElement("img"), { src: picture.thumbnail, alt: "", loading: "lazy" });
        button.append(image, Object.assign(document.createElement("span"), { textContent: picture.name }));
        button.addEventListener("click", async () => add(await ask({ picture: picture.id })));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
    if (!pictures.length) found.append(Object.assign(document.createElement("li"), { textContent: section.dataset.none }));
  };
  const ask = async (query) => {
    const address = `${section.dataset.choose}?${new URLSearchParams(query)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    return (answer?.ok && (await answer.json().catch(() => null))) || {};
  };
  const look = async () => {
    const asked = search.value;
    const { pictures } = await ask({ q: asked });
    if (pictures && asked === search.value) show(pictures);
  };
  search.addEventListener("focus", look, { once: true });
  search.addEventListener("input", later(look));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would save the story
  });
}

// The focal point

function focalPoint(place, within) {
  const [x, y] = ["focal_x", "focal_y"].map((name) => within.querySelector(`[name$="${name}"]:not([name^=initial])`));
  const image = place?.querySelector("img");
  const point = place?.querySelector(".desk-focal-point");
  if (!x || !point || x.disabled) return;
  const show = () => {
    point.style.left = `${x.value}%`;
    point.style.top = `${y.value}%`;
  };
  point.hidden = false;
  show();
  within.querySelector(".desk-focal-hint")?.removeAttribute("hidden");
  image.classList.add("desk-clickable");
  image.addEventListener("click", (event) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    x.value = Math.round((100 * (event.clientX - left)) / width);
    y.value = Math.round((100 * (event.clientY - top)) / height);
    show();
  });
  for (const number of [x, y]) number.addEventListener("input", show);
}

// Photographers known to the newsroom

function suggestNames(input, section) {
  const names = section?.dataset.names;
  const options = input?.parentElement.querySelector("datalist");
  if (!names || !options || input.disabled) return;
  input.setAttribute("list", options.id);
  input.addEventListener(
    "input",
    later(async () => {
      const [, before, last] = /^(.*[、，,；;\s])?([^、，,；;\s]*)$/.exec(input.value) ?? [];
      if (!last) return options.replaceChildren();
      const answer = await fetch(`${names}&${new URLSearchParams({ term: last })}`).catch(() => null);
      const { results } = (await answer?.json().catch(() => null)) ?? {};
      const known = new Set((results ?? []).map(({ text }) => text.replace(/（.*$/, "")));
      options.replaceChildren(...[...known].map((name) => new Option("", (before ?? "") + name)));
    }),
  );
}
