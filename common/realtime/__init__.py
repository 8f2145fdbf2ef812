"""Sockets without an app: frames, admission, bounds, delivery inside a process and between processes."""
