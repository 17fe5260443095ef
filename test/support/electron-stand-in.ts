import { fork as forkChild } from 'node:child_process';
import { EventEmitter } from 'node:events';

/** A stand-in for the `electron` module: records what it is told and wires its two sides together. */

type Handler = (event: unknown, ...args: unknown[]) => unknown;

export const startUrl = 'app://bumo/index.html';

/** The page's frame; tests change it to play an intruder. */
export const frame = { url: startUrl, parent: null as unknown };
const senderEvent = () => ({ senderFrame: frame });

const invokeHandlers = new Map<string, Handler>();
const mainListeners = new EventEmitter();
const pageListeners = new EventEmitter();

export const ipcMain = {
  handle: (channel: string, handler: Handler) => {
    if (invokeHandlers.has(channel)) throw new Error(`second handler for ${channel}`);
    invokeHandlers.set(channel, handler);
  },
  removeHandler: (channel: string) => void invokeHandlers.delete(channel),
  on: (channel: string, listener: Handler) => void mainListeners.on(channel, listener),
  removeListener: (channel: string, listener: Handler) =>
    void mainListeners.removeListener(channel, listener),
};

export const ipcRenderer = {
  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const handler = invokeHandlers.get(channel);
    if (!handler) throw new Error(`no handler for ${channel}`);
    // What crosses a process boundary is a structured clone.
    return structuredClone(await handler(senderEvent(), ...structuredClone(args)));
  },
  send: (channel: string, ...args: unknown[]) =>
    void mainListeners.emit(channel, senderEvent(), ...structuredClone(args)),
  on: (channel: string, listener: Handler) => void pageListeners.on(channel, listener),
};

/** Files that a test drops on the page, by what the system knows of them. */
export const droppedPaths = new WeakMap<object, string>();
export const webUtils = { getPathForFile: (file: object) => droppedPaths.get(file) ?? '' };

export const exposed: Record<string, unknown> = {};
export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown) => {
    exposed[name] = value;
  },
};

export class FakeContents extends EventEmitter {
  readonly printed: unknown[] = [];
  async printToPDF(options: unknown): Promise<Buffer> {
    this.printed.push(options);
    return Buffer.from('%PDF-1.7 stand-in');
  }
  windowOpenHandler: (() => { action: string }) | undefined;
  send(channel: string, ...args: unknown[]): void {
    pageListeners.emit(channel, {}, ...structuredClone(args));
  }
  isDestroyed(): boolean {
    return false;
  }
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.windowOpenHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  static getAllWindows = () => BrowserWindow.all;
  readonly webContents = new FakeContents();
  readonly options: Record<string, unknown> & { webPreferences?: Record<string, unknown> };
  loaded = '';
  shown = false;
  focused = false;
  bounds = { x: 10, y: 20, width: 900, height: 700 };
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded = url;
    this.emit('ready-to-show');
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {
    this.focused = true;
  }
  maximize(): void {}
  restore(): void {}
  isMinimized = () => false;
  isMaximized = () => false;
  getNormalBounds = () => this.bounds;
}

type ProtocolHandler = (request: Request | { url: string; method: string }) => Promise<Response>;

export const session = {
  defaultSession: {
    permissionRequest: undefined as
      | ((contents: unknown, permission: string, decide: (allowed: boolean) => void) => void)
      | undefined,
    permissionCheck: undefined as (() => boolean) | undefined,
    devicePermission: undefined as (() => boolean) | undefined,
    setPermissionRequestHandler(handler: typeof this.permissionRequest) {
      this.permissionRequest = handler;
    },
    setPermissionCheckHandler(handler: typeof this.permissionCheck) {
      this.permissionCheck = handler;
    },
    setDevicePermissionHandler(handler: typeof this.devicePermission) {
      this.devicePermission = handler;
    },
    webRequest: {
      beforeRequest: undefined as
        | ((details: { url: string }, decide: (answer: { cancel: boolean }) => void) => void)
        | undefined,
      onBeforeRequest(handler: typeof this.beforeRequest) {
        this.beforeRequest = handler;
      },
    },
    protocol: {
      handlers: new Map<string, ProtocolHandler>(),
      handle(scheme: string, handler: ProtocolHandler) {
        this.handlers.set(scheme, handler);
      },
    },
  },
};

export const protocol = {
  schemes: [] as unknown[],
  registerSchemesAsPrivileged(schemes: unknown[]) {
    protocol.schemes.push(...schemes);
  },
};

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] };
export const powerMonitor = { onBatteryPower: false };

export const shell = {
  /** Files that the system was asked to open, and to show in their folder. */
  opened: [] as string[],
  shown: [] as string[],
  openPath: async (path: string) => {
    shell.opened.push(path);
    return '';
  },
  showItemInFolder: (path: string) => void shell.shown.push(path),
};

export const dialog = {
  errors: [] as string[],
  /** What the writer chooses next in a save dialog. */
  savePath: '',
  asked: [] as unknown[],
  openPaths: ['/chosen'],
  showOpenDialog: async (...asked: unknown[]) => {
    dialog.asked.push(asked.at(-1));
    return { filePaths: dialog.openPaths };
  },
  showSaveDialog: async (...asked: unknown[]) => {
    dialog.asked.push(asked.at(-1));
    return { canceled: dialog.savePath === '', filePath: dialog.savePath };
  },
  showErrorBox: (_title: string, text: string) => void dialog.errors.push(text),
};

class FakeApp extends EventEmitter {
  isPackaged = false;
  hasLock = true;
  sandboxed = false;
  quits = 0;
  readonly paths: Record<string, string> = {};
  setPath = (name: string, path: string) => {
    this.paths[name] = path;
  };
  requestSingleInstanceLock = () => this.hasLock;
  enableSandbox = () => {
    this.sandboxed = true;
  };
  whenReady = async () => undefined;
  quit = () => {
    this.quits++;
  };
  exitCode: number | undefined;
  exit = (code?: number) => {
    this.exitCode = code;
    this.quits++;
  };
  getLocale = () => 'zh-CN';
}
export const app = new FakeApp();

/** Utility processes as plain children of Node: messages go through the channel that Node gives them. */
export const utilityProcess = {
  fork(
    entry: string,
    args: string[],
    {
      env,
      execArgv,
      stdio = ['ignore', 'ignore', 'ignore'],
    }: { env?: NodeJS.ProcessEnv; execArgv?: string[]; stdio?: ('ignore' | 'pipe')[] } = {},
  ) {
    const child = forkChild(entry, args, {
      serialization: 'advanced',
      stdio: [...stdio, 'ipc'],
      ...(env ? { env } : {}),
      ...(execArgv ? { execArgv } : {}),
    });
    return {
      get pid() {
        return child.pid;
      },
      stderr: child.stderr,
      postMessage: (message: unknown) => void child.send(message as object),
      on: (event: string, listener: (value: never) => void) => void child.on(event, listener as () => void),
      once: (event: string, listener: (value: never) => void) =>
        void child.once(event, listener as () => void),
      kill: () => child.kill('SIGKILL'),
    };
  },
};
