import { servedModel } from '../serving/protocol.ts';
import { type Access, askFor, garbled } from '../serving/request.ts';
import type { VersionId } from '../versions/policy/version.ts';
import { type Counter, type Evidence, seriesOf, type Totals } from './ports.ts';
import { parseMetrics, type Sample } from './prometheus.ts';

/** Counters from the metrics of the server that a predictor runs. */

type Part = keyof Counter;

interface Family {
  /** Where a sample counts, and how many of our units its unit is; null where it is none of this family. */
  readonly partOf: (sample: Sample) => readonly [Part, number] | null;
}

const named =
  (names: Readonly<Record<string, readonly [Part, number]>>) =>
  ({ name, labels }: Sample) => {
    // Series of other models of the same server.
    if ((labels.model ?? servedModel) !== servedModel) return null;
    return Object.hasOwn(names, name) ? (names[name] ?? null) : null;
  };

/** The first that a page holds is counted: two of them would count the same request twice. */
const families: readonly Family[] = [
  {
    // Triton
    partOf: named({
      nv_inference_request_success: ['answered', 1],
      nv_inference_request_failure: ['failed', 1],
      nv_inference_request_duration_us: ['milliseconds', 1e-3],
    }),
  },
  {
    // MLServer
    partOf: named({
      model_infer_request_success_total: ['answered', 1],
      model_infer_request_failure_total: ['failed', 1],
      model_infer_request_duration_sum: ['milliseconds', 1e3],
    }),
  },
  {
    // Knative's proxy in front of any predictor. A refused request is its sender's fault.
    partOf({ name, labels }) {
      const kind = labels.response_code_class;
      if (name === 'revision_request_count' && kind === '2xx') return ['answered', 1];
      if (name === 'revision_request_count' && kind === '5xx') return ['failed', 1];
      if (name === 'revision_request_latencies_sum' && kind === '2xx') return ['milliseconds', 1];
      return null;
    },
  },
];

/** Labels that tell replicas apart, on a page that a Prometheus server gathered. */
const instanceOf = ({ pod_name, pod, instance }: Readonly<Record<string, string>>) =>
  (pod_name ?? pod ?? instance ?? '').replaceAll(/\s/g, '_');

function totalsOf(version: VersionId, samples: readonly Sample[], { partOf }: Family): Totals {
  const totals: Record<string, Counter> = {};
  for (const sample of samples) {
    const part = partOf(sample);
    if (!part) continue;
    const series = seriesOf(version, instanceOf(sample.labels));
    const before = totals[series] ?? { answered: 0, failed: 0, milliseconds: 0 };
    const [name, unit] = part;
    totals[series] = { ...before, [name]: before[name] + sample.value * unit };
  }
  const rounded = Object.entries(totals).map(([series, one]) => [
    series,
    { ...one, answered: Math.round(one.answered), failed: Math.round(one.failed) },
  ]);
  return Object.fromEntries(rounded);
}

/** @returns an empty record where the page holds no counter that is known here */
export function countersOf(version: VersionId, text: string): Totals {
  const samples = parseMetrics(text);
  const family = families.find(({ partOf }) => samples.some((one) => partOf(one) !== null));
  return family ? totalsOf(version, samples, family) : {};
}

/** A predictor that was not asked yet has no counters; both without any is a wrong address. */
export const metrics = (pages: ReadonlyMap<VersionId, readonly string[]>, access: Access): Evidence => ({
  async read(versions) {
    const asked = versions.flatMap((version) => (pages.get(version) ?? []).map((url) => ({ version, url })));
    const all = await Promise.all(
      asked.map(async ({ version, url }) =>
        countersOf(version, await askFor({ method: 'GET', url }, access)),
      ),
    );
    const totals = Object.assign({}, ...all) as Totals;
    const [first] = asked;
    if (first && Object.keys(totals).length === 0) throw garbled(first.url, 'no counters that are known');
    return totals;
  },
});
