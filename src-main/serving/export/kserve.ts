import { servedModel } from '../protocol.ts';
import { type EnginePackage, type Entry, listed, type Plan, type ServedVersion } from './plan.ts';
import { wholeRepository } from './triton.ts';

/** KServe: an InferenceService on Triton, a revision for each version. */

/** Share of a new revision, percent: the first stage. */
const firstStage = 5;

const service = (
  { id }: ServedVersion,
  percent: number | null,
): string => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: ${servedModel}
  annotations:
    # Only this mode splits traffic between revisions; before KServe 0.16 it is called Serverless.
    serving.kserve.io/deploymentMode: Knative
    # An address of its own for the previous and the latest revision.
    serving.kserve.io/enable-tag-routing: "true"
spec:
  predictor:
    minReplicas: 1
    maxReplicas: 4
    scaleMetric: concurrency
    scaleTarget: 8
${percent === null ? '' : `    canaryTrafficPercent: ${percent}\n`}    model:
      modelFormat:
        name: triton
      protocolVersion: v2
      runtime: kserve-tritonserver
      storageUri: pvc://bumo-models/${id}
      env:
      - name: ORT_DISABLE_TELEMETRY
        value: "1"
      resources:
        requests:
          cpu: "2"
          memory: 2Gi
        limits:
          cpu: "2"
          memory: 2Gi
`;

function files(plan: Plan): Entry[] {
  const [stable, canary] = plan.versions;
  return [
    ...listed(plan).flatMap((one) => wholeRepository(plan, `storage/${one.id}`, one)),
    { path: '1-stable.yaml', content: service(stable, null) },
    ...(canary ? [{ path: '2-canary.yaml', content: service(canary, firstStage) }] : []),
  ];
}

const start = `\`\`\`sh
kubectl apply -f 1-stable.yaml && kubectl wait --for=condition=Ready inferenceservice/bumo --timeout=10m
\`\`\``;

const check = `\`\`\`sh
kubectl get inferenceservice bumo
\`\`\``;

export const kserve: EnginePackage = {
  files,
  guide: ({ versions: [, canary] }) => ({
    title: 'Bumo · KServe',
    zh: `
先把 \`storage/\` 里的文件夹放进名为 \`bumo-models\` 的 PVC（或改 \`storageUri\`），再启动：

${start}

检查：

${check}

${canary ? `- 上线新版本：\`kubectl apply -f 2-canary.yaml\`，它得到 ${firstStage} % 的流量；之后改 \`canaryTrafficPercent\`（5、20、50、100）。退回：设为 0。\n` : ''}- 分流只在 Knative（旧称 Serverless）模式下有效，需要 Knative 和 Istio。
- 响应里的 \`model_version\` 是数字，与版本的对应关系在 \`bumo.json\`。KServe 按请求随机分流，不看作者和文档。
- 此格式对照 KServe 的 CRD 检查过；没有在 KServe 里运行过。
- 学过的版本带有它学到的内容：只把可以公开给本单位的版本导出。`,
    en: `
Put the folders of \`storage/\` into a PVC named \`bumo-models\` (or change \`storageUri\`), then start:

${start}

Check:

${check}

${canary ? `- A new version: \`kubectl apply -f 2-canary.yaml\`, which gets ${firstStage} % of the traffic; then change \`canaryTrafficPercent\` (5, 20, 50, 100). Back: set it to 0.\n` : ''}- Traffic is split in the Knative mode alone (formerly Serverless), which needs Knative and Istio.
- \`model_version\` of an answer is a number; \`bumo.json\` says which version it is. KServe splits by request, at random, not by writer and document.
- This form was checked against KServe's CRD; it was not run in KServe.
- A version that learned carries what it learned: export only what your organisation may have.`,
  }),
};
