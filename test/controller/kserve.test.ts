import { expect, test } from 'vitest';
import { kserveEngine } from '../../src-main/controller/kserve.ts';
import { countersOf } from '../../src-main/controller/metrics.ts';
import { parseMetrics } from '../../src-main/controller/prometheus.ts';
import { type Asked, serverOf } from './servers.ts';

/** The adapter for KServe, against a server that answers as the Kubernetes API does. */

const path = '/apis/serving.kserve.io/v1beta1/namespaces/office/inferenceservices/bumo';

class FakeKubernetes {
  service: { spec: { predictor: Record<string, unknown> }; status: unknown } = {
    spec: { predictor: { model: { storageUri: 'pvc://bumo/v1' } } },
    status: {
      components: { predictor: { latestCreatedRevision: 'bumo-2', latestReadyRevision: 'bumo-1' } },
    },
  };
  readonly patches: string[] = [];

  readonly answer = ({ method, path: asked, headers, body }: Asked) => {
    if (headers.authorization !== 'Bearer service-account') return { status: 403 };
    if (asked !== path) return { status: 404 };
    if (method === 'PATCH') {
      if (headers['content-type'] !== 'application/merge-patch+json') return { status: 415 };
      this.patches.push(body);
      const { spec } = JSON.parse(body) as typeof this.service;
      Object.assign(this.service.spec.predictor, spec.predictor);
    }
    return { body: this.service };
  };
}

async function engineOf(kubernetes: FakeKubernetes, pages: Record<string, string> = {}) {
  const control = await serverOf(kubernetes.answer);
  const addresses = await Promise.all(
    Object.entries(pages).map(
      async ([version, body]) => [version, [await serverOf(() => ({ body }))]] as const,
    ),
  );
  return kserveEngine({
    control,
    namespace: 'office',
    service: 'bumo',
    stable: 'base',
    canary: 'v1',
    pages: new Map(addresses),
    access: { token: () => 'service-account', ca: null },
  });
}

test('the split is the percent of the latest revision; all of it where there is none', async () => {
  const kubernetes = new FakeKubernetes();
  const { split } = await engineOf(kubernetes);
  expect(await split.read()).toEqual({ base: 0, v1: 1 });
  await split.set({ base: 0.95, v1: 0.05 });
  expect(kubernetes.patches).toEqual(['{"spec":{"predictor":{"canaryTrafficPercent":5}}}']);
  expect(await split.read()).toEqual({ base: 0.95, v1: 0.05 });
  await split.set({ base: 1 });
  expect(kubernetes.service.spec.predictor).toEqual({
    model: { storageUri: 'pvc://bumo/v1' },
    canaryTrafficPercent: 0,
  });
});

test('a version that is neither revision cannot get requests', async () => {
  const { split } = await engineOf(new FakeKubernetes());
  await expect(split.set({ v9: 1 })).rejects.toThrow('does not serve the version v9');
});

test('the canary is ready when the latest revision is the ready one', async () => {
  const kubernetes = new FakeKubernetes();
  const engine = await engineOf(kubernetes);
  expect([await engine.isReady('base'), await engine.isReady('v1')]).toEqual([true, false]);
  kubernetes.service.status = {
    components: { predictor: { latestCreatedRevision: 'bumo-2', latestReadyRevision: 'bumo-2' } },
  };
  expect(await engine.isReady('v1')).toBe(true);
});

const triton = `# HELP nv_inference_request_success Number of successful inference requests
# TYPE nv_inference_request_success counter
nv_inference_request_success{model="bumo",version="1"} 120
nv_inference_request_success{model="other",version="1"} 7000
nv_inference_request_failure{model="bumo",reason="BACKEND",version="1"} 2
nv_inference_request_failure{model="bumo",reason="OTHER",version="1"} 1
nv_inference_request_duration_us{model="bumo",version="1"} 3.6e+06
nv_gpu_utilization{gpu_uuid="GPU-1"} NaN
`;
const mlserver = `model_infer_request_success_total{model="bumo",version="v1"} 40.0
model_infer_request_success_created{model="bumo",version="v1"} 1.7e+09
model_infer_request_failure_total{model="bumo",version="v1"} 1.0
model_infer_request_duration_sum{model="bumo",version="v1"} 2.0
`;
const knative = `revision_request_count{pod_name="a",response_code="200",response_code_class="2xx"} 10 1790000000000
revision_request_count{pod_name="a",response_code="400",response_code_class="4xx"} 4 1790000000000
revision_request_count{pod_name="a",response_code="503",response_code_class="5xx"} 3 1790000000000
revision_request_latencies_sum{pod_name="a",response_code_class="2xx"} 250 1790000000000
revision_request_count{pod_name="b",response_code="200",response_code_class="2xx"} 20 1790000000000
`;

test.each([
  ['Triton', triton, { 'v1 ': { answered: 120, failed: 3, milliseconds: 3_600 } }],
  ['MLServer', mlserver, { 'v1 ': { answered: 40, failed: 1, milliseconds: 2_000 } }],
  [
    'Knative, by pod; what a sender did wrong is no failure',
    knative,
    {
      'v1 a': { answered: 10, failed: 3, milliseconds: 250 },
      'v1 b': { answered: 20, failed: 0, milliseconds: 0 },
    },
  ],
  [
    'two families at once, one of them',
    `${knative}${triton}`,
    { 'v1 ': { answered: 120, failed: 3, milliseconds: 3_600 } },
  ],
  ['a page of something else', 'up 1\n', {}],
])('counters of %s', (_, text, expected) => {
  expect(countersOf('v1', text)).toEqual(expected);
});

test('labels hold commas, braces and escaped quotes', () => {
  expect(parseMetrics('a_b:c{x="1,}\\"",y="2"} 3 \nbroken{ 1\n# c 2\nd +Inf\n')).toEqual([
    { name: 'a_b:c', labels: { x: '1,}"', y: '2' }, value: 3 },
  ]);
});

test('evidence is read from the pages of each version', async () => {
  const { evidence } = await engineOf(new FakeKubernetes(), { base: triton, v1: mlserver });
  const read = await evidence.read(['base', 'v1']);
  expect(Object.keys(read)).toEqual(['base ', 'v1 ']);
});

test('pages without a counter are an error, not silence', async () => {
  const { evidence } = await engineOf(new FakeKubernetes(), { base: 'up 1\n' });
  await expect(evidence.read(['base'])).rejects.toThrow('does not answer as this kind of engine does');
});
