// Drawing the boxes of a redaction. The table of boxes is the form; this only moves its numbers, so that everything
// can be done without it. Mouse: drag on the page. Keyboard: Tab to a box, arrows move, Shift and arrows size, Delete.
{
  const form = document.querySelector("[data-redact]"),
    sheet = form.querySelector("[data-sheet]"),
    rows = form.querySelector("[data-rows]"),
    empty = form.querySelector("[data-empty]"),
    total = form.querySelector("[name$=TOTAL_FORMS]");
  const [page, width, height] = ["page", "width", "height"].map((name) => Number(form.dataset[name]));
  const SVG = "http://www.w3.org/2000/svg",
    STEP = 0.5,
    LEAST = 0.5,
    PARTS = ["left", "top", "width", "height"];
  const number = (text) => Number(String(text).replace(",", "."));
  const part = (row, name) => row.querySelector(`[data-part=${name}]`);
  const reason = (row) => row.querySelector("[name$=-reason]");
  const read = (row) => Object.fromEntries(PARTS.map((name) => [name, number(part(row, name).value)]));
  const here = (row) =>
    number(part(row, "page").value) === page &&
    !part(row, "DELETE").checked &&
    PARTS.every((name) => part(row, name).value !== "" && Number.isFinite(number(part(row, name).value)));
  const rects = new Map();

  const tell = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  const hold = (value, low, high) => Math.min(Math.max(value, low), high);

  const write = (row, box) => {
    const kept = { width: hold(box.width, LEAST, 100), height: hold(box.height, LEAST, 100) };
    kept.left = hold(box.left, 0, 100 - kept.width);
    kept.top = hold(box.top, 0, 100 - kept.height);
    PARTS.forEach((name) => (part(row, name).value = kept[name].toFixed(2)));
    part(row, "page").value = page;
    draw(row);
  };

  const draw = (row) => {
    if (!here(row)) {
      rects.get(row)?.remove();
      rects.delete(row);
      return;
    }
    let rect = rects.get(row);
    if (!rect) {
      rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("tabindex", "0");
      rect.setAttribute("role", "button");
      rects.set(row, rect);
      sheet.append(rect);
      rect.addEventListener("keydown", (event) => move(event, row));
      rect.addEventListener("focus", () => row.classList.add("is-chosen"));
      rect.addEventListener("blur", () => row.classList.remove("is-chosen"));
    }
    const box = read(row);
    rect.setAttribute("x", (box.left * width) / 100);
    rect.setAttribute("y", (box.top * height) / 100);
    rect.setAttribute("width", (box.width * width) / 100);
    rect.setAttribute("height", (box.height * height) / 100);
    rect.setAttribute("aria-label", reason(row).value || reason(row).labels[0].textContent);
  };

  const move = (event, row) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      part(row, "DELETE").checked = true;
      draw(row);
      row.hidden = true;
      form.querySelector("[data-add]").focus();
    } else if (event.key === "Enter") {
      reason(row).focus();
    } else if (way) {
      const box = read(row),
        [x, y] = way.map((step) => step * STEP);
      if (event.shiftKey) write(row, { ...box, width: box.width + x, height: box.height + y });
      else write(row, { ...box, left: box.left + x, top: box.top + y });
    } else return;
    event.preventDefault();
    tell();
  };

  const free = () => {
    const unused = [...rows.querySelectorAll("[data-row]")].find(
      (row) => !row.hidden && PARTS.every((name) => !part(row, name).value) && !reason(row).value,
    );
    if (unused) return unused;
    const made = empty.content.cloneNode(true);
    for (const element of made.querySelectorAll("*"))
      for (const { name, value } of [...element.attributes])
        if (value.includes("__prefix__")) element.setAttribute(name, value.replaceAll("__prefix__", total.value));
    total.value = Number(total.value) + 1;
    rows.append(made);
    return rows.lastElementChild;
  };

  const place = (event) => {
    const seen = sheet.getBoundingClientRect();
    return [
      hold(((event.clientX - seen.left) / seen.width) * 100, 0, 100),
      hold(((event.clientY - seen.top) / seen.height) * 100, 0, 100),
    ];
  };

  let drawing = null;
  sheet.addEventListener("pointerdown", (event) => {
    if (event.target.matches("rect") || event.button) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    drawing = { from: place(event), row: null };
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [x, y] = place(event),
      [fromX, fromY] = drawing.from;
    if (!drawing.row && Math.hypot(x - fromX, y - fromY) < LEAST) return;
    drawing.row ??= free();
    write(drawing.row, {
      left: Math.min(x, fromX),
      top: Math.min(y, fromY),
      width: Math.abs(x - fromX),
      height: Math.abs(y - fromY),
    });
  });
  sheet.addEventListener("pointerup", () => {
    if (drawing?.row) {
      reason(drawing.row).focus();
      tell();
    }
    drawing = null;
  });

  const add = form.querySelector("[data-add]");
  add.hidden = false;
  form.querySelector("[data-script-only]").hidden = false;
  add.addEventListener("click", () => {
    const row = free();
    write(row, { left: 40, top: 45, width: 20, height: 5 });
    rects.get(row).focus();
    tell();
  });
  rows.addEventListener("input", (event) => draw(event.target.closest("[data-row]")));

  sheet.querySelectorAll("rect").forEach((rect) => rect.remove());
  rows.querySelectorAll("[data-row]").forEach(draw);
}
