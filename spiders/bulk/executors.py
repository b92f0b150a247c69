"""A step on datatrove's executors: processes of this machine, a Ray cluster, Slurm."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from spiders.bulk.addresses import options_of
from spiders.bulk.manifest import CorpusError
from spiders.reading.workers import NoWorkerError

ROOT = Path(__file__).parent.parent.parent
KINDS = ("local", "ray", "slurm")
Log = tuple[str, dict[str, Any]]
"""An address and with which options it is opened."""
FED_BY_ONE = 8  # processes that read pages: opening archives and writing rows takes a tenth of what reading takes


@dataclass(frozen=True)
class Engine:
    """Where tasks run, how many of them at once, and the processes that read pages for each.

    ``partition`` and ``hours`` are for Slurm.
    """

    kind: str
    tasks: int
    at_once: int
    readers: int = 1
    partition: str = ""
    hours: str = ""

    @classmethod
    def local(cls, tasks: int | None, workers: int, files: int) -> Self:
        """So many processes that read pages on this machine, with as few beside them as can feed them."""
        feeding = -(-workers // FED_BY_ONE)
        tasks = min(tasks or feeding, files)
        at_once = min(feeding, tasks)
        return cls("local", tasks, at_once, -(-workers // at_once))

    def spread(self, files: int) -> Self:
        """For steps that read no pages: as many tasks as there were processes that read them."""
        tasks = min(files, max(self.tasks, self.at_once * self.readers))
        return replace(self, tasks=tasks, at_once=self.at_once * self.readers, readers=1)

    def finish(self, steps: list[Any], log: str) -> None:
        """Run the tasks of a pipeline that are not done. Raises CorpusError where some are not afterwards."""
        executor = getattr(self, f"_{self.kind}")(steps, (log, options_of(log)))
        try:
            executor.run()
        except (CorpusError, NoWorkerError, OSError):
            raise
        except Exception as error:  # of a storage that has exceptions of its own; it stands in the log, too
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise CorpusError(f"{reason}; start it again to go on (why: {log})") from error
        left = len(executor.get_incomplete_ranks(skip_completed=True))
        if left and self.kind == "slurm":
            raise CorpusError("handed to Slurm; start the same again when its jobs are done")
        if left:
            raise CorpusError(f"{left} of {self.tasks} tasks are not done; start it again to go on (why: {log})")

    def _local(self, pipeline: list[Any], log: Log) -> Any:
        from datatrove.executor.local import LocalPipelineExecutor  # noqa: PLC0415  (an extra)

        threading.Thread(target=_end_with_a_task, daemon=True).start()
        _leave_nothing_behind()
        return LocalPipelineExecutor(pipeline, tasks=self.tasks, workers=self.at_once, logging_dir=log)

    def _ray(self, pipeline: list[Any], log: Log) -> Any:
        from datatrove.executor.ray import RayPipelineExecutor  # noqa: PLC0415  (an extra)

        ray: Any = import_module("ray")
        if not ray.is_initialized():
            ray.init(runtime_env={"env_vars": {"PYTHONPATH": str(ROOT)}}, logging_level=logging.ERROR)
            nodes = sum(node["Alive"] for node in ray.nodes())
            processors = int(ray.cluster_resources().get("CPU", 0))
            print(f"Ray: {nodes} machines, {processors} processors", file=sys.stderr)
        return RayPipelineExecutor(pipeline, tasks=self.tasks, workers=self.at_once, logging_dir=log)

    def _slurm(self, pipeline: list[Any], log: Log) -> Any:
        from datatrove.executor.slurm import SlurmPipelineExecutor  # noqa: PLC0415  (an extra)

        return SlurmPipelineExecutor(
            pipeline,
            tasks=self.tasks,
            workers=self.at_once,
            time=self.hours,
            partition=self.partition,
            logging_dir=log,
            env_command=f"export PYTHONPATH={ROOT}; . {Path(sys.prefix) / 'bin' / 'activate'}",
        )


@cache
def _leave_nothing_behind() -> None:
    """What is forked here ends with this process: the one that holds datatrove's queue would serve it for ever."""
    here = os.getpid()
    ending = partial(threading.Thread, target=_end_with, args=(here,), daemon=True)
    os.register_at_fork(after_in_child=lambda: ending().start())


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


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
