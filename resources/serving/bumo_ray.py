"""Bumo on Ray Serve: a deployment for each version, and a router that splits the traffic between them."""

import asyncio
import hashlib
import json
import logging
import random
import time

from ray import serve
from ray.exceptions import RayActorError
from ray.serve.exceptions import BackPressureError
from starlette.responses import Response

from bumo_batch import Batcher
from bumo_oip import (
    HEADER_LENGTH,
    MOST_BYTES,
    Refused,
    metadata,
    package,
    read_request,
    statistics,
    wants_binary,
    write_response,
)

log = logging.getLogger("ray.serve")

# A replica that dies takes its requests along; the router gives each of them to another one.
ATTEMPTS = 5


@serve.deployment
class Version:
    """One version. `user_config`: `threads`, `prepack`, `max_batch_size`, `batch_wait_timeout_s`.

    `serve.batch` closes a batch before the one that runs has ended; `bumo_batch` joins all that wait until then.
    """

    def __init__(self, version):
        self.version = version
        self.config = None

    def reconfigure(self, config):
        if config != self.config:
            self.batcher, self.config = Batcher(self.version, **config), config

    async def infer(self, inputs):
        return await self.batcher.infer(inputs)

    def ready(self):
        return True


class Counts:
    """What became of a version's requests since the router started; times in nanoseconds."""

    def __init__(self):
        self.success, self.fail, self.rows, self.batches = [0, 0], [0, 0], 0, 0.0

    def answered(self, rows, batched, ns):
        self.success[0] += 1
        self.success[1] += ns
        self.rows += rows
        # A batch of n requests is counted n times as 1/n.
        self.batches += 1 / batched

    def failed(self, ns):
        self.fail[0] += 1
        self.fail[1] += ns


def standing(sticky):
    """Where a writer's document stands in [0, 1): the same place whatever the shares are."""
    return int.from_bytes(hashlib.sha256(sticky.encode()).digest()[:4], "big") / 2**32


@serve.deployment
class Router:
    """The HTTP side. `user_config`: `{"shares": {VERSION: share}}`, which may change while it runs."""

    def __init__(self, handles):
        self.handles = handles
        self.versions = list(handles)
        self.vocab_size = package()["vocabSize"]
        self.counts = {version: Counts() for version in self.versions}
        self.shares = {self.versions[0]: 1.0}

    def reconfigure(self, config):
        shares = config.get("shares", {})
        known = all(version in self.handles for version in shares)
        if known and shares and all(share >= 0 for share in shares.values()) and sum(shares.values()) > 0:
            total = sum(shares.values())
            self.shares = {version: share / total for version, share in shares.items()}
        else:
            # Service goes on with the split of before.
            log.error("shares %s do not fit versions %s: they stay %s", shares, self.versions, self.shares)

    def choose(self, sticky):
        """The newest version stands at the start: as its share grows it only takes writers, and gives none back."""
        place = standing(sticky) if isinstance(sticky, str) else random.random()
        for version in reversed(self.versions):
            place -= self.shares.get(version, 0)
            if place < 0:
                return version
        return max(self.shares, key=self.shares.get)

    async def ask(self, version, inputs):
        for attempt in range(ATTEMPTS):
            try:
                return await self.handles[version].infer.remote(inputs)
            except RayActorError:
                if attempt == ATTEMPTS - 1:
                    raise
                await asyncio.sleep(0.05 * 2**attempt)

    async def infer(self, version, request):
        if int(request.headers.get("content-length", 0)) > MOST_BYTES:
            raise Refused(413, f"a request has at most {MOST_BYTES} bytes")
        header, inputs = read_request(await request.body(), request.headers.get(HEADER_LENGTH))
        version = version or self.choose((header.get("parameters") or {}).get("sticky"))
        began = time.perf_counter_ns()
        try:
            logits, batched = await self.ask(version, inputs)
        except Exception as error:
            # Ray hands on what a replica raised as an error of its own that is of the same kind.
            if isinstance(error, Refused):
                raise Refused(error.status, error.sentence) from None
            self.counts[version].failed(time.perf_counter_ns() - began)
            status = 503 if isinstance(error, (RayActorError, BackPressureError)) else 500
            raise Refused(status, f"version {version} does not answer") from error
        self.counts[version].answered(logits.shape[0], batched, time.perf_counter_ns() - began)
        return write_response(version, header.get("id"), logits, wants_binary(header))

    async def is_ready(self, versions):
        asked = (asyncio.wait_for(self._ready(version), 2) for version in versions)
        return all(one is True for one in await asyncio.gather(*asked, return_exceptions=True))

    async def _ready(self, version):
        return await self.handles[version].ready.remote()

    def stats(self, version):
        one = self.counts[version]
        return statistics(version, one.success, one.fail, one.rows, one.batches)

    async def answer(self, request):
        """The body, headers and status of an answer; raises Refused."""
        path = [part for part in request.url.path.split("/") if part]
        if path == ["v2"]:
            return {"name": "bumo", "version": "1", "extensions": ["binary_tensor_data", "statistics"]}
        if path == ["v2", "health", "live"]:
            return {"live": True}
        if path == ["v2", "health", "ready"]:
            return await self.ready_answer([one for one, share in self.shares.items() if share > 0])
        if path[:3] != ["v2", "models", "bumo"]:
            raise Refused(404, "there is no such address")
        version, rest = (path[4], path[5:]) if path[3:4] == ["versions"] and len(path) > 4 else (None, path[3:])
        if version is not None and version not in self.handles:
            raise Refused(404, f"version {version} is not served here")
        if rest == ["infer"] and request.method == "POST":
            return await self.infer(version, request)
        if rest == [] and request.method == "GET":
            return {**metadata([version] if version else self.versions, self.vocab_size), "shares": self.shares}
        if rest == ["ready"]:
            return await self.ready_answer([version] if version else list(self.shares))
        if rest == ["stats"] and version is not None:
            return self.stats(version)
        raise Refused(404, "there is no such address")

    async def ready_answer(self, versions):
        if not await self.is_ready(versions):
            raise Refused(503, "a version is not ready")
        return {"ready": True}

    async def __call__(self, request):
        try:
            answer = await self.answer(request)
        except Refused as refused:
            body = json.dumps({"error": refused.sentence})
            return Response(body, status_code=refused.status, media_type="application/json")
        if isinstance(answer, tuple):
            return Response(answer[0], headers=answer[1])
        return Response(json.dumps(answer), media_type="application/json")


def build(_args):
    """The application that serve_config.yaml names."""
    handles = {one["id"]: Version.options(name=one["id"]).bind(one["id"]) for one in package()["versions"]}
    return Router.bind(handles)
