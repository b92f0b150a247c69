// Datasette's fields have no names that a screen reader could say, and its tables cannot be scrolled by keyboard.
"use strict";
const NAMES = {
  "select[name^=_filter_column]": "Column",
  "select[name^=_filter_op]": "Comparison",
  "input[name^=_filter_value]": "Value",
  "select[name=_sort]": "Sort by",
  "textarea[name=sql]": "SQL",
  ".CodeMirror textarea": "SQL",
  ".cm-content": "SQL",
};
// What scrolls sideways has to be reached by keyboard; links in it may not be there.
const reach = () => {
  for (const table of document.querySelectorAll(".table-wrapper"))
    for (const [key, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "Table; scrolls sideways" }))
      table.setAttribute(key, value);
};
reach();
const name = () => {
  for (const [fields, said] of Object.entries(NAMES))
    for (const field of document.querySelectorAll(fields)) field.setAttribute("aria-label", said);
};
name();
window.addEventListener("load", name); // the editor comes later
