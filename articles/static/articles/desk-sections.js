/* The list of sections: rows can be dragged. Optional: each row also has buttons to move it. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("changelist-form");
  const rows = form?.querySelectorAll("#result_list tbody tr") ?? [];
  // A search or a sorted list shows some of the sections, or another order.
  if (!form?.querySelector(".desk-moves") || location.search) return;
  const body = form.querySelector("#result_list tbody");
  const keys = () => [...body.querySelectorAll(".desk-moves")].map((moves) => moves.dataset.key).join(",");
  const before = keys();
  let dragged = null;

  for (const row of rows) {
    row.draggable = true;
    row.classList.add("desk-draggable");
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      row.classList.add("desk-dragged");
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged || dragged === row) return;
      event.preventDefault();
      const { top, height } = row.getBoundingClientRect();
      if (event.clientY > top + height / 2) row.after(dragged);
      else row.before(dragged);
    });
    row.addEventListener("drop", (event) => event.preventDefault());
    row.addEventListener("dragend", () => {
      row.classList.remove("desk-dragged");
      dragged = null;
      if (keys() !== before) send();
    });
  }

  const send = () => {
    const order = Object.assign(document.createElement("input"), { type: "hidden", name: "order", value: keys() });
    form.append(order);
    form.action = "order/";
    form.submit();
  };
});
