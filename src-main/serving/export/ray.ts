import { join } from 'node:path';
import { servedGraph } from './graphs.ts';
import { type EnginePackage, type Entry, listed, type Plan } from './plan.ts';
import { graphFiles } from './weights.ts';

/** Ray Serve: one application, a deployment for each version behind one router. */

/** Python files of `resources/serving` that the package takes along. */
export const pythonFiles = (plan: Plan, names: readonly string[]): Entry[] =>
  names.map((path) => ({ path, from: join(plan.resources, 'serving', path) }));

/** All versions' graphs in one folder, over one copy of the base model's weights. */
export function graphsFolder(plan: Plan): Entry[] {
  const files = listed(plan).flatMap(({ id, checkpoint }) =>
    graphFiles(checkpoint, servedGraph(checkpoint), 'graphs', `${id}.onnx`),
  );
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** Names are quoted: YAML would read some ids as numbers. */
const deployment = (id: string) => `  - name: "${id}"
    autoscaling_config:
      min_replicas: 1
      max_replicas: 4
      target_ongoing_requests: 8
    max_ongoing_requests: 64
    graceful_shutdown_timeout_s: 20
    health_check_period_s: 2
    health_check_timeout_s: 10
    ray_actor_options:
      num_cpus: 1
    user_config:
      threads: 1
      prepack: false
      max_batch_size: 32
      batch_wait_timeout_s: 0.002
`;

function config(plan: Plan): string {
  const ids = listed(plan).map(({ id }) => id);
  const shares = ids.map((id, at) => `        "${id}": ${at === 0 ? '1.0' : '0.0'}\n`).join('');
  return `# Ray Serve. Shares may change while it runs; all else restarts replicas one after another.
proxy_location: HeadOnly
http_options:
  host: 127.0.0.1
  port: 8000
  request_timeout_s: 30
applications:
- name: bumo
  route_prefix: /
  import_path: bumo_ray:build
  args: {}
  logging_config:
    enable_access_log: false
  deployments:
  - name: Router
    num_replicas: 1
    max_ongoing_requests: 256
    graceful_shutdown_timeout_s: 20
    ray_actor_options:
      num_cpus: 0
    user_config:
      shares:
${shares}${ids.map(deployment).join('')}`;
}

const check = `\`\`\`sh
curl http://127.0.0.1:8000/v2/health/ready
curl http://127.0.0.1:8000/v2/models/bumo
\`\`\``;

/** The third variable has Ray bind to 127.0.0.1 on Linux, too; its name is of the systems where that is the default. */
const start = `\`\`\`sh
PYTHONPATH="$PWD" RAY_USAGE_STATS_ENABLED=0 RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER=0 RAY_AUTH_MODE=token \\
  serve run --address local serve_config.yaml
\`\`\``;

export const ray: EnginePackage = {
  files: (plan) => [
    ...pythonFiles(plan, ['bumo_batch.py', 'bumo_oip.py', 'bumo_ray.py']),
    ...graphsFolder(plan),
    { path: 'serve_config.yaml', content: config(plan) },
  ],
  guide: () => ({
    title: 'Bumo · Ray Serve',
    zh: `
启动（在本文件夹中，Python 3.11，\`pip install "ray[serve]" onnxruntime\`）：

${start}

检查：

${check}

- 第一次运行前先生成令牌：\`ray get-auth-token --generate\`。停止：Ctrl+C。
- 各版本的流量在 \`serve_config.yaml\` 的 \`shares\` 里。改后再运行 \`serve deploy serve_config.yaml\`，或带令牌经 \`PUT http://127.0.0.1:8265/api/serve/applications/\` 修改；只改 \`shares\` 不会重启任何副本。同一位作者的同一份文档一旦由新版本回答，份额上升时就一直由它回答。
- 换成另一个导出包：在新文件夹中重新启动。两个版本之间的切换请用 \`shares\`，不停机。
- 多台机器：把本文件夹放在每台机器的同一路径，\`PYTHONPATH\` 指向它，用 \`ray start\` 组成集群（去掉 \`RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER\`）后 \`serve deploy serve_config.yaml\`。HTTP 只监听 127.0.0.1，每个副本另有一个监听所有网卡的内部端口：请用防火墙把 Ray 的机器隔离；对外请在前面放一个带 TLS 和令牌的反向代理。
- 权重文件与导出时的电脑共用同一份数据（硬链接），请勿就地修改。
- Ray 默认发送使用统计，\`RAY_USAGE_STATS_ENABLED=0\` 将其关闭；ONNX Runtime 的遥测由 \`ORT_DISABLE_TELEMETRY=1\` 关闭，模型类会自行设置。
- 每个副本占一个处理器：两个版本至少要两个。
- 学过的版本带有它学到的内容：只把可以公开给本单位的版本导出。`,
    en: `
Start (in this folder; Python 3.11, \`pip install "ray[serve]" onnxruntime\`):

${start}

Check:

${check}

- Before the first start make a token: \`ray get-auth-token --generate\`. Stop: Ctrl+C.
- \`shares\` in \`serve_config.yaml\` says which version gets which traffic. Change it and run \`serve deploy serve_config.yaml\` again, or change it by \`PUT http://127.0.0.1:8265/api/serve/applications/\` with the token; a change of \`shares\` alone restarts no replica. A document of a writer that the new version answered stays with it while its share grows.
- Another exported package: start anew in its folder. Between the two versions of one package \`shares\` changes without a pause.
- Several machines: put this folder at the same path on each, set \`PYTHONPATH\` to it, make a cluster with \`ray start\` (without \`RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER\`) and run \`serve deploy serve_config.yaml\`. HTTP listens on 127.0.0.1 alone, but each replica has an inner port on all interfaces: close Ray's machines off with a firewall. For desktops put a reverse proxy with TLS and a token in front.
- The weights are the files of the computer that exported them (hard links) where the disk is the same: do not change them in place.
- Ray sends usage statistics by default, \`RAY_USAGE_STATS_ENABLED=0\` turns them off; ONNX Runtime's telemetry is turned off by \`ORT_DISABLE_TELEMETRY=1\`, which the model class sets itself.
- Ray asks for one processor a replica: two versions need two.
- A version that learned carries what it learned: export only what your organisation may have.`,
  }),
};
