"""What the package does when its process forks and when it ends."""

import atexit
import os

from . import _native

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_native.before_fork,
        after_in_parent=_native.after_fork_in_parent,
        after_in_child=_native.after_fork_in_child,
    )
atexit.register(_native.before_exit)
