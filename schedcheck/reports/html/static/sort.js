"use strict";
// Tables marked "sortable" get a button in each heading; where their rows have states, also a list
// of these above, to show one of them. Without this script they stand as made.
const filtered = (table, rows) => {
  const states = new Map();
  for (const row of rows) {
    const cell = row.querySelector("[data-filter-by]");
    states.set(row.dataset.state, cell.textContent.trim());
  }
  if (states.size < 2) return;
  const list = document.createElement("select");
  list.append(new Option(table.dataset.all, ""));
  for (const [state, words] of states) list.append(new Option(words, state));
  const label = document.createElement("label");
  label.className = "screen";
  label.append(table.dataset.filter + " ", list);
  table.parentElement.before(label);
  list.addEventListener("change", () => {
    for (const row of rows) row.hidden = list.value !== "" && row.dataset.state !== list.value;
  });
};
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  if (table.dataset.filter) filtered(table, [...body.rows]);
  const headings = [...table.tHead.rows[0].cells];
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  };
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const compare = (a, b) => typeof a === "number" && typeof b === "number"
    ? a - b : words.compare(String(a), String(b));
  headings.forEach((heading, column) => {
    // The button lies over the words: browsers do not repeat buttons on each printed page.
    const text = document.createElement("span");
    text.setAttribute("aria-hidden", "true");
    text.append(...heading.childNodes);
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", text.textContent);
    heading.append(text, button);
    button.addEventListener("click", () => {
      const numbers = body.rows.length > 0 && typeof key(body.rows[0], column) === "number";
      const usual = numbers ? "descending" : "ascending";
      const other = numbers ? "ascending" : "descending";
      const order = heading.getAttribute("aria-sort") === usual ? other : usual;
      headings.forEach((one) => one.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const rows = [...body.rows];
      rows.sort((a, b) => sign * compare(key(a, column), key(b, column)));
      body.append(...rows);
    });
  });
}
