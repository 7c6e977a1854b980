// Incidents on the States concerned (data-country: M49 numbers), with a locator. Borders imply no position.
MAD.map = (() => {
  const here = document.currentScript.dataset;
  const { NF, text, number, rowsOf, bare, place } = MAD.figure;
  const atlas = {};
  const world = (url) => (atlas[url] ??= fetch(url).then((answer) => answer.json()));
  const concerned = async (figure) => {
    const topology = await world(here.countries),
      countries = topojson.feature(topology, topology.objects.countries).features;
    const wanted = new Set((figure.dataset.country ?? "").split(/\s+/));
    return {
      topology,
      countries,
      home: countries.filter((f) => wanted.has(String(Number(f.id))) || wanted.has(f.id)),
    };
  };
  // The States around, those concerned, their borders and their names.
  const ground = (topology, countries, home, domain, size) => {
    const near = (f) => {
      const [[w, s], [e, n]] = d3.geoBounds(domain),
        [x, y] = d3.geoCentroid(f);
      return w < x && x < e && s < y && y < n;
    };
    return [
      Plot.geo(
        countries.filter((f) => !home.includes(f)),
        { fill: "var(--land)", fillOpacity: 0.5, clip: true },
      ),
      Plot.geo(home, { fill: "var(--land)", clip: true }),
      Plot.geo(
        topojson.mesh(topology, topology.objects.countries, (a, b) => a !== b),
        { stroke: "var(--ink-2)", strokeWidth: 1, strokeDasharray: "5 3", clip: true },
      ),
      Plot.text(
        countries.filter((f) => (home.includes(f) ? home.length > 1 : near(f))),
        {
          geometry: null,
          x: (f) => d3.geoCentroid(f)[0],
          y: (f) => d3.geoCentroid(f)[1],
          text: (f) => f.properties.name,
          fill: "var(--ink-2)",
          fontSize: size,
          stroke: "var(--land)",
          strokeWidth: 3,
        },
      ),
    ];
  };
  const map = async (figure, width) => {
    const { topology, countries, home } = await concerned(figure);
    const data = rowsOf(figure).map((row) => ({
      place: text(row.place),
      lon: number(row.lon),
      lat: number(row.lat),
      best: number(row.best),
      recent: row.date?.dataset.recent === "yes",
    }));
    const points = data.map((d) => ({
      type: "Feature",
      properties: {},
      geometry: { type: "Point", coordinates: [d.lon, d.lat] },
    }));
    const domain = { type: "FeatureCollection", features: [...home, ...points] };
    if (!domain.features.length) return;
    const narrow = width < 440,
      size = narrow ? 11 : 13,
      largest = Math.max(1, ...data.map((d) => d.best)),
      colour = (d) => (d.recent ? "var(--alarm)" : "var(--accent)");
    const named = data.filter((d) => d.best >= largest / 2).slice(0, 4);
    place(
      figure,
      Plot.plot({
        width,
        height: Math.round(width * 0.76),
        margin: 2,
        projection: { type: "mercator", domain, inset: narrow ? 14 : 24 },
        r: { type: "sqrt", domain: [0, largest], range: [0, narrow ? 15 : 22] },
        marks: [
          ...ground(topology, countries, home, domain, size),
          Plot.dot(data, {
            x: "lon",
            y: "lat",
            r: "best",
            fill: colour,
            fillOpacity: 0.28,
            stroke: colour,
            strokeWidth: 1.5,
            sort: { value: "best", reverse: true },
            title: (d) => MAD.say("killed", { place: d.place, count: NF.format(d.best) }),
          }),
          Plot.text(named, {
            x: "lon",
            y: "lat",
            dy: narrow ? 22 : 30,
            text: (d) => `${d.place} ${NF.format(d.best)}`,
            fontWeight: 600,
            fontSize: size,
            fill: "var(--ink)",
            stroke: "var(--land)",
            strokeWidth: 4,
          }),
        ],
      }),
    );
    await locate(figure, d3.geoCentroid(domain));
  };
  // Squares of a grid, shaded by the number of incidents, which stands in them where there is room.
  const density = async (figure, width) => {
    const { topology, countries, home } = await concerned(figure);
    const squares = rowsOf(figure).map((row) => {
      const [south, north] = [number(row.south), number(row.north)],
        [west, east] = [number(row.west), number(row.east)];
      const ring = [
        [west, south],
        [west, north],
        [east, north],
        [east, south],
        [west, south],
      ];
      return {
        type: "Feature",
        geometry: { type: "Polygon", coordinates: [ring] },
        events: number(row.events),
        shade: row.events.dataset.shade,
        place: text(row.place),
        lon: (west + east) / 2,
        lat: (south + north) / 2,
      };
    });
    const domain = { type: "FeatureCollection", features: [...home, ...squares] };
    if (!squares.length) return;
    const narrow = width < 440;
    place(
      figure,
      Plot.plot({
        width,
        height: Math.round(width * (narrow ? 0.9 : 0.6)),
        margin: 2,
        projection: { type: "mercator", domain, inset: narrow ? 8 : 16 },
        marks: [
          ...ground(topology, countries, home, domain, narrow ? 11 : 13),
          Plot.geo(squares, {
            fill: (d) => `var(--seq-${d.shade})`,
            fillOpacity: 0.85,
            stroke: "var(--sheet)",
            title: (d) => `${d.place} ${NF.format(d.events)}`,
          }),
          Plot.text(squares, {
            filter: () => squares.length <= (narrow ? 25 : 120),
            x: "lon",
            y: "lat",
            text: (d) => NF.format(d.events),
            fontSize: narrow ? 9 : 11,
            fill: (d) => `var(--on-seq-${d.shade})`,
            // Where a square is smaller than its number, the number carries the square's own ground with it.
            stroke: (d) => `var(--seq-${d.shade})`,
            strokeWidth: 3,
          }),
        ],
      }),
    );
  };
  const locate = async (figure, centre) => {
    const slot = figure.querySelector("[data-locator]");
    if (!slot) return;
    const topology = await world(here.world),
      land = topojson.feature(topology, topology.objects.land);
    const svg = bare(
      Plot.plot({
        width: 190,
        height: 100,
        margin: 0,
        projection: { type: "equal-earth", domain: { type: "Sphere" } },
        marks: [
          Plot.sphere({ fill: "var(--sheet)", stroke: "var(--rule-2)", strokeWidth: 1 }),
          Plot.geo(land, { fill: "var(--seq-1)", fillOpacity: 0.7 }),
          Plot.dot([centre], { r: 5, stroke: "var(--ink)", strokeWidth: 2 }),
        ],
      }),
    );
    svg.setAttribute("aria-hidden", "true");
    slot.replaceChildren(svg);
  };

  return { map, density };
})();
