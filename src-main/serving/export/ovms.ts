import { servedModel } from '../protocol.ts';
import { servedGraph } from './graphs.ts';
import { type EnginePackage, type Entry, json, listed, numberOf, type Plan } from './plan.ts';
import { graphFiles } from './weights.ts';

/** OpenVINO Model Server: one model, a numbered version for each of ours. */

function files(plan: Plan): Entry[] {
  const versions = listed(plan).map(({ id }) => numberOf(id));
  return [
    json('config.json', {
      model_config_list: [
        {
          config: {
            name: servedModel,
            base_path: `models/${servedModel}`,
            model_version_policy: { specific: { versions } },
            // On some processors OpenVINO would compute in bfloat16, which changes logits by a hundredth.
            plugin_config: { PERFORMANCE_HINT: 'THROUGHPUT', INFERENCE_PRECISION_HINT: 'f32' },
          },
        },
      ],
    }),
    ...listed(plan).flatMap(({ id, checkpoint }) =>
      graphFiles(checkpoint, servedGraph(checkpoint), `models/${servedModel}/${numberOf(id)}`, 'model.onnx'),
    ),
  ];
}

const start = `\`\`\`sh
docker run --rm -p 127.0.0.1:8000:8000 -v "$PWD:/bumo:ro" openvino/model_server:YOUR-RELEASE \\
  --config_path /bumo/config.json --rest_port 8000
\`\`\``;

const check = `\`\`\`sh
curl -i http://127.0.0.1:8000/v2/health/ready
curl http://127.0.0.1:8000/v2/models/bumo
\`\`\``;

const table = (plan: Plan): string =>
  [
    '| version | number |',
    '| --- | --- |',
    ...listed(plan).map(({ id }) => `| ${id} | ${numberOf(id)} |`),
  ].join('\n');

export const ovms: EnginePackage = {
  files,
  guide: (plan) => ({
    title: 'Bumo · OpenVINO Model Server',
    zh: `
启动（镜像名换成本单位已有的版本）：

${start}

检查：

${check}

${table(plan)}

- OVMS 的版本只能是数字，上表是对应关系，\`bumo.json\` 里也有。不写版本的请求由编号最大的回答，OVMS 不分流；请在地址里写明版本。
- OVMS 不合并请求：并发由 \`PERFORMANCE_HINT\` 分到多个推理流。
- 权重文件与导出时的电脑共用同一份数据（硬链接），请勿就地修改。
- 此格式对照 OVMS 的文档检查过；没有在 OVMS 里运行过。
- 学过的版本带有它学到的内容：只把可以公开给本单位的版本导出。`,
    en: `
Start (with the image of the release that your organisation has):

${start}

Check:

${check}

${table(plan)}

- OVMS's versions are numbers; the table says which is which, and so does \`bumo.json\`. A request that names none is answered by the highest number, and OVMS splits no traffic: name the version in the address.
- OVMS joins no requests: \`PERFORMANCE_HINT\` spreads them over inference streams.
- The weights are the files of the computer that exported them (hard links) where the disk is the same: do not change them in place.
- This form was checked against OVMS's documentation; it was not run in OVMS.
- A version that learned carries what it learned: export only what your organisation may have.`,
  }),
};
