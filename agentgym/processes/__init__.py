"""Processes and threads that never outlive their owner: guarded children, marks of owners, pools of helpers.

Everything that starts a process which runs for long (a model server, a browser, a sandbox) stands on this package.
"""
