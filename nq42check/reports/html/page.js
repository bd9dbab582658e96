"use strict";
const form = document.querySelector(".filter");
if (form) {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  // Letters without their diacritics, so that “suy dinh duong” finds “suy dinh dưỡng”.
  const folded = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ");
  // A word typed with diacritics is looked for as it is, so that “Nghệ An” does not find “nghe”.
  const plain = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ");
  const searched = (text) => ({ plain: plain(text), folded: folded(text) });
  const holds = (text, word) => (plain(word) === folded(word) ? text.folded.includes(folded(word)) : text.plain.includes(plain(word)));
  const element = (tag, className, ...children) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const table = document.querySelector("#map table");
  const bodies = all("tbody", table);
  const head = table.tHead.rows[0];
  const SKIPPED = 2; // the columns before those of plans: the norm and its total
  const lines = bodies.flatMap((body) =>
    all("tr:not(.area)", body).map((row) => {
      const [met, compared] = row.cells[1].textContent.split("/").map(Number); // “–” where no plan is compared
      return { row, body, area: body.dataset.area, sure: row.className, text: searched(row.cells[0].textContent), share: compared ? met / compared : 2 };
    }));
  const ranks = new Map(all(".totals-by-plan tbody tr").map((row) => [row.dataset.plan, row]));

  // Plans with a column in the page, then those of which the page only has the data.
  const plans = all("th.plan", head).map((heading, place) => ({
    heading,
    id: heading.dataset.plan,
    name: heading.querySelector("span").textContent,
    cells: lines.map((line) => line.row.cells[place + SKIPPED]),
  }));
  for (const plan of plans) plan.marks = plan.cells.map((cell) => cell.className.split(" ").slice(1));
  const more = byId("more") && JSON.parse(byId("more").textContent);
  const CHUNK = plans.length;
  for (const [name, href, id, file, rank, met, errors, counts, kinds, values] of more ? more.plans : [])
    plans.push({ id, name, href, file, rank, met, errors, counts, values, marks: kinds.map((kind) => more.kinds[kind]) });
  plans.forEach((plan, place) => Object.assign(plan, { place, text: searched(`${plan.name} ${plan.file || ""}`) }));
  lines.forEach((line, place) => Object.assign(line, { place }));

  const options = new Map(all("[data-status]").map((each) => [each.dataset.status, each.dataset]));
  const linked = (plan) => {
    if (!plan.href) return plan.name;
    const link = element("a", "", plan.name);
    link.href = plan.href;
    return link;
  };
  const named = (plan) => (plan.file ? [linked(plan), " ", element("small", "", plan.file)] : [linked(plan)]);

  // The column of a plan of which the page only has the data, made as the others are.
  const build = (plan) => {
    const met = element("span", "sum", plan.met, element("span", "hidden", ` ${table.dataset.met}`));
    plan.heading = element("th", "plan", element("div", "", element("span", "", ...named(plan)), " ", met));
    plan.heading.scope = "col";
    head.append(plan.heading);
    plan.cells = lines.map((line, place) => {
      const marks = plan.marks[place];
      const told = marks[0] === "not_held" ? [element("span", "told", element("span", "hidden", `${plan.name}: ${table.dataset.notHeld}`))] : tell(plan, place);
      return line.row.appendChild(element("td", ["cell", ...marks].join(" "), ...told));
    });
  };
  const tell = (plan, place) => {
    const [status, ...others] = plan.marks[place];
    const { sign, word } = options.get(status);
    const settled = options.get(others.find((mark) => mark === "waived" || mark === "known"));
    const value = more.texts[plan.values[place]];
    const seen = element("span", "sign", sign + (settled ? "§" : ""));
    seen.setAttribute("aria-hidden", "true");
    const name = element("span", "hidden", `${plan.name}: ${value ? `${word}: ` : ""}`);
    return [seen, element("span", "told", name, (value || word) + (settled ? ` (${settled.word})` : ""))];
  };
  const statuses = all(".totals-by-plan th[data-count]").map((each) => each.dataset.count);
  const buildRank = (plan) => {
    const cells = [plan.rank, null, plan.met, plan.errors, ...statuses.map((status) => plan.counts[status])];
    const heading = element("th", "", ...named(plan));
    heading.scope = "row";
    const row = element("tr", "", ...cells.map((cell) => (cell === null ? heading : element("td", "", String(cell || "–")))));
    ranks.set(plan.id, row);
    document.querySelector(".totals-by-plan tbody").append(row);
  };

  const lineOf = new Map(lines.map((line) => [line.row.id, line]));
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  const entries = all("section.plan").map((section) => ({
    section,
    plan: planOf.get(section.dataset.plan),
    name: searched(section.querySelector("h2").textContent),
    areas: all(".area", section).map((area) => ({
      area,
      entries: all(".entry", area).map((entry) => ({ entry, line: lineOf.get(entry.id.split("-")[1]) })),
    })),
  }));

  const controls = [...form.elements].filter((control) => control.name);
  const ticks = controls.filter((control) => control.type === "checkbox");
  byId("words").defaultChecked = byId("words").checked = Boolean(table.dataset.few);
  const chosen = () => Object.fromEntries(controls.map((each) => [each.name, each.type === "checkbox" ? each.checked : each.value]));

  // What is chosen stands in the address, so that it can be sent.
  const keep = () => {
    const asked = new URLSearchParams(location.search);
    for (const control of controls) {
      const value = control.type === "checkbox" ? (control.checked === control.defaultChecked ? "" : String(control.checked)) : control.value;
      if (value) asked.set(control.name, value);
      else asked.delete(control.name);
    }
    const query = asked.toString();
    try {
      history.replaceState(null, "", location.pathname + (query && `?${query}`) + location.hash);
    } catch {
      // A page in a frame without an origin has no address of its own.
    }
  };
  for (const [name, value] of new URLSearchParams(location.search)) {
    const control = controls.find((each) => each.name === name);
    if (control && control.type === "checkbox") control.checked = value === "true";
    else if (control) control.value = value;
    if (control && control.selectedIndex === -1) control.value = "";
  }

  let limit = CHUNK, rankLimit = ranks.size;
  const arrangement = (asked, count) => [asked.order, asked.lines, count].join();
  let arranged = arrangement({ order: "", lines: "" }, CHUNK);
  const byName = [...plans].sort((one, other) => one.name.localeCompare(other.name, "vi"));
  const inOrder = (asked) => (asked.order === "name" ? byName : plans);
  const arrange = (asked) => {
    const built = inOrder(asked).filter((plan) => plan.cells);
    if (arranged === arrangement(asked, built.length)) return;
    arranged = arrangement(asked, built.length);
    const least = asked.lines === "least";
    head.append(...built.map((plan) => plan.heading));
    for (const line of lines) line.row.append(...built.map((plan) => plan.cells[line.place]));
    for (const line of least ? [...lines].sort((one, other) => one.share - other.share) : lines)
      (least ? bodies[0] : line.body).append(line.row);
    for (const body of bodies) body.rows[0].cells[0].colSpan = built.length + SKIPPED;
  };

  const apply = () => {
    const asked = chosen();
    const words = asked.text.trim().split(/\s+/);
    const rowFits = (line) => (!asked.area || line.area === asked.area) && (!asked.norm || line.row.id === asked.norm) && (!asked.evidence || line.sure === asked.evidence);
    const fits = (plan, line) =>
      (!asked.mark || plan.marks[line.place].includes(asked.mark)) &&
      (!words[0] || words.every((word) => holds(line.text, word) || holds(plan.text, word)));
    const rows = lines.filter(rowFits);
    const columns = plans.filter((plan) => !asked.plan || plan.id === asked.plan);
    const fitting = new Map(columns.map((plan) => [plan, rows.filter((line) => fits(plan, line))]));
    const filtering = Boolean(asked.text.trim() || asked.plan || asked.area || asked.norm || asked.mark || asked.evidence);
    const left = columns.filter((plan) => !filtering || fitting.get(plan).length);
    const shownLines = new Set(filtering ? left.flatMap((plan) => fitting.get(plan)) : lines);

    const kept = new Set(left);
    const order = inOrder(asked).filter((plan) => kept.has(plan));
    const shown = new Set(order.slice(0, more ? limit : undefined));
    for (const plan of shown) if (!plan.cells) build(plan);
    arrange(asked);
    for (const plan of plans) {
      if (!plan.cells) continue;
      plan.heading.hidden = !shown.has(plan);
      const matching = new Set(fitting.get(plan));
      plan.cells.forEach((cell, place) => {
        cell.hidden = !shown.has(plan);
        cell.classList.toggle("out", filtering && !matching.has(lines[place]));
      });
    }
    for (const line of lines) line.row.hidden = !shownLines.has(line);
    for (const body of bodies) {
      body.rows[0].hidden = asked.lines === "least";
      body.hidden = all("tr:not(.area)", body).every((row) => row.hidden);
    }
    const ranked = order.slice(0, more ? rankLimit : undefined);
    for (const plan of ranked) if (!ranks.has(plan.id) && ranks.size) buildRank(plan);
    for (const row of ranks.values()) row.hidden = true;
    const list = document.querySelector(".totals-by-plan tbody");
    const rankRows = ranked.map((plan) => ranks.get(plan.id)).filter(Boolean);
    for (const row of rankRows) row.hidden = false;
    if (list && rankRows.some((row, place) => list.rows[place] !== row)) list.prepend(...rankRows);
    for (const [id, limited] of [["more-plans", limit], ["more-rows", rankLimit]])
      if (byId(id)) byId(id).parentNode.hidden = order.length <= limited;

    table.classList.toggle("words", asked.words);
    table.classList.toggle("signs", !asked.words);
    for (const tick of ticks) document.documentElement.classList.toggle(tick.name, tick.checked);
    form.classList.toggle("on", filtering); // then a print says how much of the report it shows
    document.documentElement.classList.toggle("one-plan", Boolean(asked.plan));
    const output = form.querySelector("output");
    const numbers = {
      norms: shownLines.size,
      all_norms: lines.length,
      plans: left.length,
      all_plans: plans.length,
      cells: left.reduce((sum, plan) => sum + (filtering ? fitting.get(plan) : lines).filter((line) => plan.marks[line.place][0] !== "not_held").length, 0),
    };
    // A print must say of what it shows a part.
    const said = controls.filter((each) => each.value && !each.closest(".ticks") && !["order", "lines"].includes(each.name))
      .map((each) => `${each.labels[0].textContent}: ${each.selectedOptions ? each.selectedOptions[0].textContent.trim() : each.value.trim()}`);
    output.textContent = [
      output.dataset.count.replace(/\{(\w+)\}/g, (_, name) => numbers[name]),
      numbers.cells ? "" : output.dataset.none,
      filtering && said.length ? `${output.dataset.chosen} ${said.join("; ")}.` : "",
    ].filter(Boolean).join(" ");

    for (const { section, plan, name, areas } of entries) {
      for (const { area, entries: told } of areas) {
        for (const one of told) {
          const marks = one.line ? plan.marks[one.line.place] : [];
          one.entry.hidden =
            !columns.includes(plan) ||
            (asked.mark && !marks.includes(asked.mark)) ||
            ((asked.area || asked.norm || asked.evidence) && !(one.line && rowFits(one.line))) ||
            (Boolean(words[0]) && !words.every((word) => holds(name, word) || holds((one.text ??= searched(one.entry.textContent)), word)));
        }
        area.hidden = told.every(({ entry }) => entry.hidden);
      }
      section.hidden = filtering && areas.every(({ area }) => area.hidden) && asked.plan !== plan.id;
    }
    for (const details of all("[data-norm]")) details.hidden = !shownLines.has(lineOf.get(details.dataset.norm));
    for (const area of all(".norms section")) area.hidden = !area.querySelector("[data-norm]:not([hidden])");
    keep();
  };

  // What a link leads to is shown, whatever the filter hides besides.
  const reveal = (target) => {
    if (!target || !target.closest("[hidden]")) return;
    const inside = all(".area, .entry", target);
    if (inside.every((each) => each.hidden)) for (const each of inside) each.hidden = false;
    for (let each = target; each; each = each.parentElement) each.hidden = false;
  };
  const here = () => byId(decodeURIComponent(location.hash.slice(1)));
  // What is far below is laid out when it comes near, so that where it stands is known after some steps only.
  const land = (target, steps = 6) => {
    if (!target) return;
    target.scrollIntoView();
    if (steps) requestAnimationFrame(() => land(target, steps - 1));
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const address = link && link.getAttribute("href");
    if (!address || !address.startsWith("#")) return;
    reveal(byId(address.slice(1)));
    setTimeout(() => land(byId(address.slice(1))));
  });
  addEventListener("hashchange", () => {
    const target = here();
    if (!target || !target.closest("[hidden]")) return;
    reveal(target);
    land(target);
  });
  // The entry behind a cell, for who points at it; the links of rows and columns lead everybody there.
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td.cell");
    const plan = cell && plans.find((each) => each.cells && each.cells.includes(cell));
    const link = plan && plan.heading.querySelector("a");
    if (!link || cell.classList.contains("not_held")) return;
    const entry = byId(`${plan.id}-${cell.parentNode.id}`);
    reveal(entry);
    setTimeout(() => land(entry));
    location.href = link.hash && !entry ? link.href : `${link.href.split("#")[0]}#${plan.id}-${cell.parentNode.id}`;
  });
  table.addEventListener("mouseover", (event) => {
    const cell = event.target.closest("td.cell");
    if (cell && !cell.title) cell.title = cell.querySelector(".told").textContent;
  });
  // What is folded would not be printed.
  addEventListener("beforeprint", () => {
    if (byId("print-norms").checked) for (const details of all("[data-norm]")) details.open = true;
  });
  if (more)
    for (const [id, add] of [["more-plans", () => (limit += CHUNK)], ["more-rows", () => (rankLimit += 100)]])
      byId(id).addEventListener("click", () => { add(); apply(); });
  for (const fixed of all(".fixed")) fixed.hidden = true;
  let waiting = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, event.target.type === "search" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    for (const control of controls) if (control.type === "checkbox") control.checked = control.defaultChecked; else control.value = "";
    apply();
  });
  form.hidden = false;
  document.documentElement.classList.add("scripted");
  apply();
  if (here()) {
    reveal(here());
    land(here());
  }
}
