export const gpu = {
  'gpu.none': {
    zh: '这台电脑（{machine}）只能用 CPU。',
    en: 'This kind of computer ({machine}) can only use its CPU.',
  },
  'gpu.shipped': {
    zh: '{provider}：随补墨安装，只需要显卡驱动程序。',
    en: '{provider}: comes with Bumo and needs the driver of the graphics card only.',
  },
  'gpu.no-model': {
    zh: '还没有安装模型，没有试运行。',
    en: 'No model is installed, so nothing was tried.',
  },
  'gpu.in-use': { zh: '将使用：{provider}', en: 'In use from the next start: {provider}' },
  'gpu.row': { zh: '显卡', en: 'Graphics card' },
  'gpu.row-help': {
    zh: '逐个试运行这台电脑可能用到的运算设备，说明缺少什么、怎样补上。',
    en: 'Tries each processor that this computer may have, and says what is missing and how to get it.',
  },
  'gpu.row-try': { zh: '试运行', en: 'Try' },
  'gpu.row-trying': { zh: '正在试运行，最长约一分半钟…', en: 'Trying, for a minute and a half at most…' },
  'gpu.row-time': { zh: '可用，{milliseconds} 毫秒', en: 'works, {milliseconds} ms' },
  'gpu.no-driver': {
    zh: '没有 NVIDIA 显卡驱动程序。若有 NVIDIA 显卡，请安装 525 或更新的驱动（系统的软件源，或 nvidia.com/drivers）。',
    en: 'There is no NVIDIA driver. With an NVIDIA card, install driver 525 or newer (from the system’s packages or nvidia.com/drivers).',
  },
  'gpu.no-provider': {
    zh: '缺少 ONNX Runtime {version} 的 CUDA 部件：{files}。请从 NuGet 下载软件包 Microsoft.ML.OnnxRuntime.Gpu.Linux {version}（一个 zip 文件），解压后运行 gpu --from，指向其中的 runtimes/linux-x64/native 文件夹。',
    en: 'ONNX Runtime {version} lacks its CUDA part: {files}. Get the package Microsoft.ML.OnnxRuntime.Gpu.Linux {version} from NuGet (a zip file), unpack it, and run gpu --from with its folder runtimes/linux-x64/native.',
  },
  'gpu.no-libraries': {
    zh: '缺少 CUDA 12 和 cuDNN 9 的库：{files}。请从系统的软件源或 developer.nvidia.com 安装；装在别处时，请把那个文件夹写进 LD_LIBRARY_PATH。',
    en: 'Libraries of CUDA 12 and cuDNN 9 are missing: {files}. Install them from the system’s packages or developer.nvidia.com; if they are in a folder of their own, name it in LD_LIBRARY_PATH.',
  },
  'gpu.not-in-folder': {
    zh: '文件夹 {folder} 里没有 {files}。',
    en: 'The folder {folder} does not have {files}.',
  },
} as const;
