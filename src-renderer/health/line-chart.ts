import {
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import type { Line } from './trend-data.ts';

/** The one place that knows the chart library. */

Chart.register(CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

export interface LineChart {
  /** @param labels one a version. @param figure how a value is read */
  show(labels: readonly string[], lines: readonly Line[], figure: (value: number) => string): void;
  destroy(): void;
}

/** Lines are told apart by colour, by dashes and by their points. */
const dashes = [[], [6, 3], [2, 3], [8, 3, 2, 3], [], [6, 3], [2, 3]] as const;
const points = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star', 'cross'] as const;
const colours = 7;

/** A colour of the theme as the canvas takes it: `light-dark()` is resolved on an element. */
function themeColour(canvas: HTMLCanvasElement, name: string): string {
  // A colour that is on its way to another is not the theme's.
  canvas.style.transitionProperty = 'none';
  canvas.style.color = `var(--${name})`;
  const { color } = getComputedStyle(canvas);
  canvas.style.color = '';
  return color;
}

export function drawLines(canvas: HTMLCanvasElement): LineChart {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const chart = new Chart<'line', (number | null)[]>(canvas, {
    type: 'line',
    data: { labels: [], datasets: [] },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      ...(still ? { animation: false as const } : { animation: { duration: 200 } }),
      plugins: { legend: { position: 'bottom', reverse: true } },
    },
  });

  function datasetOf({ name, values, main }: Line, i: number) {
    const colour = themeColour(canvas, main ? 'accent' : `chart-${(i % colours) + 1}`);
    return {
      label: name,
      data: [...values],
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: main ? 2.5 : 1.5,
      borderDash: main ? [] : [...(dashes[i % dashes.length] ?? [])],
      pointStyle: main ? ('circle' as const) : points[i % points.length],
      pointRadius: main ? 4 : 3.5,
      // What was not measured is no zero, and no line runs through it.
      spanGaps: false,
    };
  }

  return {
    show(labels, lines, figure) {
      const ink = themeColour(canvas, 'ink-soft');
      const line = themeColour(canvas, 'line');
      const font = { family: getComputedStyle(canvas).fontFamily, size: 12 };
      chart.data = { labels: [...labels], datasets: lines.map(datasetOf) };
      const ticks = { color: ink, font };
      chart.options.scales = {
        x: { ticks, grid: { color: line } },
        y: {
          ticks: { ...ticks, callback: (value) => figure(Number(value)) },
          grid: { color: line },
          grace: '10%',
        },
      };
      const { plugins } = chart.options;
      if (plugins?.legend) {
        plugins.legend.display = lines.length > 1;
        plugins.legend.labels = {
          color: ink,
          font,
          usePointStyle: true,
          boxWidth: 8,
          boxHeight: 8,
          padding: 14,
        };
      }
      if (plugins)
        plugins.tooltip = {
          titleFont: font,
          bodyFont: font,
          callbacks: {
            label: ({ dataset, parsed }) =>
              `${dataset.label ?? ''} ${parsed.y === null ? '—' : figure(parsed.y)}`,
          },
        };
      chart.update();
    },
    destroy: () => chart.destroy(),
  };
}
