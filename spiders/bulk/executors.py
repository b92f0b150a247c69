"""A step on datatrove's executors: processes of this machine, a Ray cluster, Slurm."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiders.bulk.manifest import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
KINDS = ("local", "ray", "slurm")


@dataclass(frozen=True)
class Engine:
    """Where tasks run, and how many of them at once; ``partition`` and ``hours`` are for Slurm."""

    kind: str
    tasks: int
    workers: int
    partition: str = ""
    hours: str = ""

    def run(self, step: Callable[[object, int, int], None], log: str) -> None:
        """Run the tasks that are not done. Raises CorpusError where some are not afterwards."""
        executor = getattr(self, f"_{self.kind}")([step], log)
        executor.run()
        if self.kind == "slurm":
            return
        if left := len(executor.get_incomplete_ranks(skip_completed=True)):
            raise CorpusError(f"{left} of {self.tasks} tasks are not done; start it again to go on (why: {log})")

    def is_done(self, step: Callable[[object, int, int], None], log: str) -> bool:
        """Whether nothing is left of a step."""
        return not getattr(self, f"_{self.kind}")([step], log).get_incomplete_ranks(skip_completed=True)

    def _local(self, pipeline: list[Any], log: str) -> Any:
        from datatrove.executor.local import LocalPipelineExecutor  # noqa: PLC0415  (an extra)

        threading.Thread(target=_end_with_a_task, daemon=True).start()
        workers = min(self.workers, self.tasks)
        return LocalPipelineExecutor(pipeline, tasks=self.tasks, workers=workers, logging_dir=log)

    def _ray(self, pipeline: list[Any], log: str) -> Any:
        from datatrove.executor.ray import RayPipelineExecutor  # noqa: PLC0415  (an extra)

        ray: Any = import_module("ray")
        if not ray.is_initialized():
            ray.init(runtime_env={"env_vars": {"PYTHONPATH": str(ROOT)}}, logging_level=logging.ERROR)
            nodes = sum(node["Alive"] for node in ray.nodes())
            processors = int(ray.cluster_resources().get("CPU", 0))
            print(f"Ray: {nodes} machines, {processors} processors", file=sys.stderr)
        return RayPipelineExecutor(pipeline, tasks=self.tasks, workers=self.workers, logging_dir=log)

    def _slurm(self, pipeline: list[Any], log: str) -> Any:
        from datatrove.executor.slurm import SlurmPipelineExecutor  # noqa: PLC0415  (an extra)

        return SlurmPipelineExecutor(
            pipeline,
            tasks=self.tasks,
            workers=self.workers,
            time=self.hours,
            partition=self.partition,
            logging_dir=log,
            env_command=f"export PYTHONPATH={ROOT}; . {Path(sys.prefix) / 'bin' / 'activate'}",
        )


def _end_with_a_task() -> None:
    """A pool waits for ever for the task of a process that was killed: end, so that somebody starts it again."""
    import multiprocess  # noqa: PLC0415  (an extra)

    seen: dict[int, Any] = {}
    while True:
        time.sleep(0.5)
        seen |= {each.pid: each for each in multiprocess.active_children()}
        if any(each.exitcode not in {None, 0, -signal.SIGTERM} for each in seen.values()):
            print("scrapy bulk: a process was killed; start it again to go on", file=sys.stderr, flush=True)
            for each in seen.values():
                each.kill()
            os._exit(1)
