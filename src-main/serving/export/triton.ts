import { servedModel, tensorNames } from '../protocol.ts';
import { hiddenName, servedGraph, servedTop, servedTrunk } from './graphs.ts';
import {
  type EnginePackage,
  type Entry,
  json,
  listed,
  numberOf,
  type Plan,
  type ServedVersion,
} from './plan.ts';
import { graphFiles } from './weights.ts';

/**
 * Triton's model repository: the trunk, a top for each version, and an ensemble that joins them. The batch is not among
 * the dimensions of a configuration.
 */

type Field = readonly [name: string, type: 'INT64' | 'FP32', dims: readonly number[]];

const ids: Field = [tensorNames.ids, 'INT64', [-1]];
const mask: Field = [tensorNames.mask, 'INT64', [-1]];
const positions: Field = [tensorNames.positions, 'INT64', [-1]];
const hidden = ({ base }: Plan): Field => [hiddenName, 'FP32', [-1, base.config.hiddenSize]];
const logits = ({ base }: Plan): Field => [tensorNames.logits, 'FP32', [-1, base.config.vocabSize]];

const fields = (kind: 'input' | 'output', all: readonly Field[]): string =>
  `${kind} [\n${all
    .map(([name, type, dims]) => `  { name: "${name}" data_type: TYPE_${type} dims: [ ${dims.join(', ')} ] }`)
    .join(',\n')}\n]\n`;

/** Rows of 8 tokens that are all padding. */
const warmUp = (inputs: readonly Field[]): string =>
  `model_warmup [\n  {\n    name: "padding"\n    batch_size: 1\n${inputs
    .map(([name, type, dims]) => {
      const known = dims.map((dim) => (dim < 0 ? 8 : dim)).join(', ');
      return `    inputs { key: "${name}" value { data_type: TYPE_${type} dims: [ ${known} ] zero_data: true } }\n`;
    })
    .join('')}  }\n]\n`;

const versionPolicy = (numbers: readonly number[]): string =>
  `version_policy: { specific { versions: [ ${numbers.join(', ')} ] } }\n`;

/** Of a graph that the ONNX Runtime backend runs. */
export const graphConfig = (
  name: string,
  inputs: readonly Field[],
  outputs: readonly Field[],
  numbers: readonly number[],
): string => `name: "${name}"
backend: "onnxruntime"
default_model_filename: "model.onnx"
max_batch_size: 16
${fields('input', inputs)}${fields('output', outputs)}${versionPolicy(numbers)}dynamic_batching {
  preferred_batch_size: [ 4, 8, 16 ]
  max_queue_delay_microseconds: 2000
}
instance_group [
  { count: 1 kind: KIND_CPU }
]
${warmUp(inputs)}parameters { key: "intra_op_thread_count" value: { string_value: "2" } }
`;

const same = (kind: 'input_map' | 'output_map', names: readonly string[]): string =>
  names.map((name) => `      ${kind} { key: "${name}" value: "${name}" }\n`).join('');

const ensembleConfig = (plan: Plan, name: string, number: number): string => `name: "${name}"
platform: "ensemble"
max_batch_size: 16
${fields('input', [ids, mask, positions])}${fields('output', [logits(plan)])}${versionPolicy([number])}ensemble_scheduling {
  step [
    {
      model_name: "bumo_trunk"
      model_version: 1
${same('input_map', [tensorNames.ids, tensorNames.mask])}${same('output_map', [hiddenName])}    },
    {
      model_name: "bumo_top"
      model_version: ${number}
${same('input_map', [hiddenName, tensorNames.mask, tensorNames.positions])}${same('output_map', [tensorNames.logits])}    }
  ]
}
`;

/** An ensemble has no file of its own, but a folder for its version must be there. */
const ensemble = (plan: Plan, name: string, { id }: ServedVersion): Entry[] => [
  { path: `models/${name}/config.pbtxt`, content: ensembleConfig(plan, name, numberOf(id)) },
  json(`models/${name}/${numberOf(id)}/version.json`, { id }),
];

/** The whole graph as the only model of a repository. */
export function wholeRepository(plan: Plan, folder: string, { id, checkpoint }: ServedVersion): Entry[] {
  const number = numberOf(id);
  const config = graphConfig(servedModel, [ids, mask, positions], [logits(plan)], [number]);
  return [
    { path: `${folder}/${servedModel}/config.pbtxt`, content: config },
    ...graphFiles(checkpoint, servedGraph(checkpoint), `${folder}/${servedModel}/${number}`, 'model.onnx'),
  ];
}

