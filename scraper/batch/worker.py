"""A worker process: tasks in through a pipe, results out, one after the other; started by ``local``."""

import os
import signal
import sys
from multiprocessing.connection import Connection

import msgspec

from .guard import limit_memory
from .work import Job, Task, work

__all__ = ["END", "main"]

END = b""  # after a task's last result


def main() -> None:
    """Serve the pipe whose number is the first argument until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it tells us by closing the pipe
    pipe: Connection[bytes, bytes] = Connection(int(sys.argv[1]))
    job = msgspec.msgpack.decode(pipe.recv_bytes(), type=Job)
    limit_memory(job.memory)
    try:
        while True:
            task = msgspec.msgpack.decode(pipe.recv_bytes(), type=Task)
            serve(task, job, pipe)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)  # the parent has gone or has enough: nothing here is worth a tidy end


def serve(task: Task, job: Job, pipe: "Connection[bytes, bytes]") -> None:
    """One task's results, each as soon as it is there, so that a crash loses nothing that was done."""
    encoder = msgspec.msgpack.Encoder()
    for done in work(task, job, hard=True):
        pipe.send_bytes(encoder.encode(done))
    pipe.send_bytes(END)


if __name__ == "__main__":
    main()
