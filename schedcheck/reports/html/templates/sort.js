"use strict";
// Tables marked "sortable" get a button in each heading. Without this script they stand as made.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
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