function files(plan: Plan): Entry[] {
  const [stable, canary] = plan.versions;
  const trunk = graphConfig('bumo_trunk', [ids, mask], [hidden(plan)], [1]);
  const numbers = listed(plan).map(({ id }) => numberOf(id));
  const top = graphConfig('bumo_top', [hidden(plan), mask, positions], [logits(plan)], numbers);
  return [
    { path: 'models/bumo_trunk/config.pbtxt', content: trunk },
    ...graphFiles(plan.base, servedTrunk(plan.base), 'models/bumo_trunk/1', 'model.onnx'),
    { path: 'models/bumo_top/config.pbtxt', content: top },
    ...listed(plan).flatMap(({ id, checkpoint }) =>
      graphFiles(checkpoint, servedTop(checkpoint), `models/bumo_top/${numberOf(id)}`, 'model.onnx'),
    ),
    ...ensemble(plan, servedModel, stable),
    ...(canary ? ensemble(plan, `${servedModel}_canary`, canary) : []),
  ];
}

const start = `\`\`\`sh
docker run --rm --shm-size 1g -p 127.0.0.1:8000:8000 -v "$PWD/models:/models:ro" tritonserver:YOUR-RELEASE \\
  tritonserver --model-repository=/models
\`\`\``;

const check = `\`\`\`sh
curl -i http://127.0.0.1:8000/v2/health/ready
curl http://127.0.0.1:8000/v2/models/bumo/config
\`\`\``;

const table = (plan: Plan): string =>
  [
    '| version | number | model |',
    '| --- | --- | --- |',
    ...listed(plan).map(
      ({ id }, at) => `| ${id} | ${numberOf(id)} | ${at === 0 ? servedModel : `${servedModel}_canary`} |`,
    ),
  ].join('\n');

export const triton: EnginePackage = {
  files,
  guide: (plan) => ({
    title: 'Bumo · Triton Inference Server',
    zh: `
启动（镜像名换成本单位已有的 Triton 版本）：

${start}

检查：

${check}

${table(plan)}

- \`bumo\` 是组合模型：各版本共用的下层 \`bumo_trunk\`，加上版本自己的上层 \`bumo_top\`。Triton 的版本只能是数字，上表是对应关系，\`bumo.json\` 里也有。
- Triton 自己不分流：\`bumo_canary\` 要由客户端或 KServe 指定。要改由新版本回答，把 \`models/bumo/config.pbtxt\` 里 \`bumo_top\` 的 \`model_version\` 和版本策略换成新编号，并把同级的编号文件夹改名。
- 动态批处理只合并长度相同的请求。
- 权重文件与导出时的电脑共用同一份数据（硬链接），请勿就地修改。
- 此格式对照 Triton 的 \`model_config.proto\` 检查过，图用 ONNX Runtime 运行过；没有在 Triton 里运行过。
- 指标端口 8002 不要对外开放；ONNX Runtime 的遥测由 \`ORT_DISABLE_TELEMETRY=1\` 关闭（\`docker run -e\`）。
- 学过的版本带有它学到的内容：只把可以公开给本单位的版本导出。`,
    en: `
Start (with the image of the Triton release that your organisation has):

${start}

Check:

${check}

${table(plan)}

- \`bumo\` is an ensemble: \`bumo_trunk\`, the lower layers that all versions share, and \`bumo_top\`, the version's own upper layers. Triton's versions are numbers; the table says which is which, and so does \`bumo.json\`.
- Triton splits no traffic: a client or KServe names \`bumo_canary\`. For the new version to answer, put its number into \`model_version\` of \`bumo_top\` and the version policy in \`models/bumo/config.pbtxt\`, and rename the numbered folder beside it.
- Dynamic batching joins requests of the same lengths alone.
- The weights are the files of the computer that exported them (hard links) where the disk is the same: do not change them in place.
- This form was checked against Triton's \`model_config.proto\`, and its graphs were run in ONNX Runtime; it was not run in Triton.
- Let the metrics port 8002 stay inside; \`ORT_DISABLE_TELEMETRY=1\` turns ONNX Runtime's telemetry off (\`docker run -e\`).
- A version that learned carries what it learned: export only what your organisation may have.`,
  }),
};
