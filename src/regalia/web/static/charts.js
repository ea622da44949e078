// SPDX-License-Identifier: Apache-2.0
// Charts from numbers in the page: <div class="chart" data-chart="ID"> is drawn from <script type="application/json" id="ID">.
// {"kind": "lines" | "bars" | "stack", "x": [days or labels], "series": [{"label", "values", "colour", "step", "dash"}], "unit"}
// Colours are properties of the style sheet, so that a chart has those of the theme; "%" stands for shares (0.15 is 15%).
"use strict";

(() => {
  const DAY = /^\d{4}-\d\d-\d\d$/;
  const FONT = "13px system-ui, sans-serif";
  const HEIGHT = 260;

  const property = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const number = (value) => (value === null ? null : Number(value));
  const upTo = (digits) => new Intl.NumberFormat("en-US", { maximumFractionDigits: digits });

  // How a value is written in a unit. Only for the eye: tables have the exact figures.
  function writer(unit) {
    if (unit === "%") return (value) => `${upTo(2).format(value * 100)}%`;
    if (unit === "x") return (value) => `${upTo(2).format(value)}×`;
    return (value) => upTo(2).format(value);
  }

  // Thousands and millions on the axis, so that it stays narrow.
  function axisWriter(unit) {
    if (unit === "%" || unit === "x") return writer(unit);
    const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
    return (value) => short.format(value);
  }

  // Each row on top of those before; drawn from the highest down, so that every one shows its own part.
  function stacked(rows) {
    const sums = rows[0].map(() => 0);
    return rows.map((row) => row.map((value, i) => (sums[i] += value || 0)));
  }

  const isLine = (kind, series) => kind === "lines" || series.step || series.dash;

  function drawn(kind, series, slot, slots) {
    const colour = property(series.colour) || property("accent");
    const line = isLine(kind, series);
    const found = {
      label: series.label,
      stroke: colour,
      width: line ? 2 : 0,
      dash: series.dash ? [6, 4] : undefined,
      points: { show: line && !series.dash, size: 6, fill: colour },
      spanGaps: false,
    };
    if (!line) {
      found.fill = colour;
      found.stroke = property("card"); // a line of light between the parts of a bar
      found.width = 1;
      found.paths = uPlot.paths.bars({ size: [0.7 / slots, 46], align: slots > 1 ? (slot === 0 ? -1 : 1) : 0 });
    } else if (series.step) {
      found.paths = uPlot.paths.stepped({ align: 1 });
    }
    return found;
  }

  function plan(data, width) {
    const write = writer(data.unit);
    const byDay = data.kind === "lines" && data.x.length > 1 && data.x.every((label) => DAY.test(label));
    const xs = data.x.map((label, i) => (byDay ? Date.parse(`${label}T00:00:00Z`) / 1000 : i));
    let rows = data.series.map((series) => series.values.map(number));
    let order = data.series;
    if (data.kind === "stack") {
      const bars = order.filter((series) => !isLine("stack", series));
      const lines = order.filter((series) => isLine("stack", series));
      const numbers = (some) => some.map((series) => series.values.map(number));
      rows = [...(bars.length ? stacked(numbers(bars)).reverse() : []), ...numbers(lines)];
      order = [...bars.reverse(), ...lines];
    }
    const bars = order.filter((series) => !isLine(data.kind, series));
    const slots = data.kind === "bars" ? Math.max(bars.length, 1) : 1;
    const soft = property("soft");
    const grid = { stroke: property("line"), width: 1 };
    const axis = { stroke: soft, font: FONT, grid, ticks: { show: false } };
    const named = (value) => (byDay ? new Date(value * 1000).toISOString().slice(0, 10) : (data.x[value] ?? ""));
    const options = {
      width,
      height: HEIGHT,
      padding: [12, byDay ? 36 : 12, 0, 0],
      cursor: { y: false, points: { size: 7 } },
      scales: {
        x: { time: false, range: (_, low, high) => (byDay ? [low, high] : [-0.6, data.x.length - 0.4]) },
        y: { range: (_, low, high) => range(low, high, data.kind !== "lines") },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          splits: (u) => (byDay ? apart(xs, u) : everyNth(data.x.length, u.width)),
          space: 80,
          values: (_, splits) => splits.map(named),
        },
        { ...axis, size: 62, values: (_, splits) => splits.map(axisWriter(data.unit)) },
      ],
      legend: { live: true },
      series: [
        { label: "", value: (_, value) => (value === null ? "" : named(value)) },
        ...order.map((series, i) => ({
          ...drawn(data.kind, series, bars.indexOf(series), slots),
          value: (_, value, at, index) => {
            // a stacked bar says its own part, not the height it reaches
            if (index === null || index === undefined) return "";
            const own = number(series.values[index]);
            return own === null || own === undefined ? "–" : write(own);
          },
        })),
      ],
    };
    return [options, [xs, ...rows]];
  }

  // A line that does not move is in the middle; bars begin at nothing.
  function range(low, high, fromZero) {
    if (low === null || high === null) return [0, 1];
    const bottom = fromZero ? Math.min(low, 0) : low;
    const room = (high - bottom || Math.abs(high) || 1) * 0.12;
    const least = bottom >= 0 && bottom - room < 0 ? 0 : bottom - (fromZero && bottom >= 0 ? 0 : room);
    return [least, high + room];
  }

  // Labels below the axis are left out evenly where there is no room for all.
  function everyNth(count, width) {
    const step = Math.max(1, Math.ceil(count / Math.max(1, Math.floor((width - 80) / 64))));
    return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  }

  // Days that have something, of which none is too near to the one before.
  function apart(days, chart) {
    const least = ((days[days.length - 1] - days[0]) * 90) / Math.max(chart.width - 80, 90);
    const found = [];
    for (const day of days) if (!found.length || day - found[found.length - 1] >= least) found.push(day);
    return found;
  }

  function draw(box) {
    const source = document.getElementById(box.dataset.chart);
    if (!source) return;
    const data = JSON.parse(source.textContent);
    if (!data.x.length || !data.series.length) return;
    let chart = null;
    const again = () => {
      if (chart) chart.destroy();
      const [options, rows] = plan(data, Math.max(box.clientWidth, 120));
      chart = new uPlot(options, rows, box);
    };
    again();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    let width = box.clientWidth;
    new ResizeObserver(() => {
      if (box.clientWidth === width || !box.clientWidth) return;
      width = box.clientWidth;
      again();
    }).observe(box);
  }

  document.querySelectorAll(".chart[data-chart]").forEach(draw);
})();
