// Datasette's fields have no names that a screen reader could say.
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
const name = () => {
  for (const [fields, said] of Object.entries(NAMES))
    for (const field of document.querySelectorAll(fields)) field.setAttribute("aria-label", said);
};
name();
window.addEventListener("load", name); // the editor comes later
