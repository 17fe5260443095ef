import {
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type TooltipItem,
} from 'chart.js';
import type { Line } from './trend-data.ts';

/** Draws line charts; the only file that imports the chart library. */

Chart.register(CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

export interface LineChart {
  /** @param labels of the versions @param figure formats a value */
  show(labels: readonly string[], lines: readonly Line[], figure: (value: number) => string): void;
  destroy(): void;
}

/** Lines differ in colour, in dashes and in points. */
const dashes = [[], [6, 3], [2, 3], [8, 3, 2, 3], [], [6, 3], [2, 3]] as const;
const points = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star', 'cross'] as const;
const colours = 7;

/** A colour of the theme for the canvas: an element resolves `light-dark()`. */
function themeColour(canvas: HTMLCanvasElement, name: string): string {
  // Without a transition: a colour in between is not the theme's.
  canvas.style.transitionProperty = 'none';
  canvas.style.color = `var(--${name})`;
  const { color } = getComputedStyle(canvas);
  canvas.style.color = '';
  return color;
}

/** The theme's colours and the page's font, as they are now. */
const lookOf = (canvas: HTMLCanvasElement) => ({
  ink: themeColour(canvas, 'ink-soft'),
  line: themeColour(canvas, 'line'),
  font: { family: getComputedStyle(canvas).fontFamily, size: 12 },
});

type Look = ReturnType<typeof lookOf>;
type Figure = (value: number) => string;

function datasetOf(canvas: HTMLCanvasElement, { name, values, main }: Line, i: number) {
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
    // A missing value interrupts the line.
    spanGaps: false,
  };
}

function scalesOf({ ink, line, font }: Look, figure: Figure) {
  const ticks = { color: ink, font };
  const grid = { color: line };
  const callback = (value: string | number) => figure(Number(value));
  return { x: { ticks, grid }, y: { ticks: { ...ticks, callback }, grid, grace: '10%' } };
}

const legendOf = ({ ink, font }: Look) => ({
  color: ink,
  font,
  usePointStyle: true,
  boxWidth: 8,
  boxHeight: 8,
  padding: 14,
});

const tooltipOf = ({ font }: Look, figure: Figure) => ({
  titleFont: font,
  bodyFont: font,
  callbacks: {
    label: ({ dataset, parsed }: TooltipItem<'line'>) =>
      `${dataset.label ?? ''} ${parsed.y === null ? '—' : figure(parsed.y)}`,
  },
});

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

  return {
    show(labels, lines, figure) {
      const look = lookOf(canvas);
      chart.data = {
        labels: [...labels],
        datasets: lines.map((line, i) => datasetOf(canvas, line, i)),
      };
      chart.options.scales = scalesOf(look, figure);
      const { plugins } = chart.options;
      if (plugins?.legend) {
        plugins.legend.display = lines.length > 1;
        plugins.legend.labels = legendOf(look);
      }
      if (plugins) plugins.tooltip = tooltipOf(look, figure);
      chart.update();
    },
    destroy: () => chart.destroy(),
  };
}
