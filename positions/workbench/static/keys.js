// Undo and redo by key, where nobody is typing; after a change, what was moved is said by the status line.
"use strict";
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea")) return;
  const key = event.key.toLowerCase();
  const wanted = key === "z" && !event.shiftKey ? "undo" : key === "y" || (key === "z" && event.shiftKey) ? "redo" : "";
  const link = wanted && document.getElementById(wanted);
  if (!link) return;
  event.preventDefault();
  link.click();
});
