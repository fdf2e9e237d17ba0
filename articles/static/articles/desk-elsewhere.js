/* Puts a story on the clipboard with its formats. The HTML has inline styles, which this page may not show. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("copy-formatted");
  const data = document.getElementById("formatted");
  if (!button || !data) return;
  const formatted = JSON.parse(data.textContent);
  const plain = document.getElementById("elsewhere-text").value;
  button.hidden = false;
  button.addEventListener("click", () => {
    // navigator.clipboard needs HTTPS, which an office network may lack.
    const fill = (event) => {
      event.clipboardData.setData("text/html", formatted);
      event.clipboardData.setData("text/plain", plain);
      event.preventDefault();
    };
    document.addEventListener("copy", fill, { once: true });
    if (document.execCommand("copy")) button.textContent = button.dataset.done;
    document.removeEventListener("copy", fill);
  });
});
