"""Runs the requests of a version in batches: those that wait while a batch runs make the next one."""

import asyncio
import time

from bumo_oip import MOST_TOKENS, MOST_VALUES, Graph, statistics


def count_for_batch(requests, most_rows, vocab_size):
    """How many of the requests, from the first one, run as one batch: padded, they stay within what one may have."""
    rows = width = wanted = 0
    for count, one in enumerate(requests):
        rows += one["input_ids"].shape[0]
        width = max(width, one["input_ids"].shape[1])
        wanted = max(wanted, one["positions"].shape[1])
        fits = rows <= most_rows and rows * width <= MOST_TOKENS and rows * wanted * vocab_size <= MOST_VALUES
        if count > 0 and not fits:
            return count
    return len(requests)


class Batcher:
    """One version's graph, its queue and what became of its requests; times in nanoseconds.

    `max_batch_size` is the most rows of a batch; a request with more runs alone.
    """

    def __init__(self, version, threads=1, prepack=False, max_batch_size=16, batch_wait_timeout_s=0.002):
        self.version = version
        self.graph = Graph(version, int(threads), bool(prepack))
        self.most, self.wait = int(max_batch_size), float(batch_wait_timeout_s)
        self.waiting, self.worker = [], None
        self.success, self.fail, self.rows, self.batches = [0, 0], [0, 0], 0, 0

    async def infer(self, inputs):
        """Returns the logits, and how many requests ran as one batch. Refuses what would fail the others of its batch."""
        self.graph.check(inputs)
        began = time.perf_counter_ns()
        answer = asyncio.get_running_loop().create_future()
        self.waiting.append((inputs, answer))
        if self.worker is None or self.worker.done():
            self.worker = asyncio.create_task(self._work())
        outcome = self.fail
        try:
            result = await answer
            outcome = self.success
            return result
        finally:
            outcome[0] += 1
            outcome[1] += time.perf_counter_ns() - began

    async def _work(self):
        await asyncio.sleep(self.wait)
        while self.waiting:
            count = count_for_batch([inputs for inputs, _ in self.waiting], self.most, self.graph.vocab_size)
            batch, self.waiting = self.waiting[:count], self.waiting[count:]
            await self._run(batch)

    async def _run(self, batch):
        requests = [inputs for inputs, _ in batch]
        try:
            logits = await asyncio.get_running_loop().run_in_executor(None, self.graph.run, requests)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            logits = [error] * len(batch)
        else:
            self.batches += 1
            self.rows += sum(one["input_ids"].shape[0] for one in requests)
        for (_, answer), one in zip(batch, logits):
            if answer.done():
                continue
            if isinstance(one, Exception):
                answer.set_exception(one)
            else:
                answer.set_result((one, len(batch)))

    def stats(self):
        return statistics(self.version, self.success, self.fail, self.rows, self.batches)


_open = {}


def acquire(version, **options):
    """The version's batcher, one for all models of this process that serve it."""
    batcher, users = _open.get(version) or (Batcher(version, **options), 0)
    _open[version] = (batcher, users + 1)
    return batcher


def release(version):
    """Closes the batcher when its last model is gone."""
    batcher, users = _open.pop(version)
    if users > 1:
        _open[version] = (batcher, users - 1)
