// Figures, each drawn from the table that stands with it: a column is named by data-key on its heading, a cell may carry
// data-value. Colours are passed as presentation attributes that name design tokens, so charts follow the theme.
{
  const here = document.currentScript.dataset;
  const NF = new Intl.NumberFormat(MAD.language);
  const text = (cell) => cell?.textContent.trim() ?? "";
  const value = (cell) => cell?.dataset.value ?? text(cell);
  const number = (cell) => Number(value(cell).replace(",", ".").replace(/[^\d.-]/g, ""));

  const rowsOf = (figure) => {
    const table = figure.querySelector("table");
    const keys = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.key);
    return [...table.tBodies[0].rows].map((row) => Object.fromEntries([...row.cells].map((cell, i) => [keys[i], cell])));
  };

  // Plot's own <style> would break style-src 'self'; its labels would name the figure twice.
  const bare = (svg) => {
    svg.querySelectorAll("style").forEach((style) => style.remove());
    svg.querySelectorAll("[aria-label]").forEach((group) => group.removeAttribute("aria-label"));
    return svg;
  };
  const place = (figure, drawn) => {
    const svg = bare(drawn.tagName.toLowerCase() === "figure" ? drawn.querySelector("svg") : drawn);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", figure.dataset.label ?? "");
    figure.querySelector(".app-plot").replaceChildren(svg);
  };

  // Months: best with low to high, the R19 line, flagged months in red.
  const monthOf = (row) => new Date(value(row.month).slice(0, 7) + "-15T00:00:00Z");
  const trend = (figure, width) => {
    const data = rowsOf(figure).map((row) => ({ month: monthOf(row), best: number(row.best), low: number(row.low), high: number(row.high), line: row.line && text(row.line) ? number(row.line) : null, flag: row.flag?.dataset.flag === "yes" }));
    if (!data.length) return;
    const narrow = width < 520, flags = data.filter((d) => d.flag), lined = data.filter((d) => d.line !== null), half = data.length > 40 ? 9 : 11;
    const first = data[0].month, last = data.at(-1).month, month = Plot.formatMonth(MAD.language, "short");
    const label = (d, i) => month(d.getUTCMonth()) + (d.getUTCMonth() === 0 || i === 0 ? "\n" + d.getUTCFullYear() : "");
    place(figure, Plot.plot({
      width, height: narrow ? 240 : 340, marginLeft: 44, marginRight: narrow || !lined.length ? 12 : 118, marginTop: 30, marginBottom: 34,
      x: { type: "utc", label: null, domain: [new Date(+first - 16 * 864e5), new Date(+last + 16 * 864e5)] },
      y: { label: null, nice: true, domain: [0, Math.max(10, ...data.map((d) => Math.max(d.high, d.line ?? 0)))] },
      marks: [
        Plot.gridY({ ticks: 5, stroke: "var(--rule)", strokeOpacity: 1 }),
        Plot.axisY({ ticks: 5, tickSize: 0, fill: "var(--ink-2)", tickFormat: (d) => NF.format(d) }),
        Plot.axisX({ ticks: data.length <= 8 ? "1 month" : data.length <= 36 ? (narrow ? "6 months" : "3 months") : "1 year", tickFormat: label, tickSize: 4, fill: "var(--ink-2)", stroke: "var(--rule-2)" }),
        Plot.rectY(data, { x1: (d) => new Date(+d.month - half * 864e5), x2: (d) => new Date(+d.month + half * 864e5), y: "best", fill: (d) => (d.flag ? "var(--alarm)" : "var(--seq-2)") }),
        Plot.ruleX(data, { x: "month", y1: "low", y2: "high", stroke: "var(--ink)", strokeWidth: 1 }),
        Plot.lineY(lined, { x: "month", y: "line", stroke: "var(--ink-2)", strokeDasharray: "4 3", strokeWidth: 1.25 }),
        Plot.ruleY([0], { stroke: "var(--ink)" }),
        narrow || !lined.length ? null : Plot.text([lined.at(-1)], { x: "month", y: "line", text: () => MAD.words.deviations, textAnchor: "start", dx: 22, dy: -2, fill: "var(--ink-2)", lineWidth: 8, lineHeight: 1.15 }),
        Plot.text(narrow || flags.length > 6 ? flags.slice(-1) : flags, { x: "month", y: "high", dy: -9, text: (d) => NF.format(d.best), fill: "var(--alarm)", fontWeight: 600 }),
        narrow || flags.at(-1)?.month !== last ? null : Plot.text([flags.at(-1)], { x: "month", y: "high", dy: -9, dx: 22, textAnchor: "start", text: () => MAD.words.flagged, fill: "var(--alarm)", fontWeight: 600 }),
      ],
    }));
  };

  // One element: both rounds of every member, the 50 % line, the middle half and the median.
  const dots = (figure, width) => {
    const rows = rowsOf(figure), labels = rows.map((row) => text(row.who));
    const data = rows.flatMap((row) => [1, 2].filter((round) => text(row["best" + round])).map((round) => ({ who: text(row.who), round, low: number(row["low" + round]), best: number(row["best" + round]), high: number(row["high" + round]) })));
    const latest = data.some((d) => d.round === 2) ? 2 : 1, shown = data.filter((d) => d.round === latest), best = shown.map((d) => d.best).sort((a, b) => a - b);
    if (!best.length) return;
    const middle = [d3.quantile(best, 0.25), d3.quantile(best, 0.75)], moved = d3.groups(data, (d) => d.who).filter(([, pair]) => pair.length === 2);
    place(figure, Plot.plot({
      width, height: 26 * labels.length + 40, marginLeft: 26, marginRight: 12, marginTop: 6, marginBottom: 28,
      x: { domain: [0, 100], label: null }, y: { domain: labels, label: null, padding: 0.2 },
      marks: [
        Plot.rect([0], { x1: middle[0], x2: middle[1], fill: "var(--accent)", fillOpacity: 0.12 }),
        Plot.axisX({ ticks: [0, 25, 50, 75, 100], tickFormat: (d) => d + (d === 50 ? " %" : ""), tickSize: 4, fill: "var(--ink-2)", stroke: "var(--rule-2)" }),
        Plot.axisY({ tickSize: 0, fill: "var(--ink)", fontWeight: 600, tickPadding: 10 }),
        Plot.ruleY(labels, { stroke: "var(--rule)" }),
        Plot.ruleX([50], { stroke: "var(--ink)", strokeWidth: 1.5 }),
        Plot.ruleX([d3.median(best)], { stroke: "var(--accent)", strokeWidth: 2 }),
        Plot.ruleY(shown, { x1: "low", x2: "high", y: "who", stroke: "var(--accent)", strokeWidth: 1.5 }),
        Plot.link(moved, { x1: ([, pair]) => pair[0].best, x2: ([, pair]) => pair[1].best, y1: "0", y2: "0", stroke: "var(--ink-2)", strokeDasharray: "2 2" }),
        Plot.dot(data.filter((d) => d.round === 1), { x: "best", y: "who", r: 5, fill: "var(--paper)", stroke: "var(--ink-2)", strokeWidth: 1.5 }),
        Plot.dot(data.filter((d) => d.round === 2), { x: "best", y: "who", r: 5.5, fill: "var(--accent)", stroke: "var(--paper)", strokeWidth: 1 }),
      ],
    }));
  };

  // Incidents on the States concerned (data-country: M49 numbers), with a locator. Borders imply no position.
  const atlas = {};
  const world = (url) => (atlas[url] ??= fetch(url).then((answer) => answer.json()));
  const map = async (figure, width) => {
    const topology = await world(here.countries), countries = topojson.feature(topology, topology.objects.countries).features;
    const wanted = new Set((figure.dataset.country ?? "").split(/\s+/)), home = countries.filter((f) => wanted.has(String(Number(f.id))) || wanted.has(f.id));
    const data = rowsOf(figure).map((row) => ({ place: text(row.place), lon: number(row.lon), lat: number(row.lat), best: number(row.best), recent: row.date?.dataset.recent === "yes" }));
    const points = data.map((d) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [d.lon, d.lat] } }));
    const domain = { type: "FeatureCollection", features: [...home, ...points] };
    if (!domain.features.length) return;
    const near = (f) => { const [[w, s], [e, n]] = d3.geoBounds(domain), [x, y] = d3.geoCentroid(f); return w < x && x < e && s < y && y < n; };
    const narrow = width < 440, size = narrow ? 11 : 13, largest = Math.max(1, ...data.map((d) => d.best)), colour = (d) => (d.recent ? "var(--alarm)" : "var(--accent)");
    const named = data.filter((d) => d.best >= largest / 2).slice(0, 4);
    place(figure, Plot.plot({
      width, height: Math.round(width * 0.76), margin: 2,
      projection: { type: "mercator", domain, inset: narrow ? 14 : 24 },
      r: { type: "sqrt", domain: [0, largest], range: [0, narrow ? 15 : 22] },
      marks: [
        Plot.geo(countries.filter((f) => !home.includes(f)), { fill: "var(--land)", fillOpacity: 0.5, clip: true }),
        Plot.geo(home, { fill: "var(--land)", clip: true }),
        Plot.geo(topojson.mesh(topology, topology.objects.countries, (a, b) => a !== b), { stroke: "var(--ink-2)", strokeWidth: 1, strokeDasharray: "5 3", clip: true }),
        Plot.text(countries.filter((f) => home.includes(f) ? home.length > 1 : near(f)), { geometry: null, x: (f) => d3.geoCentroid(f)[0], y: (f) => d3.geoCentroid(f)[1], text: (f) => f.properties.name, fill: "var(--ink-2)", fontSize: size, stroke: "var(--land)", strokeWidth: 3 }),
        Plot.dot(data, { x: "lon", y: "lat", r: "best", fill: colour, fillOpacity: 0.28, stroke: colour, strokeWidth: 1.5, sort: { value: "best", reverse: true }, title: (d) => MAD.say("killed", { place: d.place, count: NF.format(d.best) }) }),
        Plot.text(named, { x: "lon", y: "lat", dy: narrow ? 22 : 30, text: (d) => `${d.place} ${NF.format(d.best)}`, fontWeight: 600, fontSize: size, fill: "var(--ink)", stroke: "var(--land)", strokeWidth: 4 }),
      ],
    }));
    await locate(figure, d3.geoCentroid(domain));
  };
  const locate = async (figure, centre) => {
    const slot = figure.querySelector("[data-locator]");
    if (!slot) return;
    const topology = await world(here.world), land = topojson.feature(topology, topology.objects.land);
    const svg = bare(Plot.plot({ width: 190, height: 100, margin: 0, projection: { type: "equal-earth", domain: { type: "Sphere" } },
      marks: [Plot.sphere({ fill: "var(--sheet)", stroke: "var(--rule-2)", strokeWidth: 1 }), Plot.geo(land, { fill: "var(--seq-1)", fillOpacity: 0.7 }), Plot.dot([centre], { r: 5, stroke: "var(--ink)", strokeWidth: 2 })] }));
    svg.setAttribute("aria-hidden", "true");
    slot.replaceChildren(svg);
  };

  // Every seat in the order of the votes, with the line to be reached (R34).
  const SEATS = { yes: "y", no: "n", abstain: "a", absent: "x" };
  const roll = (figure) => {
    const votes = rowsOf(figure).map((row) => value(row.vote)), order = Object.keys(SEATS);
    const seats = votes.sort((a, b) => order.indexOf(a) - order.indexOf(b)).map((vote) => Object.assign(document.createElement("i"), { className: SEATS[vote] ?? "x" }));
    if (figure.dataset.needed) seats.splice(Number(figure.dataset.needed), 0, Object.assign(document.createElement("i"), { className: "line" }));
    const plot = figure.querySelector(".app-plot");
    plot.classList.add("app-seats", "app-seats--row");
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", figure.dataset.label ?? "");
    plot.replaceChildren(...seats);
  };

  const draw = { trend, dots, map, roll };
  const redraw = (figure) => {
    const width = Math.floor(figure.querySelector(".app-plot").clientWidth);
    if (!width || figure.dataset.drawn === String(width)) return;
    figure.dataset.drawn = width;
    draw[figure.dataset.chart]?.(figure, width);
  };
  const figures = [...document.querySelectorAll("[data-chart]")];
  // The table stands open for who has no script; once the picture is drawn it steps back behind its summary.
  figures.forEach((figure) => figure.querySelector("details[open]")?.removeAttribute("open"));
  figures.forEach(redraw);
  let timer;
  addEventListener("resize", () => { clearTimeout(timer); timer = setTimeout(() => figures.forEach(redraw), 120); });
}
