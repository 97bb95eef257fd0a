"""What a server process may do, settled between fork and exec."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys

# Loaded before any fork: afterwards the standard library may be out of reach.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG, _PR_SET_SECUREBITS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
_SECBIT_NO_SETUID_FIXUP = 1 << 2  # keeps capabilities over setuid, and lets access(2) see them
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_CAPABILITY_VERSION_3 = 0x20080522


def die_with_parent(death=signal.SIGTERM):
    """For preexec_fn: the kernel sends `death` when the parent is gone, also after its SIGKILL."""

    def settle():
        if _LIBC:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(death), 0, 0, 0)

    return settle


class Servant:
    """The user a PostgreSQL runs as: ourselves, or where we are root, whom it refuses, the owner of its data."""

    def __init__(self, data):
        self.is_root = os.geteuid() == 0
        account = _owner(data) if self.is_root else pwd.getpwuid(os.geteuid())
        self.uid, self.gid, self.name = account.pw_uid, account.pw_gid, account.pw_name
        self.capability = None

    def settle(self, death=signal.SIGINT):
        """For preexec_fn: become this user, keep the one capability, die with the parent."""

        def settle():
            if self.is_root:
                self._become()
            die_with_parent(death)()  # after the change of user, which clears it

        return settle

    def ways(self):
        """The privileges to try, least first: none, then one capability that lets root's folders be entered."""
        yield None
        if self.is_root and _LIBC:
            yield _CAP_DAC_READ_SEARCH
            yield _CAP_DAC_OVERRIDE

    def reaches(self, *paths):
        """Whether this user can read and enter all these paths."""
        script = 'for path do test -r "$path" && test -x "$path" || exit 1; done'
        command = ["/bin/sh", "-c", script, "sh", *map(str, paths)]
        try:
            return subprocess.run(command, cwd="/", preexec_fn=self.settle()).returncode == 0
        except subprocess.SubprocessError:  # this machine doesn't let root pass a capability on
            return False

    def own(self, path):
        if self.is_root:
            os.chown(path, self.uid, self.gid)

    def _become(self):
        if self.capability is not None:
            _check(_LIBC.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
        os.setgroups([])
        os.setgid(self.gid)
        os.setuid(self.uid)
        if self.capability is not None:
            self._keep(self.capability)

    def _keep(self, capability):
        """Hold exactly this capability, through exec too."""
        mask = 1 << capability
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
        _check(_LIBC.capset(header, data))
        _check(_LIBC.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0))


def _owner(data):
    uid = data.stat().st_uid if data.exists() else 0
    return pwd.getpwuid(uid) if uid else pwd.getpwnam("nobody")


def _check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), "the kernel refused a capability")
