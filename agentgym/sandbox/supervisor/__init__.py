"""The first process of a sandbox: runs commands, keeps their shell, kills what is late, resets the filesystem.

It runs inside, as process 1 of a container's (or bubblewrap's) process namespace, with nothing but the standard
library of Python 3.9 or newer, and is handed over as text on standard input (see ``loader.py``), so that no file
of the host has to be visible. It cannot be killed from inside: the kernel protects process 1 of a namespace; and
as it is not dumpable, nothing of the agent's can reach its memory or its descriptors.

Frames go both ways on standard input and output: four bytes of length, then JSON. Every request has an ``id``
that the answer repeats. Requests: ``ping``, ``run`` (a command in the persistent shell), ``exec`` (a process of
its own), ``put``, ``get``, ``reset``.

The modes (``SB_MODE``):

* ``nested``: all work is done in namespaces of its own, user namespace included, on an overlay over the image whose
  upper layer lies on a sized tmpfs: a reset throws all of it away, which takes milliseconds.
* ``overlay``: the same without a user namespace, where the host allows none inside of containers.
* ``plain``: the filesystem is the container's (or bubblewrap's), and only a new one resets it.
"""
