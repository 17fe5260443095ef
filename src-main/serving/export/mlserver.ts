import { servedModel } from '../protocol.ts';
import { type EnginePackage, type Entry, json, listed, type Plan, type ServedVersion } from './plan.ts';
import { graphsFolder, pythonFiles } from './ray.ts';

/** MLServer: a model with a version for each of ours. */

const settings = json('settings.json', {
  host: '127.0.0.1',
  http_port: 8080,
  grpc_port: 8081,
  metrics_port: 8082,
  debug: false,
  // ONNX Runtime runs in a thread of the server's process; workers of their own would copy every tensor.
  parallel_workers: 0,
  // Logits barely shrink, and it costs more than the model.
  gzip_enabled: false,
});

const model =
  (plan: Plan) =>
  ({ id }: ServedVersion): Entry =>
    json(`models/${id}/model-settings.json`, {
      name: servedModel,
      implementation: 'bumo_mlserver.Bumo',
      platform: 'onnxruntime_onnx',
      versions: listed(plan).map((one) => one.id),
      parameters: {
        version: id,
        extra: { threads: 1, prepack: false, max_batch_size: 32, batch_wait_timeout_s: 0.002 },
      },
    });

const start = `\`\`\`sh
PYTHONPATH="$PWD" ORT_DISABLE_TELEMETRY=1 mlserver start .
\`\`\``;

const check = `\`\`\`sh
curl -i http://127.0.0.1:8080/v2/health/ready
curl http://127.0.0.1:8080/v2/models/bumo
\`\`\``;

export const mlserver: EnginePackage = {
  files: (plan) => [
    ...pythonFiles(plan, ['bumo_batch.py', 'bumo_mlserver.py', 'bumo_oip.py']),
    ...graphsFolder(plan),
    ...listed(plan).map(model(plan)),
    settings,
  ],
  guide: () => ({
    title: 'Bumo · MLServer',
    zh: `
启动（在本文件夹中，Python 3.11，\`pip install mlserver onnxruntime\`）：

${start}

检查：

${check}

- MLServer 自己不分流：写了版本的请求由该版本回答，不写版本的由名字排在最后的版本回答。请在地址里写明版本，或只放一个版本。要分阶段放量，请用 Ray Serve 或 KServe。
- 加一个版本不停机：把新导出包里的 \`graphs\` 和 \`models\` 并入本文件夹，再 \`POST /v2/repository/models/bumo/load\`。
- MLServer 自带的批处理不看长度，不能合并长短不一的请求，所以不启用；\`bumo_batch.py\` 会补齐后合并（\`extra.max_batch_size\`、\`extra.batch_wait_timeout_s\`）。
- 只监听 127.0.0.1；对外请在前面放一个带 TLS 和令牌的反向代理。管理接口 \`/v2/repository\` 不要对外开放。
- 权重文件与导出时的电脑共用同一份数据（硬链接），请勿就地修改。
- MLServer 默认不向外发送任何数据（\`tracing_server\` 和 Kafka 均未设置）；ONNX Runtime 的遥测由 \`ORT_DISABLE_TELEMETRY=1\` 关闭。
- 学过的版本带有它学到的内容：只把可以公开给本单位的版本导出。`,
    en: `
Start (in this folder; Python 3.11, \`pip install mlserver onnxruntime\`):

${start}

Check:

${check}

- MLServer splits no traffic: a request is answered by the version that it names, and one that names none by the version whose name sorts last. Name the version in the address, or serve one alone. For stages use Ray Serve or KServe.
- Another version without a pause: merge \`graphs\` and \`models\` of its package into this folder, then \`POST /v2/repository/models/bumo/load\`.
- MLServer's own batching does not look at lengths and cannot join rows of different ones, so it stays off; \`bumo_batch.py\` pads and joins them (\`extra.max_batch_size\`, \`extra.batch_wait_timeout_s\`).
- It listens on 127.0.0.1 alone; for desktops put a reverse proxy with TLS and a token in front. Do not let \`/v2/repository\` through.
- The weights are the files of the computer that exported them (hard links) where the disk is the same: do not change them in place.
- MLServer sends nothing by default (neither \`tracing_server\` nor Kafka is set); \`ORT_DISABLE_TELEMETRY=1\` turns ONNX Runtime's telemetry off.
- A version that learned carries what it learned: export only what your organisation may have.`,
  }),
};
