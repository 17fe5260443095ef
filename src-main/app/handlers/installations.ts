/** The installations and imports of models under way, by model, so that the writer can cancel each. */
export class Installations {
  readonly #controllers = new Map<string, AbortController>();

  /**
   * Runs one installation.
   * @param signal cancels it too
   * @param work gets a signal that `cancel` fires for every model named to `begin`
   */
  async run<T>(
    signal: AbortSignal,
    work: (signal: AbortSignal, begin: (modelId: string) => void) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    try {
      return await work(AbortSignal.any([signal, controller.signal]), (modelId) => {
        this.#controllers.set(modelId, controller);
      });
    } finally {
      for (const [id, own] of this.#controllers) if (own === controller) this.#controllers.delete(id);
    }
  }

  /** @returns false if no installation of this model is under way */
  cancel(modelId: string): boolean {
    const controller = this.#controllers.get(modelId);
    controller?.abort();
    return controller !== undefined;
  }
}
