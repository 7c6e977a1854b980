// The world with the States of the table's rows (data-m49: M49 numbers) shaded and numbered by the highest level of
// each. Levels are read as numbers, so that nothing rests on shade alone. Borders imply no position.
MAD.world = (() => {
  const here = document.currentScript.dataset;
  const { number, rowsOf, place } = MAD.figure;
  const SHADES = ["var(--seq-0)", "var(--seq-0)", "var(--seq-1)", "var(--seq-2)", "var(--seq-3)", "var(--ink)"];
  const ON = [
    "var(--on-seq-0)",
    "var(--on-seq-0)",
    "var(--on-seq-1)",
    "var(--on-seq-2)",
    "var(--on-seq-3)",
    "var(--paper)",
  ];
  // From Cape Horn to the north of Norway: what lies beyond has no State of its own.
  const SHOWN = {
    type: "MultiPoint",
    coordinates: [-180, -90, 0, 90, 180].flatMap((lon) => [-56, 0, 76].map((lat) => [lon, lat])),
  };
  const WIDEST = 920;
  let atlas;
  const world = () => (atlas ??= fetch(here.countries).then((answer) => answer.json()));

  const levelsOf = (rows) => {
    const levels = new Map();
    for (const row of rows)
      for (const code of (row.states?.dataset.m49 ?? "").split(/\s+/).filter(Boolean))
        levels.set(Number(code), Math.max(levels.get(Number(code)) ?? 0, number(row.level)));
    return levels;
  };

  return async (figure, room) => {
    const width = Math.min(room, WIDEST),
      topology = await world(),
      countries = topojson.feature(topology, topology.objects.countries).features.filter((f) => f.id !== "010");
    const levels = levelsOf(rowsOf(figure)),
      level = (f) => levels.get(Number(f.id));
    const watched = countries.filter((f) => level(f));
    const middle = (f) => {
      // The largest part: a centre between a State and its far islands would lie in the sea.
      const parts = f.geometry.type === "MultiPolygon" ? f.geometry.coordinates : [f.geometry.coordinates];
      const shapes = parts.map((coordinates) => ({ type: "Polygon", coordinates }));
      return d3.geoCentroid(d3.greatest(shapes, (a, b) => d3.geoArea(a) - d3.geoArea(b)));
    };
    const marks = watched.map((f) => ({ at: middle(f), level: level(f), name: f.properties.name }));
    place(
      figure,
      Plot.plot({
        width,
        height: Math.round(width * 0.43),
        margin: 1,
        projection: { type: "equal-earth", domain: SHOWN, clip: "frame" },
        marks: [
          Plot.geo(
            countries.filter((f) => !level(f)),
            { fill: "var(--land)", stroke: "var(--land-line)", strokeWidth: 0.5 },
          ),
          Plot.geo(watched, { fill: (f) => SHADES[level(f)], stroke: "var(--ink)", strokeWidth: 0.75 }),
          Plot.dot(marks, {
            x: (d) => d.at[0],
            y: (d) => d.at[1],
            r: width < 520 ? 7 : 9,
            fill: (d) => SHADES[d.level],
            stroke: "var(--ink)",
            strokeWidth: 1,
            title: (d) => `${d.name}: ${d.level}`,
          }),
          Plot.text(marks, {
            x: (d) => d.at[0],
            y: (d) => d.at[1],
            text: (d) => String(d.level),
            fill: (d) => ON[d.level],
            fontWeight: 600,
            fontSize: width < 520 ? 10 : 12,
          }),
        ],
      }),
    );
  };
})();
