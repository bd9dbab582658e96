"use strict";
const form = document.querySelector(".filter");
if (form) {
  // Letters without their diacritics, so that “suy dinh duong” finds “suy dinh dưỡng”.
  const folded = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const [plan, mark, search] = ["by-plan", "by-mark", "by-text"].map((id) => document.getElementById(id));
  const count = form.querySelector("output");
  const sections = all("section.plan").map((section) => ({
    section,
    id: section.dataset.plan,
    areas: all(".area", section),
    entries: all(".entry", section).map((entry) => ({
      entry,
      marks: entry.dataset.marks.split(" "),
      findings: all(".finding", entry).length,
      text: folded(section.querySelector("h2").textContent + " " + entry.textContent),
    })),
  }));
  const total = sections.reduce((sum, each) => sum + each.entries.length, 0);
  const rows = all(".map tbody tr:not(.area)").map((row) => ({ row, cells: all(".cell", row) }));
  const heads = all(".map thead [data-plan]");

  const apply = () => {
    const words = folded(search.value).trim().split(" ");
    let shown = 0;
    let findings = 0;
    for (const { section, id, areas, entries } of sections) {
      for (const { entry, marks, findings: found, text } of entries) {
        entry.hidden =
          (plan.value && plan.value !== id) ||
          (mark.value && !marks.includes(mark.value)) ||
          !words.every((word) => text.includes(word));
        if (!entry.hidden) {
          shown += 1;
          findings += found;
        }
      }
      for (const area of areas) area.hidden = !area.querySelector(".entry:not([hidden])");
      section.hidden = Boolean(plan.value && plan.value !== id) || areas.length > 0 && areas.every((area) => area.hidden);
    }
    for (const head of heads) head.hidden = Boolean(plan.value && plan.value !== head.dataset.plan);
    const filtered = plan.value || mark.value || search.value.trim();
    form.classList.toggle("on", Boolean(filtered)); // then a print says how much of the report it shows
    for (const { row, cells } of rows) {
      let matches = 0;
      for (const cell of cells) {
        cell.hidden = Boolean(plan.value && plan.value !== cell.dataset.plan);
        const link = cell.querySelector("a");
        const target = link && document.getElementById(link.hash.slice(1));
        const out = !target || target.hidden;
        cell.classList.toggle("out", Boolean(filtered && out));
        if (!out) matches += 1;
      }
      row.hidden = Boolean(filtered) && matches === 0;
    }
    for (const body of all(".map tbody")) body.hidden = !body.querySelector("tr:not(.area):not([hidden])");
    const numbers = { shown, all: total, findings };
    count.textContent = count.dataset.count.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);
  };

  // A link to what the filter hides shows everything again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (target && target.closest("[hidden]")) form.reset();
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    for (const control of [plan, mark]) control.selectedIndex = 0;
    search.value = "";
    apply();
  });
  form.hidden = false;
  apply();
}
