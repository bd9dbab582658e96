"use strict";
// Letters without their diacritics, so that “ha giang” finds “Hà Giang”.
const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ");
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const form = document.querySelector(".filter");
const [plan, kind, search] = ["by-plan", "by-kind", "by-text"].map((id) => document.getElementById(id));
const count = form.querySelector("output");
const tables = all("table.sortable");
const kinds = all("#plans thead th").map((head) => head.dataset.kind);
const matrix = document.querySelector("#indicators .hit")?.closest("table"); // where it has a column for each plan

const rest = document.getElementById("rest"); // the table of plans without details, which waits until it is asked for
const lines = all("#plans tbody tr, #rest tbody tr").map((row) => {
  const [name, ...cells] = [...row.cells].map((cell) => cell.textContent.trim());
  const link = row.querySelector("a");
  const section = link && document.getElementById(link.hash.slice(1)).closest("section");
  return {
    row, name, section,
    words: folded(name),
    kinds: new Set([row.dataset.course, ...kinds.slice(1).filter((_, place) => Number(cells[place]) > 0)]),
    parts: section ? all(".part", section) : [],
    items: section ? all("[data-kind]", section).map((item) => ({ item, kinds: item.dataset.kind.split(" "), words: "" })) : [],
  };
});
for (const { name } of [...lines].sort((one, other) => one.name.localeCompare(other.name, "vi"))) plan.add(new Option(name));
const courses = new Set(lines.map(({ row }) => row.dataset.course));

// What of a plan is shown: its details one by one, and the plan itself where it is meant and any of them is left.
const choose = (line, words) => {
  const meant = (!plan.value || plan.value === line.name) && (!kind.value || line.kinds.has(kind.value));
  let shown = 0;
  for (const each of line.items) {
    if (words.length) each.words ||= `${line.words} ${folded(each.item.textContent)}`;
    const alike = !kind.value || courses.has(kind.value) || each.kinds.includes(kind.value);
    each.item.hidden = !(meant && alike && words.every((word) => each.words.includes(word)));
    shown += each.item.hidden ? 0 : 1;
  }
  for (const part of line.parts) part.hidden = !part.querySelector("[data-kind]:not([hidden])");
  line.row.hidden = !(meant && (shown > 0 || words.every((word) => line.words.includes(word))));
  if (line.section) line.section.hidden = line.row.hidden;
  return shown;
};

// Of the table of indicators the columns of plans that are shown, and what in them the filter leaves.
const chooseIn = (table) => {
  const left = lines.map((line) => new Set(line.items.filter(({ item }) => !item.hidden).map(({ item }) => item.dataset.of)));
  const heads = all(".place", table);
  const places = heads.map((head) => Number(head.querySelector("a").hash.slice(2))); // a plan that is gone has no column
  heads.forEach((head, column) => (head.hidden = lines[places[column]].row.hidden));
  for (const row of table.tBodies[0].rows) {
    let any = false;
    all(".hit", row).forEach((cell, column) => {
      const place = places[column];
      cell.hidden = lines[place].row.hidden;
      for (const mark of cell.children) {
        mark.hidden = !left[place].has(row.dataset.of) || Boolean(kind.value) && !courses.has(kind.value) && mark.dataset.kind !== kind.value;
        any ||= !mark.hidden;
      }
    });
    row.hidden = !any;
  }
};

const apply = () => {
  const words = folded(search.value).split(" ").filter(Boolean);
  let items = 0;
  const chosen = Boolean(plan.value || kind.value || words.length);
  if (chosen) join();
  for (const line of lines) items += choose(line, words);
  if (matrix) chooseIn(matrix);
  form.classList.toggle("on", chosen); // a print says how much it shows
  const numbers = { shown: lines.filter(({ row }) => !row.hidden).length, all: lines.length, items };
  count.textContent = count.dataset.count.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);
};

// Whoever filters or sorts means all plans, which stand in one table then.
const join = () => {
  if (!rest?.isConnected) return;
  document.querySelector("#plans tbody").append(...all("tbody tr", rest));
  rest.remove();
};

// Sorting: by a click on the head of a column, numbers first from the largest, names from A.
const order = new Map(tables.map((table) => [table, table.id === "plans" ? lines.map(({ row }) => row) : [...table.tBodies[0].rows]]));
const sort = (table, head, direction) => {
  join();
  const sign = direction === "ascending" ? 1 : -1;
  const key = (row) => row.cells[head.cellIndex].textContent.trim();
  const rows = [...order.get(table)];
  rows.sort((one, other) => sign * key(one).localeCompare(key(other), "vi", { numeric: true }));
  for (const other of all("th[aria-sort]", table)) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", direction);
  table.tBodies[0].append(...rows);
};
const unsort = () => {
  join();
  for (const table of tables) {
    for (const head of all("th[aria-sort]", table)) head.removeAttribute("aria-sort");
    table.tBodies[0].append(...order.get(table));
  }
};
for (const table of tables) {
  for (const head of all("thead th[data-kind]", table)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const first = head.cellIndex && head.dataset.kind !== "course" ? "descending" : "ascending";
      sort(table, head, head.getAttribute("aria-sort") !== first ? first : first === "ascending" ? "descending" : "ascending");
      keep();
    });
  }
}

// The choice stands in the address, so that it can be sent and kept: #plan=…&kind=…&words=…&sort=plans.weakened.descending
let waiting;
const keep = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const sorted = document.querySelector("th[aria-sort]");
    const chosen = {
      plan: plan.value, kind: kind.value, words: search.value.trim(),
      sort: sorted ? [sorted.closest("table").id, sorted.dataset.kind, sorted.getAttribute("aria-sort")].join(".") : "",
    };
    const said = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
    history.replaceState(null, "", `#${said}`);
  }, 250);
};
const recall = () => {
  if (!location.hash.includes("=")) return; // a link to a section
  const said = new URLSearchParams(location.hash.slice(1));
  plan.value = said.get("plan") ?? "";
  kind.value = said.get("kind") ?? "";
  for (const select of [plan, kind]) if (select.selectedIndex < 0) select.selectedIndex = 0;
  search.value = said.get("words") ?? "";
  const [id, key, direction] = (said.get("sort") ?? "").split(".");
  const head = all("thead th[data-kind]").find((each) => each.closest("table").id === id && each.dataset.kind === key);
  if (head) sort(head.closest("table"), head, direction === "ascending" ? "ascending" : "descending");
  else unsort();
  apply();
};

// A link to what the filter hides shows everything again.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (target && target.closest("[hidden]")) form.reset();
});
form.addEventListener("input", () => {
  apply();
  keep();
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  for (const control of [plan, kind]) control.selectedIndex = 0;
  search.value = "";
  unsort();
  apply();
  keep();
});
window.addEventListener("hashchange", recall);
form.hidden = false;
apply();
recall();
