// The matrix evidence × elements: one cell has the focus and the arrow keys move it. Where the reader may link, s, c and n
// say what the item does, 1 to 3 how much, Enter opens the notes, Delete asks why. Each change is sent at once, with the
// link that was seen: who comes second is told, and what they wrote stays in front of them.
for (const grid of document.querySelectorAll("[data-matrix]")) {
  const rows = [...grid.tBodies[0].rows];
  const width = rows[0].cells.length - 1;
  const elements = [...grid.tHead.rows[1].cells].slice(1);
  const dialog = document.querySelector("[data-cell]");
  const status = document.querySelector("[data-cell-status]");
  const editable = "editable" in grid.dataset && dialog;
  const at = (row, column) => rows[row]?.cells[column + 1];
  let here = at(0, 0);

  grid.setAttribute("role", "grid");
  for (const link of grid.querySelectorAll("tbody td a")) link.tabIndex = -1;
  here.tabIndex = 0;

  const place = (cell) => [rows.indexOf(cell.parentElement), cell.cellIndex - 1];
  const go = (cell, focus = true) => {
    if (!cell) return;
    here.tabIndex = -1;
    here = cell;
    here.tabIndex = 0;
    if (focus) here.focus();
  };
  const ways = (row, column, event) => {
    const side = document.documentElement.dir === "rtl" ? -1 : 1;
    const whole = event.ctrlKey || event.metaKey;
    return {
      ArrowRight: [row, column + side],
      ArrowLeft: [row, column - side],
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      PageDown: [Math.min(row + 10, rows.length - 1), column],
      PageUp: [Math.max(row - 10, 0), column],
      Home: [whole ? 0 : row, 0],
      End: [whole ? rows.length - 1 : row, width - 1],
    }[event.key];
  };

  const facts = (cell) => ({
    item: cell.parentElement.dataset.item,
    element: elements[cell.cellIndex - 1].dataset.element,
    seen: cell.dataset.link ?? "",
  });
  const say = (text) => (status.textContent = text);

  // What the server says the cell holds now.
  const show = (cell, now) => {
    cell.replaceChildren();
    for (const name of ["link", "says", "weight"]) delete cell.dataset[name];
    if (!now.link) return;
    Object.assign(cell.dataset, { link: now.link, says: now.direction, weight: now.weight });
    const link = Object.assign(document.createElement("a"), {
      href: `unlink/${now.link}/`,
      textContent: now.mark,
      title: now.note,
      tabIndex: -1,
    });
    link.setAttribute("aria-label", now.says);
    cell.append(link);
    cell.by = now.by;
  };
  const glance = (element, html) => {
    for (const place of document.querySelectorAll(`[data-glance="${CSS.escape(element)}"]`))
      place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  };

  // One change after the other, each knowing what the one before it left in its cell.
  let turn = Promise.resolve();
  const send = (cell, fields) => (turn = turn.then(() => post(cell, fields)));
  const post = async (cell, fields) => {
    const body = new FormData();
    const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value;
    const given = { ...facts(cell), ...(typeof fields === "function" ? fields(cell) : fields), csrfmiddlewaretoken: token };
    for (const [name, value] of Object.entries(given)) body.set(name, value);
    cell.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(dialog.dataset.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const said = await answer.json();
      if (said.cell) show(cell, said.cell);
      if (said.glance) glance(given.element, said.glance);
      if (!answer.ok) return { fault: [said.rule, said.detail].filter(Boolean).join(": ") };
      return { cell: said.cell };
    } catch {
      return { fault: dialog.dataset.offline };
    } finally {
      cell.removeAttribute("aria-busy");
    }
  };

  const name = (cell) => `${facts(cell).item}, ${facts(cell).element}`;
  const told = (cell, answer) => {
    const now = answer.cell?.link ? `${cell.querySelector("a").getAttribute("aria-label")}. ${dialog.dataset.saved}` : "";
    say(`${name(cell)}: ${answer.fault ?? (now || dialog.dataset.removed)}`);
    status.classList.toggle("alarm-text", Boolean(answer.fault));
  };
  const noted = (cell) => cell.querySelector("a")?.title ?? "";
  // What the cell will hold when all that was pressed has been sent.
  const wanted = (cell) => cell.wanted ?? { direction: cell.dataset.says ?? "", weight: cell.dataset.weight ?? "2" };
  const set = (cell, change) => {
    const next = (cell.wanted = { ...wanted(cell), ...change });
    send(cell, () => ({ ...next, note: noted(cell) })).then((answer) => {
      if (cell.wanted === next || answer.fault) delete cell.wanted;
      told(cell, answer);
    });
  };

  // The notes of a cell, or the reason why its link goes.
  const part = (which) => dialog.querySelector(`[data-cell-${which}]`);
  const fault = (text) => {
    part("fault").hidden = !text;
    part("fault").textContent = text ?? "";
  };
  const open = (cell, removing) => {
    const head = elements[cell.cellIndex - 1];
    part("title").textContent = facts(cell).item;
    part("element").textContent = `${head.dataset.element} ${head.title}`;
    part("by").textContent = cell.by ?? "";
    part("write").hidden = part("save").hidden = removing;
    part("remove").hidden = part("out").hidden = !removing;
    const form = dialog.querySelector("form");
    form.reset();
    for (const [field, value] of [["direction", cell.dataset.says], ["weight", cell.dataset.weight ?? "2"]])
      for (const choice of form.querySelectorAll(`[name=${field}]`)) choice.checked = choice.value === value;
    form.elements.note.value = noted(cell);
    fault();
    dialog.showModal();
    form.elements[removing ? "reason" : "note"].focus();
  };
  const save = async (removing) => {
    const form = dialog.querySelector("form");
    const chosen = (field) => form.querySelector(`[name=${field}]:checked`)?.value ?? "";
    const cell = here;
    const fields = removing
      ? { remove: "1", reason: form.elements.reason.value }
      : { direction: chosen("direction"), weight: chosen("weight"), note: form.elements.note.value };
    const answer = await send(cell, fields);
    if (answer.fault) return fault(answer.fault);
    dialog.close();
    told(cell, answer);
    go(cell);
  };

  const DIRECTIONS = { s: "supports", c: "contradicts", n: "neutral" };
  const act = (cell, key) => {
    const says = wanted(cell).direction;
    if (key === "Delete" || key === "Backspace") return says ? open(cell, true) : say(dialog.dataset.empty);
    if (cell.parentElement.classList.contains("is-out")) return say(dialog.dataset.retracted);
    if (key === "Enter") return open(cell, false);
    if (DIRECTIONS[key]) return set(cell, { direction: DIRECTIONS[key] });
    return says ? set(cell, { weight: key }) : say(dialog.dataset.first);
  };

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("tbody td");
    if (!cell) return;
    const way = ways(...place(cell), event);
    if (way) {
      event.preventDefault();
      return go(at(...way));
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!editable) {
      if (event.key === "Enter") cell.querySelector("a")?.click();
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!["s", "c", "n", "1", "2", "3", "Enter", "Delete", "Backspace"].includes(key)) return;
    event.preventDefault();
    act(cell, key);
  });
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("tbody td");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!editable) return go(cell, false);
    event.preventDefault();
    const again = cell === here && document.activeElement === here;
    go(cell);
    if (again || event.detail > 1) act(cell, "Enter");
  });

  if (editable) {
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      save(part("write").hidden);
    });
    part("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => here.focus());
  }
}
